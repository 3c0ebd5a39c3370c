'use client'

import { useEffect, useRef } from 'react'
import { isChord } from '#app/_ui/chord.ts'
import type { Command } from './commands.tsx'

/** Runs the command whose key is pressed, where it is meant. */
export function useCommandKeys(commands: readonly Command[]): void {
  const latest = useRef(commands)
  latest.current = commands
  useEffect(() => {
    /** The button that has the focus for no other reason than that it was clicked. */
    let clicked: Element | null = null
    /** Firefox presses such a button when Space comes up, whatever became of it when it went down. */
    let isSpaceTaken = false
    const onPointerDown = ({ target }: PointerEvent) => {
      clicked = target instanceof Element ? target.closest('button, a') : null
    }
    const onFocusIn = ({ target }: FocusEvent) => {
      if (target !== clicked) clicked = null
    }
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || !(event.target instanceof Element)) return
      const { target } = event
      const meant = latest.current.filter(
        (one) =>
          one.keys?.some(
            (keys) => isChord(keys, event) && (isFree(keys, target) || (one.isInFront && target === clicked)),
          ) && isMeantIn(one, target),
      )
      const command = meant.find(({ isInFront }) => isInFront) ?? meant[0]
      if (!command) return
      event.preventDefault()
      isSpaceTaken = event.key === ' '
      command.run()
    }
    const onKeyUp = (event: KeyboardEvent) => {
      if (event.key !== ' ') return
      if (isSpaceTaken) event.preventDefault()
      isSpaceTaken = false
    }
    window.addEventListener('pointerdown', onPointerDown, true)
    window.addEventListener('focusin', onFocusIn)
    window.addEventListener('keydown', onKeyDown)
    window.addEventListener('keyup', onKeyUp)
    return () => {
      window.removeEventListener('pointerdown', onPointerDown, true)
      window.removeEventListener('focusin', onFocusIn)
      window.removeEventListener('keydown', onKeyDown)
      window.removeEventListener('keyup', onKeyUp)
    }
  }, [])
}

const fields =
  'input:not([type="checkbox"], [type="range"], [type="radio"]), textarea, select, [contenteditable="true"]'
/** They have keys of their own, and cover what the commands are about. */
const closed = '[role="menu"], [role="listbox"], [role="dialog"]:not([data-inspector])'
const boardFields = '[data-sentence], [data-board-undo]'

function isMeantIn({ inFields = 'never' }: Command, target: Element): boolean {
  if (inFields === 'always') return true
  if (target.closest(closed)) return false
  const field = target.closest(fields)
  if (!field) return true
  const isEmpty = 'value' in field && field.value === ''
  return inFields === 'of board' && (isEmpty || field.closest(boardFields) !== null)
}

/** What a button or a slider does with these keys comes first. */
const pressing = { keys: new Set(['↵', 'Space']), users: 'button, a, summary, input, [role="tab"]' }
const going = { keys: new Set(['↑', '↓', '←', '→', 'Home', 'End']), users: 'input, [role="tab"], [tabindex="0"]' }

function isFree(keys: string, target: Element): boolean {
  return [pressing, going].every((own) => !own.keys.has(keys) || target.closest(own.users) === null)
}
