import { useId } from 'react'

type Option = { value: string; label: string }
type SelectFieldProps = { label: string; value: string; options: readonly Option[]; onChange(value: string): void }

/** One of many. */
export function SelectField({ label, value, options, onChange }: SelectFieldProps) {
  const id = useId()
  return (
    <div className="flex items-center justify-between gap-3">
      <label htmlFor={id} className="shrink-0 text-muted">
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="h-9 min-w-0 max-w-44 grow rounded-md border border-line-strong bg-canvas px-2 max-md:h-11"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}
