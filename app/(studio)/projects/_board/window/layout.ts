/** One band of the list, as wide as the list is: the head of a section, a row, a line of cards, the field at a section's end. */
export type Line = {
  /** What its height is known by. */
  key: string
  /** Counted from the first section. */
  section: number
  kind: 'head' | 'rows' | 'foot'
  /** Of its section's sentences, those that stand in it. */
  from: number
  to: number
  /** Of the first of them, when there is one. */
  id?: string
}

export type Layout = {
  lines: readonly Line[]
  /** Where a line begins, from the top of the list. The one behind the last is the end of the list. */
  offset(at: number): number
  height(at: number): number
  isMeasured(at: number): boolean
  /** Says how tall a line is. */
  measure(at: number, heightPx: number): void
  /** The line that covers this place; the nearest one beyond the ends. */
  find(offsetPx: number): number
  indexOf(key: string): number | undefined
}

/** Before a line has been seen. */
export type Estimates = Readonly<Record<Line['kind'], number>>

type LayoutParts = { lines: readonly Line[]; estimates: Estimates; heights: Map<string, number> }

/** Where lines stand. Heights that were measured are kept in `heights`, beyond this layout. */
export function createLayout({ lines, estimates, heights }: LayoutParts): Layout {
  const tall = new Float64Array(lines.length)
  const starts = new Float64Array(lines.length + 1)
  const usual = { ...estimates, rows: meanHeight(lines, heights) ?? estimates.rows }
  for (const [at, line] of lines.entries()) tall[at] = heights.get(line.key) ?? usual[line.kind]
  // The first line whose place is not right any more.
  let dirty = 0
  let places: Map<string, number> | undefined

  const settle = () => {
    for (let at = dirty; at < lines.length; at++) starts[at + 1] = (starts[at] ?? 0) + (tall[at] ?? 0)
    dirty = lines.length
  }
  return {
    lines,
    offset(at) {
      if (dirty < lines.length) settle()
      return starts[Math.max(0, Math.min(at, lines.length))] ?? 0
    },
    height: (at) => tall[at] ?? 0,
    isMeasured: (at) => heights.has(lines[at]?.key ?? ''),
    measure(at, heightPx) {
      const key = lines[at]?.key
      if (key === undefined) return
      heights.set(key, heightPx)
      if (tall[at] === heightPx) return
      tall[at] = heightPx
      dirty = Math.min(dirty, at)
    },
    find(offsetPx) {
      if (dirty < lines.length) settle()
      let [low, high] = [0, lines.length - 1]
      while (low < high) {
        const middle = (low + high + 1) >> 1
        if ((starts[middle] ?? 0) <= offsetPx) low = middle
        else high = middle - 1
      }
      return Math.max(0, low)
    },
    indexOf(key) {
      places ??= new Map(lines.map((line, at) => [line.key, at]))
      return places.get(key)
    },
  }
}

/** Enough rows to say how tall one usually is here. */
const enoughMeasured = 8

/** What rows that were seen are tall on average: a better guess for the others than any number written down here. */
function meanHeight(lines: readonly Line[], heights: ReadonlyMap<string, number>): number | undefined {
  let [sum, count] = [0, 0]
  if (heights.size < enoughMeasured) return undefined
  for (const { kind, key } of lines) {
    const height = kind === 'rows' ? heights.get(key) : undefined
    if (height === undefined) continue
    sum += height
    count += 1
  }
  return count < enoughMeasured ? undefined : Math.round(sum / count)
}
