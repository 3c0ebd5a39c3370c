import { classes } from './classes.ts'

/** A keyboard shortcut, written as "Alt ↑". */
export function Keys({ keys, className }: { keys: string; className?: string }) {
  return (
    <span className={classes('flex gap-1', className)} aria-hidden>
      {keys.split(' ').map((key) => (
        <kbd
          key={key}
          className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line bg-canvas px-1 font-sans text-muted text-xs"
        >
          {key}
        </kbd>
      ))}
    </span>
  )
}
