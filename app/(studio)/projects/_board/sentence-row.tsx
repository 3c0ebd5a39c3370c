'use client'

import { useSortable } from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import { type KeyboardEvent, memo, useRef, useState } from 'react'
import { classes } from '#app/_ui/classes.ts'
import { isBlank } from '#lib/runtime/fields.ts'
import { longest, type SentenceRow as Row } from '#lib/storyboard/model.ts'
import { ConflictNotice } from './conflict-notice.tsx'
import { DeletedNotice } from './deleted-notice.tsx'
import type { LatestJob } from './latest-jobs.ts'
import type { Conflict } from './outbox.ts'
import type { RowActions } from './row-actions.ts'
import { RowHandle } from './row-handle.tsx'
import { RowMenu } from './row-menu.tsx'
import { RowPicture } from './row-picture.tsx'
import type { Carrying } from './use-carrying.ts'

type SentenceRowProps = {
  sentence: Row
  number: number
  actions: RowActions
  conflict: Conflict | undefined
  job: LatestJob | undefined
  isOpen: boolean
  isNew: boolean
  /** It is being moved with the keys. */
  isCarried: boolean
  carrying: Carrying
}

export const SentenceRow = memo(function SentenceRow(props: SentenceRowProps) {
  const { sentence, number, actions, conflict, job, isOpen, isNew, isCarried, carrying } = props
  const { id } = sentence
  // A sentence without words is not saved, so it exists in the field only.
  const [blank, setBlank] = useState<string>()
  // From the first key on: the text before it, and the last that was typed.
  const typing = useRef<{ before: string; last: string }>(undefined)
  const sortable = useSortable({ id, data: { sectionId: sentence.sectionId } })

  const change = (text: string) => {
    const isEmpty = isBlank(text)
    setBlank(isEmpty ? text : undefined)
    if (isEmpty || text === sentence.text) return
    typing.current = { before: typing.current?.before ?? sentence.text, last: text }
    actions.edit(id, text, sentence.text)
  }

  const discard = () => {
    setBlank(undefined)
    // Based on what was typed, not on what stands there: a teammate may have written something else since.
    if (typing.current) actions.edit(id, typing.current.before, typing.current.last)
    typing.current = undefined
  }

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return
    const act = rowKey(event)
    if (!act || !isAtEdge(event.currentTarget, act)) return
    // Nothing to take back: then it closes the inspector.
    if (act === 'discard' && blank === undefined && !typing.current) return
    event.preventDefault()
    if (act === 'discard') discard()
    if (act === 'open') actions.open(id, { withFocus: true })
    if (act === 'add') actions.addBelow(id)
    if (act === 'previous') actions.focusNext(id, -1)
    if (act === 'next') actions.focusNext(id, 1)
    if (act === 'up') actions.move(id, -1)
    if (act === 'down') actions.move(id, 1)
    if (act === 'remove') actions.remove(id)
  }

  return (
    <li
      ref={sortable.setNodeRef}
      data-sentence={id}
      style={{ transform: CSS.Translate.toString(sortable.transform), transition: sortable.transition }}
      className={classes(
        'group relative flex items-start gap-3 rounded-md py-1.5 pr-13 pl-2 max-md:gap-2 max-md:pr-13 max-md:pl-0',
        // A row that is followed does not stop under the bars that stay.
        'scroll-my-20 max-md:scroll-my-36',
        isOpen && !isCarried && 'bg-surface',
        sortable.isDragging && 'opacity-30',
        isCarried && 'z-10 bg-raised shadow-float outline-1 outline-accent',
        isNew && 'animate-arrive',
      )}
    >
      <div className="flex shrink-0 gap-3 @max-xl:flex-col-reverse @max-xl:gap-1">
        <RowHandle id={id} number={number} sortable={sortable} isCarried={isCarried} carrying={carrying} />
        <RowPicture sentence={sentence} number={number} job={job} isOpen={isOpen} actions={actions} />
      </div>
      <div className="min-w-0 grow">
        <div
          className={classes(
            'grow-text rounded-md border text-lg',
            blank !== undefined
              ? 'border-danger'
              : 'border-transparent focus-within:border-line-strong hover:border-line',
          )}
          data-text={blank ?? sentence.text}
          dir="auto"
        >
          <textarea
            aria-label={`Sentence ${number}`}
            dir="auto"
            aria-invalid={blank !== undefined}
            rows={1}
            maxLength={longest.sentenceText}
            value={blank ?? sentence.text}
            onFocus={() => actions.hold(id)}
            onChange={(event) => change(event.target.value)}
            onBlur={() => {
              setBlank(undefined)
              typing.current = undefined
              actions.save()
              if (!sentence.deleted) actions.letGo(id)
            }}
            onKeyDown={onKeyDown}
            className="outline-none"
          />
        </div>
        {blank !== undefined && (
          <p role="alert" className="px-3 pt-1 text-danger text-sm">
            A sentence cannot be empty. Press Escape to bring the text back, or delete the sentence.
          </p>
        )}
        {sentence.deleted && <DeletedNotice onRestore={() => actions.restore(id)} onLetGo={() => actions.letGo(id)} />}
        {conflict && (
          <ConflictNotice
            conflict={conflict}
            onKeepMine={() => {
              actions.edit(id, conflict.mine, sentence.text)
              actions.settle(id)
            }}
            onUseTheirs={() => actions.settle(id)}
          />
        )}
      </div>
      <RowMenu id={id} number={number} actions={actions} />
    </li>
  )
})

type RowKey = 'open' | 'add' | 'previous' | 'next' | 'up' | 'down' | 'remove' | 'discard'

function rowKey(event: KeyboardEvent): RowKey | undefined {
  if (event.key === 'Enter' && event.altKey) return 'open'
  if (event.key === 'Enter' && !event.shiftKey) return 'add'
  if (event.key === 'Escape') return 'discard'
  if (!event.altKey && event.key === 'ArrowUp') return 'previous'
  if (!event.altKey && event.key === 'ArrowDown') return 'next'
  if (!event.altKey) return undefined
  if (event.key === 'ArrowUp') return 'up'
  if (event.key === 'ArrowDown') return 'down'
  return event.key === 'Backspace' ? 'remove' : undefined
}

/** The arrows leave a sentence at its ends only. */
function isAtEdge(field: HTMLTextAreaElement, act: RowKey): boolean {
  if (act === 'previous') return field.selectionEnd === 0
  return act !== 'next' || field.selectionStart === field.value.length
}
