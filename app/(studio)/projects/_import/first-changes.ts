import type { ComparedLine, ComparedSection } from './comparison.ts'

export type ShownRow =
  | { kind: 'changed'; line: ComparedLine }
  /** So many in a row that stayed. */
  | { kind: 'as before'; index: number; count: number }
export type ShownSection = Pick<ComparedSection, 'title' | 'titleBefore'> & { rows: ShownRow[] }

/** The first so many changes by section, with what stayed between them, and how many changes are left. */
export function firstChanges(
  sections: readonly ComparedSection[],
  most: number,
): { shown: ShownSection[]; rest: number } {
  const shown: ShownSection[] = []
  let [left, rest] = [most, 0]
  for (const { title, titleBefore, lines } of sections) {
    if (titleBefore === null && lines.every(({ kind }) => kind === 'same')) continue
    const rows: ShownRow[] = []
    for (const line of lines) {
      const last = rows.at(-1)
      if (line.kind !== 'same') {
        if (left === 0) rest++
        else {
          rows.push({ kind: 'changed', line })
          left--
        }
      } else if (rest === 0) {
        if (last?.kind === 'as before') last.count++
        else rows.push({ kind: 'as before', index: line.index, count: 1 })
      }
    }
    const isChanged = rows.some(({ kind }) => kind === 'changed')
    if (isChanged || titleBefore !== null) shown.push({ title, titleBefore, rows })
  }
  return { shown, rest }
}
