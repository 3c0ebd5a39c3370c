import type { Layout } from './layout.ts'

/** What is at the top of the window: a few lines and where they were, and the head of their section. */
export type Anchor = { head: Place | undefined; lines: readonly Place[]; seenTop: number }
type Place = { key: string; offset: number }

/** So many that one of them can be moved away by somebody without taking the window along. */
const mostLines = 3

/** Undefined while the beginning of the list is in sight: then there is nothing above that could push. */
export function anchorAt(layout: Layout, seen: { top: number }): Anchor | undefined {
  if (seen.top <= 0 || layout.lines.length === 0) return undefined
  const first = layout.find(seen.top)
  const places: Place[] = []
  let head: Place | undefined
  for (let at = first; at < layout.lines.length && places.length < mostLines; at++) {
    const line = layout.lines[at]
    if (line?.kind === 'rows') places.push({ key: line.key, offset: layout.offset(at) })
  }
  // Behind the last of them, the nearest one above goes where the end of the list goes.
  for (let at = first; at >= 0 && places.length === 0; at--) {
    const line = layout.lines[at]
    if (line?.kind === 'rows') places.push({ key: line.key, offset: layout.offset(at) })
  }
  const section = layout.lines[first]?.section
  for (let at = first; at >= 0 && layout.lines[at]?.section === section; at--) {
    const line = layout.lines[at]
    if (line?.kind === 'head') head = { key: line.key, offset: layout.offset(at) }
  }
  return { head, lines: places, seenTop: seen.top }
}

/** How far the page has to be scrolled so that what was seen is seen at the same place. */
export function driftOf(layout: Layout, { head, lines, seenTop }: Anchor): number {
  const drifts = lines.flatMap(({ key, offset }) => {
    const at = layout.indexOf(key)
    return at === undefined ? [] : [layout.offset(at) - offset]
  })
  const [first, second, third] = drifts
  if (first !== undefined) {
    // A line that alone goes another way was moved by somebody.
    const isAlone = second !== undefined && third !== undefined && second === third && first !== second
    return isAlone ? second : first
  }
  // Their section was folded: its head is what is left of them.
  const at = head && layout.indexOf(head.key)
  return at === undefined ? 0 : Math.min(0, layout.offset(at) - seenTop)
}
