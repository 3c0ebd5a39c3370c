import type { SentenceRow } from '#lib/storyboard/model.ts'
import { isNamed } from '#lib/storyboard/search-model.ts'
import type { Found } from './found.ts'

/** As it is compared: whatever the case, as long as that keeps the length. */
function foldText(text: string): string {
  const lower = text.toLowerCase()
  return lower.length === text.length ? lower : text
}

type Searched = Pick<
  SentenceRow,
  'id' | 'text' | 'imagePrompt' | 'seed' | 'takeSeed' | 'speaker' | 'castIds' | 'editedBy'
>

/** What is searched for, and what is known to find it by beside the rows. */
export type Searching = {
  /** As `searchFor` gives it; empty while nothing is searched for. */
  wanted: string
  castNames: ReadonlyMap<string, string>
  /** What the server found of takes. */
  found: Found
  /** Who looks: for their own there is a filter, and their name is on nearly all they see. */
  personId: string
}

/** Why a sentence is found; null when its words or its prompt say so themselves, undefined when it is not. */
export function whyFound(row: Searched, { wanted, castNames, found, personId }: Searching): string | null | undefined {
  const { id, text, imagePrompt, seed, takeSeed, speaker, castIds, editedBy } = row
  const has = (part: string | null | undefined): part is string =>
    typeof part === 'string' && foldText(part).includes(wanted)
  if (has(text) || has(imagePrompt)) return null
  if (has(speaker)) return `Said by ${speaker}`
  const name = castIds.map((member) => castNames.get(member)).find(has)
  if (name !== undefined) return `With ${name}`
  const ofSeeds = [seed, takeSeed].find(has)
  if (ofSeeds !== undefined) return `Seed ${ofSeeds}`
  if (editedBy && editedBy.id !== personId && isNamed(editedBy.name, wanted)) return `Words by ${editedBy.name}`
  return found.get(id)
}

/** Whether what is searched for is in the sentence, or in what was made of it. */
export function hasHit(row: Searched, searching: Searching): boolean {
  return whyFound(row, searching) !== undefined
}

/** What is typed as it is searched for; nothing when there is nothing to search for. */
export function searchFor(typed: string): string {
  return foldText(typed.trim())
}

type Piece = { at: number; words: string; isHit: boolean }

/** A text in pieces, those that are searched for by themselves. */
export function splitHits(text: string, search: string): Piece[] {
  const [folded, wanted] = [foldText(text), searchFor(search)]
  const pieces: Piece[] = []
  let from = 0
  for (let at = wanted === '' ? -1 : folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, from)) {
    if (at > from) pieces.push({ at: from, words: text.slice(from, at), isHit: false })
    from = at + wanted.length
    pieces.push({ at, words: text.slice(at, from), isHit: true })
  }
  if (from < text.length) pieces.push({ at: from, words: text.slice(from), isHit: false })
  return pieces
}
