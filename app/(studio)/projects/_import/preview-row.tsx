'use client'

import { CornerDownLeft, FoldVertical } from 'lucide-react'
import { memo, type RefObject, useEffect, useRef } from 'react'
import { IconButton } from '#app/_ui/button.tsx'
import { longest } from '#lib/storyboard/model.ts'
import type { SectionDraft, SentenceDraft } from './draft.ts'

export type RowActs = {
  split(key: number, at: number): void
  join(key: number): void
  rename(key: number, title: string): void
  /** Somebody tries to change words, and should know why nothing happens. */
  keepWords(): void
  /** To the sentence above or below, with the caret at its end or start. */
  leave(key: number, step: -1 | 1): void
}

type SentenceProps = { row: SentenceDraft; number: number; prompt: string | null; acts: RowActs }

/** A sentence whose words stay and whose ends can be moved: Enter splits it, with Ctrl as well, Backspace at its start joins it to the one above. */
export const PreviewSentence = memo(function PreviewSentence({ row, number, prompt, acts }: SentenceProps) {
  const field = useRef<HTMLTextAreaElement>(null)
  useWordsThatStay(field, { row, acts })
  return (
    <div className="group relative grid grid-cols-[2.75rem_1fr_auto] items-start rounded-md focus-within:bg-surface hover:bg-surface">
      <span className="pt-2.5 pr-3 text-right text-faint text-sm tabular-nums" aria-hidden>
        {number}
      </span>
      <div className="min-w-0">
        {row.speaker !== null && (
          <p dir="auto" className="-mb-2 px-3 pt-2 text-faint text-xs">
            {row.speaker}
          </p>
        )}
        <div className="grow-text" data-text={row.text}>
          <textarea
            ref={field}
            data-key={row.key}
            value={row.text}
            onChange={() => {}}
            aria-readonly
            rows={1}
            dir="auto"
            spellCheck={false}
            aria-label={`Sentence ${number}${row.speaker === null ? '' : `, ${row.speaker}`}`}
            className="scroll-my-28 rounded-md outline-offset-0 max-md:scroll-my-40"
          />
        </div>
        {prompt !== null && (
          <p dir="auto" className="px-3 pb-2.5 text-muted text-sm">
            {prompt}
          </p>
        )}
      </div>
      <div className="flex pt-1 pr-1 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 max-md:group-focus-within:flex max-md:hidden">
        <IconButton
          label={`Split sentence ${number} at the cursor (Enter)`}
          onClick={() => splitAtCaret(field, row, acts)}
        >
          <CornerDownLeft size={15} aria-hidden />
        </IconButton>
        <IconButton label={`Join sentence ${number} to the one above (Backspace)`} onClick={() => acts.join(row.key)}>
          <FoldVertical size={15} aria-hidden />
        </IconButton>
      </div>
    </div>
  )
})

type SectionProps = { row: SectionDraft; acts: RowActs }

export const PreviewSection = memo(function PreviewSection({ row, acts }: SectionProps) {
  return (
    <div className="pt-6 pb-1 pl-11">
      <input
        data-key={row.key}
        value={row.title}
        onChange={(event) => acts.rename(row.key, event.target.value)}
        onBlur={(event) => event.target.value.trim() === '' && acts.rename(row.key, 'Untitled')}
        maxLength={longest.sectionTitle}
        dir="auto"
        aria-label="Section title"
        className="h-9 w-full scroll-my-28 rounded-md bg-transparent px-3 font-semibold text-lg hover:bg-surface max-md:h-11"
      />
    </div>
  )
})

function splitAtCaret(field: RefObject<HTMLTextAreaElement | null>, row: SentenceDraft, acts: RowActs): void {
  acts.split(row.key, field.current?.selectionStart ?? 0)
}

/** Nothing can be typed: what a key would do to the words is taken as what it does to the ends of the sentence, or not at all. */
function useWordsThatStay(
  ref: RefObject<HTMLTextAreaElement | null>,
  { row, acts }: { row: SentenceDraft; acts: RowActs },
): void {
  useEffect(() => {
    const field = ref.current
    if (!field) return
    let isTold = false
    const tell = () => {
      if (!isTold) acts.keepWords()
      isTold = true
    }
    const onBlur = () => {
      isTold = false
    }
    const onInput = (event: InputEvent) => {
      event.preventDefault()
      const { selectionStart, selectionEnd, value } = field
      const isCaret = selectionStart === selectionEnd
      if (event.inputType === 'insertLineBreak' || event.inputType === 'insertParagraph')
        acts.split(row.key, selectionStart)
      else if (event.inputType.startsWith('deleteContentBackward') && isCaret && selectionStart === 0)
        acts.join(row.key)
      else if (event.inputType.startsWith('deleteContentForward') && isCaret && selectionStart === value.length) {
        acts.leave(row.key, 1)
      } else if (/^(?:insert|delete)/u.test(event.inputType)) tell()
    }
    const onKeyDown = (event: KeyboardEvent) => {
      // As on the board; a browser makes no line break of it.
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.isComposing) {
        event.preventDefault()
        acts.split(row.key, field.selectionStart)
      }
      // A browser tells of no input where there is nothing to delete.
      if (event.key === 'Backspace' && field.selectionStart === 0 && field.selectionEnd === 0) {
        event.preventDefault()
        acts.join(row.key)
      }
      if (event.key === 'ArrowUp' && field.selectionEnd === 0) {
        event.preventDefault()
        acts.leave(row.key, -1)
      }
      if (event.key === 'ArrowDown' && field.selectionStart === field.value.length) {
        event.preventDefault()
        acts.leave(row.key, 1)
      }
    }
    field.addEventListener('beforeinput', onInput)
    field.addEventListener('keydown', onKeyDown)
    field.addEventListener('blur', onBlur)
    return () => {
      field.removeEventListener('beforeinput', onInput)
      field.removeEventListener('keydown', onKeyDown)
      field.removeEventListener('blur', onBlur)
    }
  }, [ref, row, acts])
}
