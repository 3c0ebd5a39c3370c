'use client'

import { useId } from 'react'
import { classes } from './classes.ts'

type Option<T extends string> = {
  value: T
  label: string
  note?: string
  /** The note says why. */
  isDisabled?: boolean
}

type ChoiceProps<T extends string> = {
  label: string
  options: readonly Option<T>[]
  value: T
  onChange(value: T): void
  /** Beside one another, for short ones. */
  isRow?: boolean
}

/** One of a few, all of them in sight. */
export function Choice<T extends string>({ label, options, value, onChange, isRow = false }: ChoiceProps<T>) {
  const name = useId()
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium text-sm">{label}</legend>
      <div className={classes('flex gap-2', !isRow && 'flex-col')}>
        {options.map((option) => (
          <label
            key={option.value}
            className={classes(
              'flex min-h-11 items-center gap-3 rounded-md border px-3 py-2 has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2',
              isRow && 'grow basis-0',
              option.value === value
                ? 'border-accent bg-accent-soft'
                : classes('border-line', !option.isDisabled && 'hover:border-line-strong'),
              !option.isDisabled && 'cursor-pointer',
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              disabled={option.isDisabled}
              onChange={() => onChange(option.value)}
              className="size-4 shrink-0 accent-accent outline-none"
            />
            <span className="min-w-0">
              <span className={classes('font-medium', option.isDisabled && 'text-muted')}>{option.label}</span>
              {option.note && <span className="block text-muted text-sm">{option.note}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
