import type { Over } from './drop-place.ts'

type Point = { x: number; y: number }

/** Where a drop would go, and the line that shows it, in pixels of the window. */
export type Aim = { over: Over; line: { x: number; y: number; width: number; height: number } }

const linePx = 2

/** What is under the pointer, as a place for sentences. */
export function aimAt({ x, y }: Point, ids: readonly string[]): Aim | undefined {
  const element = document.elementFromPoint(x, y)
  const row = element?.closest<HTMLElement>('[data-sentence]')
  const id = row?.dataset.sentence
  if (row && id) return ids.includes(id) ? undefined : aimAtRow(row, { id, x, y })
  const section = element?.closest<HTMLElement>('[data-section]')
  const sectionId = section?.dataset.section
  if (!section || !sectionId) return undefined
  const isStart = element?.closest('[data-line^="head"]') !== null
  const edge = section.querySelector(isStart ? '[data-line^="head"]' : '[data-line^="foot"]')
  const box = (edge ?? section).getBoundingClientRect()
  const top = isStart || !edge ? box.bottom : box.top
  return {
    over: { kind: 'section', id: sectionId, isStart },
    line: { x: box.left, y: top, width: box.width, height: linePx },
  }
}

function aimAtRow(row: HTMLElement, { id, x, y }: Point & { id: string }): Aim {
  const box = row.getBoundingClientRect()
  const { left, top, width, height } = box
  // Cards stand beside one another, rows below.
  if (row.closest('.card-grid')) {
    const isBehind = x > left + width / 2
    const edge = isBehind ? box.right : left
    return { over: { kind: 'sentence', id, isBehind }, line: { x: edge - linePx / 2, y: top, width: linePx, height } }
  }
  const isBehind = y > top + height / 2
  const edge = isBehind ? box.bottom : top
  return { over: { kind: 'sentence', id, isBehind }, line: { x: left, y: edge - linePx / 2, width, height: linePx } }
}
