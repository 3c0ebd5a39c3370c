'use client'

import { useState } from 'react'
import type { SentenceRow } from '#lib/storyboard/model.ts'
import type { BoardHandle } from '../use-board.ts'
import { drawSeed, readSeed, type SeedEntry } from './read-seed.ts'

export type SeedChoice = {
  text: string
  entry: SeedEntry
  /** Which of the seed's pictures, where it was taken from one that is not the first. */
  pictureIndex: number | undefined
  change(text: string): void
  /** Takes over the seed of a take, and which of its pictures that is. */
  reuse(seed: string, pictureIndex: number): void
  /** Keeps what was typed over a pinned seed, if it is one. */
  settle(): void
  pin(seed: string | null): void
  /** Draws a seed for the next picture. */
  draw(): string
}

type Typed = { text: string; pictureIndex: number | undefined }

/** What stands in the seed's field of each sentence: what was typed since the page was opened, or else the pinned seed. */
export function useSeed(handle: BoardHandle, { id, seed: pinned }: Pick<SentenceRow, 'id' | 'seed'>): SeedChoice {
  const [typed, setTyped] = useState<Readonly<Record<string, Typed>>>({})
  const text = typed[id]?.text ?? pinned ?? ''
  const entry = readSeed(text)

  const type = (text: string, pictureIndex?: number) => setTyped((all) => ({ ...all, [id]: { text, pictureIndex } }))
  const forget = () => setTyped(({ [id]: _, ...others }) => others)
  const pin = (seed: string | null) => {
    handle.perform(seed === null ? 'unpinning the seed' : 'pinning a seed', {
      kind: 'sentence.set',
      ids: [id],
      values: { seed },
    })
    // Unpinned, it is still what stood in the field.
    if (seed === null) type(text)
    else forget()
  }
  return {
    text,
    entry,
    pictureIndex: typed[id]?.pictureIndex || undefined,
    change: (next) => type(next),
    reuse: type,
    settle() {
      if (pinned === null || typed[id] === undefined || entry.kind === 'wrong') return
      const seed = entry.kind === 'seed' ? entry.seed : null
      if (seed === pinned) forget()
      else pin(seed)
    },
    pin,
    draw() {
      forget()
      return drawSeed()
    },
  }
}
