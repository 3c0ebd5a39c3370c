'use client'

import { useEffect, useLayoutEffect, useRef } from 'react'
import type { Selection } from './use-selection.ts'

/**
 * A click on a row opens its sentence, except on what has a use of its own. With the inspector beside the list, it shows the
 * sentence a person is working in. Escape closes it from there too.
 */
export function useRowFocus(selection: Selection): void {
  const latest = useRef(selection)
  // Before anything gets the focus because the inspector has closed.
  useLayoutEffect(() => {
    latest.current = selection
  })
  useEffect(() => {
    const onClick = ({ target }: MouseEvent) => {
      if (!(target instanceof Element) || target.closest('button, textarea, input, a, [role="alert"]')) return
      const id = sentenceAt(target)
      if (id) latest.current.open(id)
    }
    const onFocus = ({ target }: FocusEvent) => {
      const id = target instanceof HTMLTextAreaElement && sentenceAt(target)
      if (id && latest.current.id) latest.current.open(id)
    }
    // After everything in a row has had its turn: words being taken back, a menu, a drag.
    const onKeyDown = ({ key, target, defaultPrevented, isComposing }: KeyboardEvent) => {
      if (key !== 'Escape' || defaultPrevented || isComposing || !(target instanceof Element)) return
      if (latest.current.id && sentenceAt(target)) latest.current.close()
    }
    window.addEventListener('keydown', onKeyDown)
    document.addEventListener('click', onClick)
    document.addEventListener('focusin', onFocus)
    return () => {
      window.removeEventListener('keydown', onKeyDown)
      document.removeEventListener('click', onClick)
      document.removeEventListener('focusin', onFocus)
    }
  }, [])
}

function sentenceAt(element: Element): string | undefined {
  return element.closest<HTMLElement>('[data-sentence]')?.dataset.sentence
}
