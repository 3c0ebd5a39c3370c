import type { Layout, Line } from './layout.ts'

/** What of the list is drawn: sections, or room where others stand. */
export type Part = { kind: 'gap'; key: string; heightPx: number } | SectionPart

/** What of a section is drawn. Its head always is: it stays in sight while its section is. */
export type SectionPart = {
  kind: 'section'
  section: number
  /** Lines with sentences, with room for those left out between them. */
  rows: readonly (Extract<Part, { kind: 'gap' }> | { kind: 'line'; line: Line })[]
  hasFoot: boolean
}

/** The sections of which `shown` has a line, with room for all that is left out. Lines are counted as in the layout, in order. */
export function toParts(layout: Layout, shown: readonly number[]): Part[] {
  const { lines } = layout
  const parts: Part[] = []
  let end = 0
  for (const group of bySection(lines, shown)) {
    const first = group.head
    pushGap(parts, { layout, from: end, to: first })
    const rows: SectionPart['rows'][number][] = []
    let at = first + 1
    for (const index of group.shown) {
      const line = lines[index]
      if (line?.kind !== 'rows') continue
      pushGap(rows, { layout, from: at, to: index })
      rows.push({ kind: 'line', line })
      at = index + 1
    }
    end = endOf(lines, first)
    const hasFoot = lines[end - 1]?.kind === 'foot'
    pushGap(rows, { layout, from: at, to: hasFoot ? end - 1 : end })
    parts.push({ kind: 'section', section: group.section, rows, hasFoot })
  }
  pushGap(parts, { layout, from: end, to: lines.length })
  return parts
}

type Group = { section: number; head: number; shown: number[] }

function bySection(lines: readonly Line[], shown: readonly number[]): Group[] {
  const groups: Group[] = []
  for (const index of shown) {
    const section = lines[index]?.section
    if (section === undefined) continue
    const last = groups.at(-1)
    if (last?.section === section) last.shown.push(index)
    else groups.push({ section, head: headOf(lines, index), shown: [index] })
  }
  return groups
}

function headOf(lines: readonly Line[], index: number): number {
  const section = lines[index]?.section ?? 0
  // Sections stand in order, so their heads are found by halves.
  let [low, high] = [0, index]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((lines[middle]?.section ?? 0) < section) low = middle + 1
    else high = middle
  }
  return low
}

/** The line behind the last of the section that begins here. */
function endOf(lines: readonly Line[], head: number): number {
  const section = lines[head]?.section ?? 0
  let [low, high] = [head, lines.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((lines[middle]?.section ?? 0) <= section) low = middle + 1
    else high = middle
  }
  return low
}

type Gap = Extract<Part, { kind: 'gap' }>

function pushGap(
  parts: (Gap | { kind: string })[],
  { layout, from, to }: { layout: Layout; from: number; to: number },
) {
  if (to <= from) return
  const heightPx = layout.offset(to) - layout.offset(from)
  // By the line it begins with: the same room stays the same element.
  parts.push({ kind: 'gap', key: `gap ${layout.lines[from]?.key}`, heightPx })
}
