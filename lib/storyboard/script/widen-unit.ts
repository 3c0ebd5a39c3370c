import { type BoardLine, type BoardUnit, isMostlyOf } from './board-units.ts'
import { joinLines } from './join-lines.ts'
import { splitSentences } from './split-sentences.ts'

type Near = {
  units: readonly BoardUnit[]
  index: number
  /** The sentence that was found to be this row. */
  words: string
  language: string
  isFree(index: number): boolean
}

/** An edited sentence is the row it was found for and those beside it that nothing was found for, when it was one with them before. */
export function widenUnit({ units, index, words, language, isFree }: Near): BoardUnit | undefined {
  const unit = units[index]
  if (!unit || unit.isPart || unit.rows.length > 1) return unit
  let rows: readonly BoardLine[] = unit.rows
  for (const step of [1, -1]) {
    for (let at = index + step; isFree(at); at += step) {
      const [row, ...more] = units[at]?.rows ?? []
      if (!row || more.length > 0 || units[at]?.isPart || row.sectionId !== rows[0]?.sectionId) break
      const wider = step > 0 ? [...rows, row] : [row, ...rows]
      const text = joinLines(wider.map((one) => one.text).join('\n'))
      // Two whole sentences are two, however much of both is in this one.
      if (!isMostlyOf(text, words) || !isMostlyOf(row.text, words) || splitSentences(text, language).length > 1) break
      rows = wider
    }
  }
  return rows === unit.rows ? unit : { text: joinLines(rows.map((one) => one.text).join('\n')), rows, isPart: false }
}
