import { GripVertical } from 'lucide-react'
import { classes } from '#app/_ui/classes.ts'
import type { RowActions } from './row-actions.ts'
import type { Carrying } from './use-carrying.ts'

type BoxProps = { id: string; number: number; isChosen: boolean; actions: RowActions; className?: string }

/** Puts a sentence among the chosen ones. Seen when the pointer is near, or while there are any. */
export function ChooseBox({ id, number, isChosen, actions, className }: BoxProps) {
  return (
    <label
      className={classes(
        'flex cursor-pointer items-center justify-center opacity-0 focus-within:opacity-100 has-checked:opacity-100 group-hover:opacity-100 group-data-choosing/list:opacity-100',
        className,
      )}
    >
      <input
        type="checkbox"
        // The keys choose sentences as well, so it need not be a stop for each of ten thousand.
        tabIndex={-1}
        checked={isChosen}
        onChange={(event) => actions.choose(id, event.target.checked)}
        aria-label={`Select sentence ${number}`}
        className="size-4 cursor-pointer accent-accent"
      />
    </label>
  )
}

type HandleProps = { id: string; number: number; isCarried: boolean; carrying: Carrying; className?: string }

/** The number of a sentence: a mouse or a finger drags it from here, and the keys carry it. */
export function RowHandle({ id, number, isCarried, carrying, className }: HandleProps) {
  return (
    <button
      type="button"
      data-handle={id}
      onKeyDown={(event) => carrying.press(id, event)}
      onBlur={carrying.leave}
      aria-label={`Move sentence ${number}`}
      aria-pressed={isCarried}
      aria-describedby="carry-help"
      className={classes(
        'group/handle relative flex min-h-9 min-w-9 touch-none cursor-grab items-center rounded-sm border border-transparent text-faint text-sm tabular-nums hover:border-line-strong hover:text-ink aria-pressed:text-ink max-md:min-h-11 max-md:min-w-11 md:pointer-coarse:min-h-10 md:pointer-coarse:min-w-10',
        className,
      )}
    >
      <span>{number}</span>
      <GripVertical
        size={12}
        aria-hidden
        className="absolute left-0 opacity-0 transition-opacity group-hover/handle:opacity-100 group-focus-visible/handle:opacity-100 max-md:hidden"
      />
    </button>
  )
}
