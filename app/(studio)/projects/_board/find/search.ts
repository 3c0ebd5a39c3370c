import type { SentenceRow } from '#lib/storyboard/model.ts'

/** As it is compared: whatever the case, as long as that keeps the length. */
function foldText(text: string): string {
  const lower = text.toLowerCase()
  return lower.length === text.length ? lower : text
}

type Searched = Pick<SentenceRow, 'text' | 'imagePrompt' | 'seed' | 'takeSeed'>

/** Whether what is searched for is in the sentence: in its words, its prompt, or a seed of it. */
export function hasHit({ text, imagePrompt, seed, takeSeed }: Searched, wanted: string): boolean {
  return (
    foldText(text).includes(wanted) ||
    foldText(imagePrompt).includes(wanted) ||
    (seed?.includes(wanted) ?? false) ||
    (takeSeed?.includes(wanted) ?? false)
  )
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
