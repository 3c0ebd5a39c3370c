'use client'

import { useSortable } from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import { ArrowDown, ArrowUp, CornerDownRight, Ellipsis, GripVertical, Trash2 } from 'lucide-react'
import { type KeyboardEvent, memo, useRef, useState } from 'react'
import { IconButton } from '#app/_ui/button.tsx'
import { classes } from '#app/_ui/classes.ts'
import { Menu } from '#app/_ui/menu.tsx'
import type { SentenceRow as Row } from '#lib/storyboard/model.ts'
import { ConflictNotice } from './conflict-notice.tsx'
import type { Conflict } from './outbox.ts'

/** What can be done from a row; the same functions for all rows, so that a row is drawn again only when it changes. */
export type RowActions = {
  edit(id: string, text: string, baseText: string): void
  save(): void
  remove(id: string): void
  move(id: string, by: -1 | 1): void
  addBelow(id: string): void
  settle(id: string): void
}

type SentenceRowProps = {
  sentence: Row
  number: number
  actions: RowActions
  conflict: Conflict | undefined
  isNew: boolean
}

export const SentenceRow = memo(function SentenceRow({ sentence, number, actions, conflict, isNew }: SentenceRowProps) {
  const { id } = sentence
  // A sentence without words is not saved, so it exists in the field only.
  const [blank, setBlank] = useState<string>()
  const textAtFocus = useRef(sentence.text)
  const sortable = useSortable({ id, data: { sectionId: sentence.sectionId } })

  const change = (text: string) => {
    const isBlank = text.trim() === ''
    setBlank(isBlank ? text : undefined)
    if (!isBlank && text !== sentence.text) actions.edit(id, text, sentence.text)
  }

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return
    const act = rowKey(event)
    if (!act) return
    event.preventDefault()
    if (act === 'discard') change(textAtFocus.current)
    if (act === 'add') actions.addBelow(id)
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
        'group flex items-start gap-3 rounded-md px-2 py-1 max-md:gap-2 max-md:px-0',
        sortable.isDragging && 'opacity-30',
        isNew && 'animate-arrive',
      )}
    >
      <button
        type="button"
        {...sortable.attributes}
        {...sortable.listeners}
        aria-label={`Move sentence ${number}`}
        className="group/handle relative mt-1 flex h-9 w-16 shrink-0 touch-none cursor-grab items-center justify-center rounded-sm border border-line bg-surface text-faint text-sm tabular-nums hover:border-line-strong hover:text-ink max-md:w-11"
      >
        <span>{number}</span>
        <GripVertical
          size={12}
          aria-hidden
          className="absolute left-1 opacity-0 transition-opacity group-hover/handle:opacity-100 group-focus-visible/handle:opacity-100 max-md:hidden"
        />
      </button>
      <div className="min-w-0 grow">
        <div
          className={classes(
            'grow-text rounded-md border text-lg',
            blank !== undefined
              ? 'border-danger'
              : 'border-transparent focus-within:border-line-strong hover:border-line',
          )}
          data-text={blank ?? sentence.text}
        >
          <textarea
            aria-label={`Sentence ${number}`}
            aria-invalid={blank !== undefined}
            rows={1}
            maxLength={5000}
            value={blank ?? sentence.text}
            onFocus={() => {
              textAtFocus.current = sentence.text
            }}
            onChange={(event) => change(event.target.value)}
            onBlur={() => {
              setBlank(undefined)
              actions.save()
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
      <Menu
        items={[
          {
            label: 'Add below',
            icon: <CornerDownRight size={16} aria-hidden />,
            keys: '↵',
            onSelect: () => actions.addBelow(id),
          },
          {
            label: 'Move up',
            icon: <ArrowUp size={16} aria-hidden />,
            keys: 'Alt ↑',
            onSelect: () => actions.move(id, -1),
          },
          {
            label: 'Move down',
            icon: <ArrowDown size={16} aria-hidden />,
            keys: 'Alt ↓',
            onSelect: () => actions.move(id, 1),
          },
          {
            label: 'Delete',
            icon: <Trash2 size={16} aria-hidden />,
            keys: 'Alt ⌫',
            danger: true,
            onSelect: () => actions.remove(id),
          },
        ]}
      >
        <IconButton
          label={`More for sentence ${number}`}
          className="mt-1.5 opacity-0 focus-visible:opacity-100 group-focus-within:opacity-100 group-hover:opacity-100 data-[state=open]:opacity-100 max-md:mt-0 max-md:opacity-100"
        >
          <Ellipsis size={16} aria-hidden />
        </IconButton>
      </Menu>
    </li>
  )
})

function rowKey(event: KeyboardEvent): 'add' | 'up' | 'down' | 'remove' | 'discard' | undefined {
  if (event.key === 'Enter' && !event.shiftKey) return 'add'
  if (event.key === 'Escape') return 'discard'
  if (!event.altKey) return undefined
  if (event.key === 'ArrowUp') return 'up'
  if (event.key === 'ArrowDown') return 'down'
  return event.key === 'Backspace' ? 'remove' : undefined
}
