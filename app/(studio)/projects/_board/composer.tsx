'use client'

import { type ClipboardEvent, type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { isBlank } from '#lib/runtime/fields.ts'
import { longest, splitLines } from '#lib/storyboard/model.ts'

type ComposerProps = {
  label: string
  placeholder: string
  autoFocus?: boolean
  onAdd(texts: string[]): void
  onClose?(): void
}

/** Where new sentences are typed. Enter, or leaving the field, adds what stands there; pasted lines become a sentence each. */
export function Composer({ label, placeholder, autoFocus = false, onAdd, onClose }: ComposerProps) {
  const [text, setShown] = useState('')
  // What is not added yet, also while the field is taken off the page before it is drawn again.
  const unsent = useRef('')
  const setText = (next: string) => {
    unsent.current = next
    setShown(next)
  }
  const tooLong = firstTooLong(text)

  const add = (texts: string[]) => {
    const found = texts.filter((sentence) => !isBlank(sentence))
    if (found.length === 0 || found.some((sentence) => firstTooLong(sentence))) return
    setText('')
    onAdd(found)
  }
  useAddOnLeaving(text, () => add([unsent.current]))

  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const pasted = event.clipboardData.getData('text/plain')
    const { value, selectionStart, selectionEnd } = event.currentTarget
    const whole = value.slice(0, selectionStart) + pasted + value.slice(selectionEnd)
    const lines = splitLines(whole)
    if (lines.length < 2) return
    event.preventDefault()
    // A line that is too long keeps everything in the field, to be put right there.
    if (lines.some((line) => firstTooLong(line))) setText(whole)
    else add(lines)
  }

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      add([text])
    }
    if (event.key === 'Escape') event.currentTarget.blur()
  }

  return (
    <div className="flex items-start gap-3 px-2 max-md:gap-2 max-md:px-0">
      <span className="w-48 shrink-0 in-data-[view=cards]:hidden max-md:hidden @max-xl:w-36" aria-hidden />
      <div className="min-w-0 grow">
        <div
          className="grow-text rounded-md border border-line border-dashed text-lg focus-within:border-accent focus-within:border-solid"
          data-text={text}
          dir="auto"
        >
          <textarea
            aria-label={label}
            aria-invalid={tooLong !== undefined}
            placeholder={placeholder}
            dir="auto"
            rows={1}
            // biome-ignore lint/a11y/noAutofocus: it opens because a person asked to type here.
            autoFocus={autoFocus}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onPaste={onPaste}
            onKeyDown={onKeyDown}
            onBlur={() => {
              add([text])
              onClose?.()
            }}
            className="outline-none placeholder:text-faint"
          />
        </div>
        {tooLong !== undefined && (
          <p role="alert" className="px-3 pt-1 text-danger text-sm">
            Line {tooLong.line} has {tooLong.length.toLocaleString('en')} characters. A sentence can have at most{' '}
            {longest.sentenceText.toLocaleString('en')}.
          </p>
        )}
      </div>
    </div>
  )
}

function firstTooLong(text: string): { line: number; length: number } | undefined {
  const lines = text.split('\n')
  const index = lines.findIndex((line) => line.length > longest.sentenceText)
  return index < 0 ? undefined : { line: index + 1, length: lines[index]?.length ?? 0 }
}

/** Half a sentence is added rather than lost when the page goes; before the tab closes, the browser asks. */
function useAddOnLeaving(text: string, add: () => void): void {
  const latest = useRef(add)
  useLayoutEffect(() => {
    latest.current = add
  })
  useEffect(() => {
    const leave = () => latest.current()
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [])
  const hasText = !isBlank(text)
  useEffect(() => {
    if (!hasText) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [hasText])
}
