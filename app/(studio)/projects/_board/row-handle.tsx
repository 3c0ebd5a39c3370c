import type { useSortable } from '@dnd-kit/sortable'
import { GripVertical } from 'lucide-react'
import type { Carrying } from './use-carrying.ts'

type RowHandleProps = {
  id: string
  number: number
  sortable: Pick<ReturnType<typeof useSortable>, 'attributes' | 'listeners' | 'isDragging'>
  isCarried: boolean
  carrying: Carrying
}

/** The number of a sentence: a mouse or a finger drags it from here, and the keys carry it. */
export function RowHandle({ id, number, sortable, isCarried, carrying }: RowHandleProps) {
  return (
    <button
      type="button"
      data-handle
      {...sortable.attributes}
      {...sortable.listeners}
      onKeyDown={(event) => carrying.press(id, event)}
      onBlur={carrying.leave}
      aria-label={`Move sentence ${number}`}
      aria-pressed={isCarried || sortable.isDragging}
      className="group/handle relative flex h-[63px] w-12 shrink-0 touch-manipulation cursor-grab items-center justify-center rounded-sm border border-transparent text-faint text-sm tabular-nums hover:border-line-strong hover:text-ink aria-pressed:text-ink @max-xl:h-9 @max-xl:w-20 max-md:h-11"
    >
      <span>{number}</span>
      <GripVertical
        size={12}
        aria-hidden
        className="absolute left-1 opacity-0 transition-opacity group-hover/handle:opacity-100 group-focus-visible/handle:opacity-100 max-md:hidden"
      />
    </button>
  )
}
