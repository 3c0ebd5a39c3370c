'use client'

import { type KeyboardEvent, useState } from 'react'
import { maxSentencesAtOnce, splitLines } from '#lib/storyboard/model.ts'

type ComposerProps = {
  label: string
  placeholder: string
  autoFocus?: boolean
  onAdd(texts: string[]): void
  onClose?(): void
}

/** Where new sentences are typed. Enter adds one; pasted lines become one sentence each. */
export function Composer({ label, placeholder, autoFocus = false, onAdd, onClose }: ComposerProps) {
  const [text, setText] = useState('')

  const add = () => {
    const lines = splitLines(text).slice(0, maxSentencesAtOnce)
    if (lines.length === 0) return
    onAdd(lines)
    setText('')
  }

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      add()
    }
    if (event.key === 'Escape') {
      if (text === '') event.currentTarget.blur()
      setText('')
    }
  }

  return (
    <div className="flex items-start gap-3 px-2 max-md:gap-2 max-md:px-0">
      <span className="w-16 shrink-0 max-md:w-11" aria-hidden />
      <div
        className="grow grow-text rounded-md border border-line border-dashed text-lg focus-within:border-accent focus-within:border-solid"
        data-text={text}
      >
        <textarea
          aria-label={label}
          placeholder={placeholder}
          rows={1}
          // biome-ignore lint/a11y/noAutofocus: it opens because a person asked to type here.
          autoFocus={autoFocus}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={() => {
            add()
            onClose?.()
          }}
          className="outline-none placeholder:text-faint"
        />
      </div>
    </div>
  )
}
