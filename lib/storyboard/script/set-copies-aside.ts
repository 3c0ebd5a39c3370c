import { bareOf } from './bare-text.ts'
import type { BoardLine } from './board-units.ts'

type Told = { lines: readonly string[]; pause: () => Promise<void> }

/**
 * The rows without those by hand that say what a row of the script says: they are copies of it, and the script means the first, which
 * has its takes. Only as many stay as a new version says the same more often.
 */
export async function setCopiesAside(
  rows: readonly BoardLine[],
  { lines, pause }: Told,
): Promise<readonly BoardLine[]> {
  const firsts = new Map<string, number>()
  for (const { text, scriptText } of rows) if (scriptText !== null) firsts.set(text, (firsts.get(text) ?? 0) + 1)
  const isCopy = ({ text, scriptText }: BoardLine) => scriptText === null && firsts.has(text)
  if (!rows.some(isCopy)) return rows
  const room = new Map<string, number>()
  for (const line of lines) {
    const bare = bareOf(line)
    room.set(bare, (room.get(bare) ?? 0) + 1)
    await pause()
  }
  for (const [text, count] of firsts) room.set(bareOf(text), (room.get(bareOf(text)) ?? 0) - count)
  return rows.filter((row) => {
    if (!isCopy(row)) return true
    const bare = bareOf(row.text)
    const left = room.get(bare) ?? 0
    room.set(bare, left - 1)
    return left > 0
  })
}
