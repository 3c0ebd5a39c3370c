import type { ComponentProps } from 'react'
import { classes } from './classes.ts'

const looks = {
  primary: 'bg-accent text-on-accent font-semibold hover:brightness-110',
  plain: 'border border-line bg-surface text-ink hover:border-line-strong',
  accent: 'font-medium text-accent hover:bg-raised',
  quiet: 'text-muted hover:bg-raised hover:text-ink',
  danger: 'bg-danger-soft text-danger font-semibold hover:brightness-110',
} as const

type ButtonProps = ComponentProps<'button'> & { look?: keyof typeof looks }

export function Button({ look = 'plain', className, type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      className={classes(
        'inline-flex h-9 items-center justify-center gap-2 rounded-md px-3.5 text-base whitespace-nowrap transition-colors disabled:opacity-50 max-md:h-11 pointer-coarse:min-h-10 pointer-coarse:min-w-10',
        looks[look],
        className,
      )}
      {...rest}
    />
  )
}

/** A button that shows only a picture; its label is for those who cannot see it, and for the pointer that rests on it. */
export function IconButton({
  label,
  className,
  type = 'button',
  ...rest
}: ComponentProps<'button'> & { label: string }) {
  return (
    <button
      type={type}
      aria-label={label}
      title={label}
      className={classes(
        'inline-flex size-8 shrink-0 items-center justify-center rounded-md text-muted transition-colors hover:bg-raised hover:text-ink disabled:opacity-50 max-md:size-11 pointer-coarse:min-h-10 pointer-coarse:min-w-10',
        className,
      )}
      {...rest}
    />
  )
}
