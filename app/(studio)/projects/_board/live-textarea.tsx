'use client'

import { type ComponentProps, type RefObject, useLayoutEffect, useRef, useState } from 'react'
import { movePlace } from '#lib/storyboard/merge-words.ts'

type LiveTextareaProps = Omit<ComponentProps<'textarea'>, 'value' | 'defaultValue' | 'onChange' | 'onInput' | 'ref'> & {
  value: string
  /** `baseText` is what stood in the field before: others may have changed the text meanwhile. */
  onType(text: string, baseText: string): void
  ref?: RefObject<HTMLTextAreaElement | null>
}

/**
 * A field for a text that others write in as well. What they write appears in it while it is typed in: the caret stays between
 * the same words, and nothing is written into it while an input method composes. So the field belongs to itself, not to React.
 */
export function LiveTextarea({
  value,
  onType,
  ref,
  onCompositionStart,
  onCompositionEnd,
  ...props
}: LiveTextareaProps) {
  const own = useRef<HTMLTextAreaElement>(null)
  const field = ref ?? own
  const [initial] = useState(value)
  const [composed, setComposed] = useState(0)
  const isComposing = useRef(false)
  /** What the field and the board last agreed on. */
  const agreed = useRef(value)
  const isMounted = useRef(false)

  const tell = (element: HTMLTextAreaElement) => {
    if (element.value === agreed.current) return
    const baseText = agreed.current
    agreed.current = element.value
    onType(element.value, baseText)
  }

  // Each end of a composition is a moment at which words that had to wait are written.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another text is written, not another function.
  useLayoutEffect(() => {
    const element = field.current
    if (!element) return
    const isFirst = !isMounted.current
    isMounted.current = true
    // Keys that were pressed while the page was not alive yet.
    if (isFirst && element === document.activeElement) return tell(element)
    if (!isComposing.current) agreed.current = write(element, value)
  }, [value, composed])

  return (
    <textarea
      {...props}
      ref={field}
      defaultValue={initial}
      onInput={(event) => tell(event.currentTarget)}
      onCompositionStart={(event) => {
        isComposing.current = true
        onCompositionStart?.(event)
      }}
      onCompositionEnd={(event) => {
        isComposing.current = false
        tell(event.currentTarget)
        setComposed((count) => count + 1)
        onCompositionEnd?.(event)
      }}
    />
  )
}

function write(element: HTMLTextAreaElement, text: string): string {
  const { value } = element
  // First of all: to ask for its scroll position lays out the whole page, and a list that scrolls makes many fields.
  if (value === text) return text
  const { selectionStart, selectionEnd, selectionDirection, scrollTop } = element
  element.value = text
  // Setting it elsewhere would take the focus there in some browsers.
  if (element !== document.activeElement) return text
  const start = movePlace(value, text, selectionStart)
  element.setSelectionRange(start, movePlace(value, text, selectionEnd), selectionDirection)
  element.scrollTop = scrollTop
  return text
}
