'use client'

import { memo } from 'react'
import { classes } from '#app/_ui/classes.ts'
import { ChooseBox, RowHandle } from '../row-handle.tsx'
import { RowMenu } from '../row-menu.tsx'
import { RowPicture } from '../row-picture.tsx'
import type { RowProps } from '../table/table-row.tsx'
import { TextCell } from '../table/text-cell.tsx'

type CardProps = Omit<RowProps, 'columns'> & {
  widthPx: number
  /** Of its line: its height is that of all. */
  isFirst: boolean
}

/** A sentence as a card: the picture large, the words below. */
export const Card = memo(function Card(props: CardProps) {
  const { sentence, number, count, castNames, search, why, actions, job, isOpen, isCurrent, isChosen, isNew } = props
  const { isCarried, carrying, conflict, widthPx, isFirst } = props
  const promptConflict = props.isOpen ? undefined : props.promptConflict
  const { id, castIds } = sentence
  const isUndecided = conflict !== undefined || props.promptConflict !== undefined
  // Who says it stands above the words already.
  const said = speakerName(sentence.speaker)
  const names = castIds.map((member) => castNames.get(member)).filter((name) => name && name.toLowerCase() !== said)
  return (
    <li
      data-sentence={id}
      data-undecided={isUndecided || undefined}
      {...(isFirst && { 'data-line': id })}
      data-current={isCurrent || undefined}
      aria-setsize={count}
      aria-posinset={number}
      className="group row-margin p-2 max-md:p-1.5"
    >
      <div
        className={classes(
          'flex h-full flex-col rounded-md border p-1.5 transition-colors',
          isChosen ? 'chosen bg-accent-soft' : (isCurrent || isOpen) && 'bg-surface',
          isUndecided
            ? 'border-danger'
            : isChosen
              ? 'border-accent'
              : isCurrent || isOpen
                ? 'border-line-strong'
                : 'border-transparent',
          isCarried && 'bg-raised shadow-float outline-1 outline-accent',
          isNew && 'animate-arrive',
        )}
      >
        <div className="relative">
          <RowPicture {...{ sentence, number, job, isOpen, actions, widthPx }} />
          <ChooseBox
            {...{ id, number, isChosen, actions }}
            className="finger absolute top-1.5 left-1.5 size-7 rounded-sm border border-line bg-surface max-md:size-9"
          />
        </div>
        <div className="-mb-1.5 mt-1 flex h-9 items-center gap-1 max-md:h-11 pointer-coarse:mb-0 md:pointer-coarse:h-10">
          <RowHandle {...{ id, number, isCarried, carrying }} className="h-full px-3" />
          <p className="min-w-0 grow truncate text-faint text-xs" title={names.join(', ')}>
            {names.join(', ')}
          </p>
          <RowMenu id={id} number={number} actions={actions} />
        </div>
        <TextCell {...{ sentence, number, conflict, promptConflict, search, why, actions }} />
      </div>
    </li>
  )
})

/** "NOVA (V.O.)" is Nova. */
function speakerName(speaker: string | null): string | undefined {
  return speaker?.replace(/\s*\(.*/u, '').toLowerCase()
}
