import { type ComponentProps, useId } from 'react'
import { classes } from './classes.ts'

/** A labelled line of text, with what is wrong with it right below. */
export function Field({
  label,
  error,
  className,
  ...rest
}: ComponentProps<'input'> & { label: string; error?: string | undefined }) {
  const id = useId()
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      <input
        id={id}
        aria-invalid={error !== undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        className={classes(
          'h-10 rounded-md border bg-canvas px-3 text-lg placeholder:text-faint max-md:h-11',
          error ? 'border-danger' : 'border-line-strong',
          className,
        )}
        {...rest}
      />
      {error && (
        <p id={`${id}-error`} role="alert" className="text-danger text-sm">
          {error}
        </p>
      )}
    </div>
  )
}
