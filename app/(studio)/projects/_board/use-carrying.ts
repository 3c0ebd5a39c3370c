'use client'

import { type FocusEvent, type KeyboardEvent, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Board } from '#lib/storyboard/model.ts'
import { carryWords } from './carry-words.ts'
import { type Carried, type CarryStep, carryOn, isCarriable, landing, showCarried } from './carrying.ts'
import { type Destination, placeOf } from './places.ts'

/** What the handle of a row does for the keys. Made once, so that a row is drawn again only when it changes. */
export type Carrying = {
  press(id: string, event: KeyboardEvent<HTMLElement>): void
  /** The focus has gone elsewhere. */
  leave(event: FocusEvent<HTMLElement>): void
  putBack(): void
}

type CarryingInput = { board: Board; drop(id: string, to: Destination): void }

/** Moving a sentence with the keys: its handle picks it up, and it stands where it would land until it is dropped. */
export function useCarrying({ board, drop }: CarryingInput) {
  const [carried, setCarried] = useState<Carried>()
  const [said, say] = useState('')
  const latest = useRef({ board, drop })
  // Keys come faster than the page is drawn: each one finds here what the one before it did.
  const inHand = useRef<Carried>(undefined)
  /** The row that a key has moved: it is followed once it is drawn. */
  const movedId = useRef<string>(undefined)

  const { carrying, end } = useMemo(() => {
    const take = (next: Carried | undefined, words: string) => {
      movedId.current = (next ?? inHand.current)?.id
      inHand.current = next
      setCarried(next)
      say(words)
    }
    const pickUp = (id: string) => {
      const next: Carried = { id, to: undefined }
      if (isCarriable(latest.current.board, next)) take(next, carryWords.pickUp(latest.current.board, next))
    }
    const step = (held: Carried, way: CarryStep) => {
      const next = carryOn(latest.current.board, held, way)
      if (next) take(next, carryWords.move(latest.current.board, held, next))
      else say(carryWords.stop(latest.current.board, held))
    }
    const putDown = (held: Carried) => {
      const to = landing(latest.current.board, held)
      take(undefined, (to ? carryWords.drop : carryWords.putBack)(latest.current.board, held))
      if (to) latest.current.drop(held.id, to)
    }
    const putBack = () => {
      if (inHand.current) take(undefined, carryWords.putBack(latest.current.board, inHand.current))
    }
    const made: Carrying = {
      putBack,
      press(id, event) {
        const act = carryKey(event)
        const held = inHand.current?.id === id ? inHand.current : undefined
        if (!act || (!held && act !== 'toggle')) return
        event.preventDefault()
        // A key that is held down picks up once, and goes on moving.
        if (act === 'toggle' && event.repeat) return
        if (!held) pickUp(id)
        else if (act === 'toggle') putDown(held)
        else if (act === 'putBack') putBack()
        else step(held, act)
      },
      leave({ currentTarget }) {
        // It is the window that was left, and whoever comes back finds the focus here.
        if (document.activeElement === currentTarget) return
        putBack()
        movedId.current = undefined
      },
    }
    return { carrying: made, end: take }
  }, [])

  useLayoutEffect(() => {
    latest.current = { board, drop }
    const held = inHand.current
    if (!held || isCarriable(board, held)) return
    end(undefined, placeOf(board, held.id) ? carryWords.putBack(board, held) : carryWords.lose)
  }, [board, drop, end])
  // At every drawing: over the border of a section, or when a teammate moves it, the row is another element.
  useLayoutEffect(() => {
    const id = movedId.current ?? inHand.current?.id
    if (id !== undefined) keepFocus(id, { isFollowed: movedId.current !== undefined })
    movedId.current = undefined
  })

  const shown = useMemo(() => showCarried(board, carried), [board, carried])
  return { shown, carriedId: carried?.id, said, carrying }
}

type CarryKey = CarryStep | 'toggle' | 'putBack'

const carryKeys: Readonly<Record<string, CarryKey>> = {
  ' ': 'toggle',
  Enter: 'toggle',
  Escape: 'putBack',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
  End: 'last',
}

function carryKey(event: KeyboardEvent): CarryKey | undefined {
  const hasModifier = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey
  return hasModifier ? undefined : carryKeys[event.key]
}

function keepFocus(id: string, { isFollowed }: { isFollowed: boolean }): void {
  const row = document.querySelector<HTMLElement>(`[data-sentence="${CSS.escape(id)}"]`)
  const handle = row?.querySelector<HTMLElement>('[data-handle]')
  if (handle !== document.activeElement) handle?.focus({ preventScroll: true })
  if (isFollowed) row?.scrollIntoView({ block: 'nearest' })
}
