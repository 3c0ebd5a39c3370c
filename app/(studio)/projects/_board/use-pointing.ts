'use client'

import { useEffect, useLayoutEffect, useRef } from 'react'
import type { Picker } from './picking/use-picking.ts'
import type { Selection } from './use-selection.ts'

type PointingParts = { selection: Selection; picker: Picker; at(id: string): void }

/** What has a use of its own when it is clicked. */
const ownUse = 'button, textarea, input, label, a, [role="alert"], [role="menuitem"]'

/**
 * A click on a row makes it the current one, with Ctrl or Shift it chooses several, and twice it opens. Whoever works in a row is
 * at it, and the inspector follows. Escape closes it from there too.
 */
export function usePointing(parts: PointingParts): void {
  const latest = useRef(parts)
  // Before anything gets the focus because the inspector has closed.
  useLayoutEffect(() => {
    latest.current = parts
  })
  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      const { target, shiftKey } = event
      const id = target instanceof Element ? sentenceAt(target) : undefined
      if (!id || !(target instanceof Element)) return
      const isMany = shiftKey || event.ctrlKey || event.metaKey
      const isPicture = target.closest('[data-picture], [data-handle]') !== null
      if (target.closest(ownUse) && !(isMany && isPicture)) return
      const { picker, at, selection } = latest.current
      if (shiftKey) picker.to(id)
      else if (isMany) picker.also(id)
      else if (event.detail > 1) selection.open(id)
      else at(id)
    }
    // With Shift the browser would mark the words in between.
    const onMouseDown = (event: MouseEvent) => {
      const { target } = event
      if (event.shiftKey && target instanceof Element && sentenceAt(target) && !target.closest('textarea')) {
        event.preventDefault()
      }
    }
    const onFocus = ({ target }: FocusEvent) => {
      const id = target instanceof HTMLTextAreaElement && sentenceAt(target)
      if (id) latest.current.at(id)
    }
    // From a field; elsewhere Escape is one of the board's commands. After the words that were typed had their turn.
    const onKeyDown = ({ key, target, defaultPrevented, isComposing }: KeyboardEvent) => {
      if (key !== 'Escape' || defaultPrevented || isComposing || !(target instanceof HTMLTextAreaElement)) return
      if (latest.current.selection.id && sentenceAt(target)) latest.current.selection.close()
    }
    const listening = new AbortController()
    const { signal } = listening
    window.addEventListener('keydown', onKeyDown, { signal })
    document.addEventListener('click', onClick, { signal })
    document.addEventListener('mousedown', onMouseDown, { signal })
    document.addEventListener('focusin', onFocus, { signal })
    return () => listening.abort()
  }, [])
}

function sentenceAt(element: Element): string | undefined {
  return element.closest<HTMLElement>('[data-sentence]')?.dataset.sentence
}
