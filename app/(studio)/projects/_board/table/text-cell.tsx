'use client'

import { type KeyboardEvent, useRef, useState } from 'react'
import { classes } from '#app/_ui/classes.ts'
import { isBlank } from '#lib/runtime/fields.ts'
import { longest, type SentenceRow } from '#lib/storyboard/model.ts'
import { ConflictNotice } from '../conflict-notice.tsx'
import { DeletedNotice } from '../deleted-notice.tsx'
import { HitMarks } from '../find/hit-marks.tsx'
import { actOf, isAtEdge, sentenceKeys } from '../keys/field-keys.ts'
import { LiveTextarea } from '../live-textarea.tsx'
import { type Conflict, conflictKey } from '../outbox-model.ts'
import type { RowActions } from '../row-actions.ts'

type TextCellProps = {
  sentence: SentenceRow
  number: number
  conflict: Conflict | undefined
  /** In the prompt of its picture, where nothing else shows it. */
  promptConflict: Conflict | undefined
  /** What is searched for, when it is in here. */
  search: string
  /** Why it is found, where its words do not say so. */
  why: string | null
  actions: RowActions
}

/** The words of a sentence, edited where they stand. */
export function TextCell({ sentence, number, conflict, promptConflict, search, why, actions }: TextCellProps) {
  const { id, speaker } = sentence
  // A sentence without words is not saved, so it exists in the field only.
  const [blank, setBlank] = useState<string>()
  // From the first key on: the text before it, and the last that was typed.
  const typing = useRef<{ before: string; last: string }>(undefined)
  // What stood there before it was emptied: what comes then takes its place.
  const emptied = useRef<string>(undefined)
  const shown = blank ?? sentence.text

  const change = (text: string, before: string) => {
    const baseText = emptied.current ?? before
    const isEmpty = isBlank(text)
    setBlank(isEmpty ? text : undefined)
    emptied.current = isEmpty ? baseText : undefined
    if (isEmpty || text === baseText) return
    typing.current = { before: typing.current?.before ?? baseText, last: text }
    actions.edit(id, text, baseText)
  }
  const discard = (field: HTMLTextAreaElement) => {
    const isTyped = blank !== undefined || typing.current
    setBlank(undefined)
    emptied.current = undefined
    // Off the board, what was typed is the last that is known of it: it is not thrown away.
    if (sentence.deleted) {
      field.blur()
      return isTyped
    }
    // Based on what was typed, not on what stands there: a teammate may have written something else since.
    if (typing.current) actions.discard(id, typing.current.before, typing.current.last)
    typing.current = undefined
    // Nothing to take back: the keys go back to the board.
    if (!isTyped) field.blur()
    return isTyped
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return
    const field = event.currentTarget
    const act = actOf(sentenceKeys, event)
    if (!act || !isAtEdge(field, act)) return
    // Held down to empty a sentence, a key must not go on and join what is left.
    if (act === 'merge' && event.repeat) return
    // Left by Escape, it also closes the inspector, which hears the same key.
    if (act === 'discard') return discard(field) ? event.preventDefault() : undefined
    event.preventDefault()
    if (act === 'open') actions.open(id, 'prompt')
    if (act === 'add') actions.addBelow(id)
    if (act === 'previous') actions.focusNext(id, -1, 'text')
    if (act === 'next') actions.focusNext(id, 1, 'text')
    if (act === 'up') actions.move(id, -1)
    if (act === 'down') actions.move(id, 1)
    if (act === 'split') actions.split(id, field.selectionStart)
    if (act === 'merge') actions.mergeUp(id)
    if (act === 'remove') actions.remove(id)
  }
  return (
    <>
      {speaker && (
        <p className="truncate px-3 pt-1 text-faint text-xs uppercase" dir="auto">
          {speaker}
        </p>
      )}
      <div
        className={classes(
          'grow-text rounded-md border',
          blank !== undefined
            ? 'border-danger'
            : 'border-transparent focus-within:border-line-strong hover:border-line',
        )}
        data-text={shown}
        dir="auto"
      >
        {search !== '' && <HitMarks text={shown} search={search} />}
        <LiveTextarea
          aria-label={`Sentence ${number}`}
          data-field="text"
          dir="auto"
          aria-invalid={blank !== undefined}
          rows={1}
          maxLength={longest.sentenceText}
          value={shown}
          onFocus={() => actions.hold(id)}
          onType={change}
          onBlur={() => {
            setBlank(undefined)
            emptied.current = undefined
            typing.current = undefined
            actions.save()
            if (!sentence.deleted) actions.leave(id)
          }}
          onKeyDown={onKeyDown}
          className="outline-none"
        />
      </div>
      {why !== null && (
        <p className="px-3 pb-1" dir="auto">
          <mark className="wrap-anywhere inline-block max-w-full rounded-xs bg-accent-soft px-1.5 py-0.5 text-ink text-xs">
            {why}
          </mark>
        </p>
      )}
      {blank !== undefined && (
        <p role="alert" className="px-3 pt-1 text-danger text-sm">
          A sentence cannot be empty. Press Escape to bring the text back, or delete the sentence.
        </p>
      )}
      {sentence.deleted && (
        <DeletedNotice
          sentence={sentence}
          onRestore={() => actions.restore(id)}
          onCopy={() => actions.copy(id)}
          onLetGo={() => actions.letGo(id)}
        />
      )}
      {conflict && <ConflictNotice id={id} conflict={conflict} onChoose={(choice) => actions.settle(id, choice)} />}
      {promptConflict && (
        <ConflictNotice
          id={conflictKey(id, 'imagePrompt')}
          what="prompt"
          conflict={promptConflict}
          onChoose={(choice) => actions.settle(conflictKey(id, 'imagePrompt'), choice)}
        />
      )}
    </>
  )
}
