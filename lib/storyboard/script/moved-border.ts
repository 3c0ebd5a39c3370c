import { bareOf } from './bare-text.ts'

type Known = {
  bareLines: readonly string[]
  /** Lines by how they begin. */
  begins: ReadonlyMap<string, readonly number[]>
  beginning: number
  mostTogether: number
}
type Row = { sectionId: string; text: string }
/** Rows that together are some lines one behind the other, but end elsewhere: joined, and split at another place. */
type Block<T extends Row> = { rows: readonly T[]; start: number; end: number }

/** The fewest from this row on that begin and end where lines do. */
export function findBlock<T extends Row>(rows: readonly T[], at: number, known: Known): Block<T> | undefined {
  const bare = bareOf(rows[at]?.text ?? '')
  for (let length = known.beginning; length > 0; length--) {
    // Shorter beginnings are whole lines.
    if (length < known.beginning && bare.length < length) continue
    for (const start of known.begins.get(bare.slice(0, length)) ?? []) {
      const block = findBlockAt(rows, { at, start }, known)
      if (block) return block
    }
  }
  return undefined
}

function findBlockAt<T extends Row>(
  rows: readonly T[],
  { at, start }: { at: number; start: number },
  { bareLines, mostTogether }: Known,
): Block<T> | undefined {
  let [ofRows, ofLines] = ['', '']
  let [rowEnd, end] = [at, start]
  while (rowEnd - at <= mostTogether && end - start <= mostTogether) {
    if (ofRows.length <= ofLines.length) {
      const row = rows[rowEnd++]
      if (row?.sectionId !== rows[at]?.sectionId) return undefined
      ofRows += bareOf(row?.text ?? '')
    } else {
      const line = bareLines[end++]
      if (line === undefined) return undefined
      ofLines += line
    }
    if (!ofRows.startsWith(ofLines) && !ofLines.startsWith(ofRows)) return undefined
    if (ofRows.length !== ofLines.length) continue
    return rowEnd - at > 1 && end - start > 1 ? { rows: rows.slice(at, rowEnd), start, end } : undefined
  }
  return undefined
}

/** For each row of a block, in which of its lines it begins. */
export function linesOfBlock(rows: readonly Row[], lines: readonly string[]): number[] {
  const ends: number[] = []
  for (const line of lines) ends.push((ends.at(-1) ?? 0) + bareOf(line).length)
  let begin = 0
  return rows.map(({ text }) => {
    const at = ends.findIndex((end) => begin < end)
    begin += bareOf(text).length
    return Math.max(0, at)
  })
}
