import { GripVertical } from 'lucide-react'
import { classes } from '#app/_ui/classes.ts'
import type { RowActions } from './row-actions.ts'
import type { Carrying } from './use-carrying.ts'

type RowHandleProps = {
  id: string
  number: number
  isCarried: boolean
  isChosen: boolean
  carrying: Carrying
  actions: RowActions
  className?: string
}

/** The number of a sentence: a mouse or a finger drags it from here, and the keys carry it. Beside it, the box that chooses it. */
export function RowHandle({ id, number, isCarried, isChosen, carrying, actions, className }: RowHandleProps) {
  return (
    <div className={classes('flex shrink-0 items-center', className)}>
      <label className="relative flex h-full w-7 shrink-0 cursor-pointer items-center justify-center max-md:hidden">
        <input
          type="checkbox"
          // The keys choose rows as well, so it need not be a stop for each of ten thousand.
          tabIndex={-1}
          checked={isChosen}
          onChange={(event) => actions.choose(id, event.target.checked)}
          aria-label={`Select sentence ${number}`}
          className="size-4 cursor-pointer accent-accent opacity-0 focus-visible:opacity-100 checked:opacity-100 group-hover:opacity-100 group-data-choosing/list:opacity-100"
        />
      </label>
      <button
        type="button"
        data-handle={id}
        onKeyDown={(event) => carrying.press(id, event)}
        onBlur={carrying.leave}
        aria-label={`Move sentence ${number}`}
        aria-pressed={isCarried}
        aria-describedby="carry-help"
        className="group/handle relative flex h-full min-h-9 min-w-9 grow touch-none cursor-grab items-center justify-center rounded-sm border border-transparent text-faint text-sm tabular-nums hover:border-line-strong hover:text-ink aria-pressed:text-ink max-md:min-h-11 max-md:min-w-11"
      >
        <span>{number}</span>
        <GripVertical
          size={12}
          aria-hidden
          className="absolute left-0 opacity-0 transition-opacity group-hover/handle:opacity-100 group-focus-visible/handle:opacity-100 max-md:hidden"
        />
      </button>
    </div>
  )
}
