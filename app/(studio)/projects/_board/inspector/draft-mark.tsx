import { classes } from '#app/_ui/classes.ts'

/** Over a picture that was drawn as a draft. Whoever cannot see it hears it with the picture's name or state. */
export function DraftMark({ className }: { className: string }) {
  return (
    <span
      aria-hidden
      className={classes(
        'pointer-events-none absolute flex h-5 items-center rounded-sm border border-line bg-surface px-1.5 text-muted text-xs',
        className,
      )}
    >
      Draft
    </span>
  )
}
