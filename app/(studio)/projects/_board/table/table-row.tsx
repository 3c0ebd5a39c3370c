'use client'

import { Pin } from 'lucide-react'
import { memo } from 'react'
import { classes } from '#app/_ui/classes.ts'
import type { SentenceRow } from '#lib/storyboard/model.ts'
import type { LatestJob } from '../latest-jobs.ts'
import type { Conflict } from '../outbox-model.ts'
import type { RowActions } from '../row-actions.ts'
import { ChooseBox, RowHandle } from '../row-handle.tsx'
import { RowMenu } from '../row-menu.tsx'
import { RowPicture } from '../row-picture.tsx'
import type { Carrying } from '../use-carrying.ts'
import type { Column } from '../view/view-state.ts'
import { cellLooks } from './columns.ts'
import { PromptCell } from './prompt-cell.tsx'
import { StatusCell } from './status-cell.tsx'
import { TextCell } from './text-cell.tsx'

export type RowProps = {
  sentence: SentenceRow
  number: number
  /** How many there are, for whoever cannot see the page. */
  count: number
  columns: readonly Column[]
  /** By id. */
  castNames: ReadonlyMap<string, string>
  search: string
  /** Why it is found, where its words do not say so. */
  why: string | null
  actions: RowActions
  conflict: Conflict | undefined
  promptConflict: Conflict | undefined
  job: LatestJob | undefined
  isOpen: boolean
  isCurrent: boolean
  isChosen: boolean
  isNew: boolean
  /** It is being moved with the keys. */
  isCarried: boolean
  carrying: Carrying
}

/** A sentence as a row. The same props draw the same row, so that it is drawn again only when something of it changes. */
export const TableRow = memo(function TableRow(props: RowProps) {
  const { sentence, number, count, columns, castNames, search, why, actions, job, isOpen, isCurrent, isChosen } = props
  const { isNew, isCarried, carrying, conflict } = props
  // Open, it is shown with the prompt in the inspector.
  const promptConflict = isOpen ? undefined : props.promptConflict
  const { id } = sentence
  const isUndecided = conflict !== undefined || props.promptConflict !== undefined
  return (
    <li
      data-sentence={id}
      data-undecided={isUndecided || undefined}
      data-line={id}
      data-current={isCurrent || undefined}
      aria-setsize={count}
      aria-posinset={number}
      className={classes(
        'group relative flex items-start gap-3 rounded-md px-2 py-1 max-md:gap-2 max-md:px-0',
        // A row that is followed does not stop under the bars that stay.
        'row-margin',
        isChosen ? 'chosen bg-accent-soft' : (isOpen || isCurrent) && !isCarried && 'bg-surface',
        isUndecided ? 'shadow-[inset_3px_0_var(--danger)]' : isCurrent && 'shadow-[inset_2px_0_var(--accent)]',
        isCarried && 'z-10 bg-raised shadow-float outline-1 outline-accent',
        isNew && 'animate-arrive',
      )}
    >
      <div className={`${cellLooks.number} flex h-[63px] @max-xl:h-11`}>
        <ChooseBox {...{ id, number, isChosen, actions }} className="w-7 shrink-0 max-md:hidden pointer-coarse:w-10" />
        <RowHandle {...{ id, number, isCarried, carrying }} className="grow justify-center" />
      </div>
      <RowPicture {...{ sentence, number, job, isOpen, actions }} className={cellLooks.picture} />
      <div className={cellLooks.text}>
        <TextCell {...{ sentence, number, conflict, promptConflict, search, why, actions }} />
      </div>
      {columns.map((column) => (
        <div key={column} className={cellLooks[column]}>
          {column === 'prompt' && <PromptCell {...{ sentence, number, search, actions }} />}
          {column === 'status' && <StatusCell sentence={sentence} job={job} />}
          {column === 'cast' && <NamesCell names={sentence.castIds.map((member) => castNames.get(member))} />}
          {column === 'seed' && <SeedCell sentence={sentence} />}
          {column === 'who' && <NamesCell names={[sentence.editedBy?.name]} />}
        </div>
      ))}
      <RowMenu {...{ id, number, actions }} canSplit className={`${cellLooks.menu} mt-1.5`} />
    </li>
  )
})

function NamesCell({ names }: { names: readonly (string | undefined)[] }) {
  const text = names.filter(Boolean).join(', ')
  return (
    <p className="line-clamp-3 wrap-anywhere py-2.5 text-muted text-sm" title={text}>
      {text}
    </p>
  )
}

/** The pinned seed, or else the one the picture was made with. */
function SeedCell({ sentence: { seed, takeSeed } }: { sentence: SentenceRow }) {
  const shown = seed ?? takeSeed
  if (shown === null) return null
  return (
    <p className="flex items-center gap-1 py-2.5 text-muted text-xs tabular-nums" title={shown}>
      {seed !== null && <Pin size={12} role="img" aria-label="Pinned" className="shrink-0 text-accent" />}
      <span className="truncate select-text">{shown}</span>
    </p>
  )
}
