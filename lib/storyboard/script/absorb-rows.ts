import { bareOf } from './bare-text.ts'
import type { BoardLine, BoardUnit } from './board-units.ts'
import { wordsOf } from './similar-words.ts'

type Change = {
  units: readonly BoardUnit[]
  /** One of those of the row. */
  index: number
  row: BoardLine
  /** What the row will say. */
  text: string
  isFree(index: number): boolean
}

/** So much of a row is words of the one beside it, when that one takes it in. */
const leastShared = 0.7

/** Rows beside one, written or split off by hand, whose words it gets from the script: they would come twice. */
export function findAbsorbed({ units, index, row, text, isFree }: Change): string[] {
  const gained = gainedWords(row.text, text)
  if (gained.length === 0) return []
  const found: string[] = []
  for (const step of [1, -1]) {
    let at = index
    while (units[at]?.rows[0] === row) at += step
    let isLast = false
    for (; isFree(at) && units[at]?.rows[0]?.sectionId === row.sectionId; at += step) {
      for (const other of units[at]?.rows ?? []) {
        isLast = isOfThem(other.text, { gained, text, isBehindSuch: isLast })
        // What the script knew is gone by itself.
        if (isLast && other.scriptText === null) found.push(other.id)
      }
    }
  }
  return found
}

function gainedWords(before: string, after: string): string[] {
  const left = wordsOf(before)
  return wordsOf(after).filter((word) => {
    const at = left.indexOf(word)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

type Gained = { gained: readonly string[]; text: string; isBehindSuch: boolean }

/** A single word may be there by chance, but for where it was cut off. */
function isOfThem(part: string, { gained, text, isBehindSuch }: Gained): boolean {
  const own = wordsOf(part)
  if (own.length === 0) return false
  const [bare, whole] = [bareOf(part), bareOf(text)]
  if (own.length === 1 && !isBehindSuch && !whole.startsWith(bare) && !whole.endsWith(bare)) return false
  return own.filter((word) => gained.includes(word)).length >= own.length * leastShared
}
