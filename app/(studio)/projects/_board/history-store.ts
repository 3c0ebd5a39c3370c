import { z } from 'zod'
import { boardEdit } from '#lib/storyboard/edits.ts'
import type { LeftSentence } from './check-step.ts'
import type { History, Step } from './history.ts'
import type { OwnPlaces } from './own-places.ts'
import { readStored } from './read-stored.ts'

/** What one page knows of its own acts: how each is taken back, where it put rows, and under which name its edits are kept. */
export type KeptActs = { history: History; places: OwnPlaces; tabId: string }

type Place = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
type Key = { personId: string; projectId: string }

/** Keeps them over a reload. The place is the tab's own: another tab has not done them. */
export function keepActs(place: Place, key: Key, acts: KeptActs): void {
  try {
    place.setItem(nameOf(key), writeActs(acts))
  } catch {
    // There is no room: nothing is better than what has been taken back since.
    place.removeItem(nameOf(key))
  }
}

export function recallActs(place: Place, key: Key): KeptActs | undefined {
  return readActs(place.getItem(nameOf(key)))
}

function nameOf({ personId, projectId }: Key): string {
  return ['framewright-acts', personId, projectId].join(' ')
}

/** A few megabytes are all that a browser keeps for a tab, and it is read before the page can be used. */
const mostChars = 1_000_000

export function writeActs({ history: { undo, redo }, places, tabId }: KeptActs): string {
  let room = mostChars
  // The last acts are the first that are wanted back.
  const newest = (steps: readonly Step[]): string => {
    const texts: string[] = []
    for (const step of steps.toReversed()) {
      const text = JSON.stringify(toPlain(step))
      room -= text.length
      if (room < 0) break
      texts.unshift(text)
    }
    return `[${texts.join(',')}]`
  }
  const placed = [...places].map(([id, place]) => [id, place ?? null])
  return `{"tabId":${JSON.stringify(tabId)},"undo":${newest(undo)},"redo":${newest(redo)},"places":${JSON.stringify(placed)}}`
}

function toPlain({ left: { sentences, seen, live }, ...step }: Step) {
  return { ...step, left: { sentences: [...sentences.values()].map(slim), seen: [...seen], live: [...live] } }
}

/** A row has more than is ever looked at again. */
function slim({ id, text, imagePrompt, videoPrompt, seed, locked, castIds, ...takes }: LeftSentence): LeftSentence {
  const { currentTakeId, currentClipId } = takes
  return { id, text, imagePrompt, videoPrompt, seed, locked, castIds, currentTakeId, currentClipId }
}

const leftSentence: z.ZodType<LeftSentence> = z.object({
  ...{ id: z.string(), text: z.string(), imagePrompt: z.string(), videoPrompt: z.string() },
  ...{ seed: z.string().nullable(), locked: z.boolean(), castIds: z.array(z.string()) },
  ...{ currentTakeId: z.string().nullable(), currentClipId: z.string().nullable() },
})

const step = z
  .object({
    ...{ label: z.string(), edits: z.array(boardEdit), at: z.number(), isTyping: z.boolean() },
    left: z.object({ sentences: z.array(leftSentence), seen: z.array(z.string()), live: z.array(z.string()) }),
  })
  .transform(({ left: { sentences, seen, live }, ...rest }): Step => {
    const rows = new Map(sentences.map((row) => [row.id, row]))
    return { ...rest, left: { sentences: rows, seen: new Set(seen), live: new Set(live) } }
  })

const kept = z.object({
  tabId: z.string(),
  ...{ undo: z.array(step), redo: z.array(step) },
  places: z.array(z.tuple([z.string(), z.string().nullable()])),
})

/** What another version of the page wrote may be something else: then there is nothing to take back. */
export function readActs(text: string | null): KeptActs | undefined {
  const data = readStored(kept, text)
  if (!data) return undefined
  const { undo, redo, places, tabId } = data
  return { history: { undo, redo }, places: new Map(places.map(([id, place]) => [id, place ?? undefined])), tabId }
}
