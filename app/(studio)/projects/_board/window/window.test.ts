import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { indexBoard } from '../board-index.ts'
import { letteredBoard, sectionIds, sentenceId } from '../lettered-board.fixture.ts'
import { anchorAt, driftOf } from './anchor.ts'
import { createLayout } from './layout.ts'
import { linesOf, toLines } from './lines.ts'
import { type Part, toParts } from './parts.ts'

const index = indexBoard(letteredBoard)
const estimates = { head: 40, rows: 80, foot: 50 }
const whole = { index, foldedIds: new Set<string>(), perLine: 1, hasFoot: true }

describe('toLines', () => {
  it('has a head, the rows and a foot for each section', () => {
    const kinds = toLines(whole).map(({ kind, id }) => (id ? letterOf(id) : kind[0]))
    expect(kinds.join('')).toBe('habcfhfhdef')
  })

  it('has only the head of a folded section, and several cards in a line', () => {
    const lines = toLines({ ...whole, foldedIds: new Set([sectionIds.two]), perLine: 2, hasFoot: false })
    expect(lines.map(({ kind, from, to }) => `${kind} ${from}-${to}`)).toEqual([
      ...['head 0-0', 'rows 0-2', 'rows 2-3', 'head 0-0', 'head 0-0'],
    ])
  })
})

describe('the anchor', () => {
  const lines = toLines(whole)
  const aLayout = () => createLayout({ lines, estimates, heights: new Map() })

  it.each([
    ['among the rows', 130],
    ['in the field at the end', 730],
    ['below all of it', 900],
  ])('goes as far as a row above it has grown: %s', (_, top) => {
    const layout = aLayout()
    const anchor = anchorAt(layout, { top })
    layout.measure(1, 550)
    expect(anchor && driftOf(layout, anchor)).toBe(470)
  })
})

describe('linesOf', () => {
  it('finds the line of a sentence, also in the middle of one', () => {
    const lines = toLines({ ...whole, perLine: 2 })
    const ids = ['b', 'c', 'x'].map(sentenceId)
    expect(linesOf(lines, { index, ids }).map((at) => lines[at]?.from)).toEqual([0, 2])
  })
})

describe('createLayout', () => {
  it('is where the sums say, whatever is measured in which order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(10), fc.integer({ min: 1, max: 300 }))),
        fc.nat(2_000),
        (measured, place) => {
          const lines = toLines(whole)
          const layout = createLayout({ lines, estimates, heights: new Map() })
          for (const [at, height] of measured) layout.measure(at, height)
          let sum = 0
          for (const at of lines.keys()) {
            expect(layout.offset(at)).toBe(sum)
            sum += layout.height(at)
          }
          expect(layout.offset(lines.length)).toBe(sum)
          const found = layout.find(place)
          expect(layout.offset(found)).toBeLessThanOrEqual(place)
          if (found < lines.length - 1) expect(layout.offset(found + 1)).toBeGreaterThan(place)
        },
      ),
    )
  })

  it('keeps what was measured for the next layout', () => {
    const heights = new Map<string, number>()
    createLayout({ lines: toLines(whole), estimates, heights }).measure(1, 123)
    expect(createLayout({ lines: toLines(whole), estimates, heights }).height(1)).toBe(123)
  })
})

describe('toParts', () => {
  it('is as tall as the whole list, whatever of it is drawn', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(10)), (picked) => {
        const layout = createLayout({ lines: toLines(whole), estimates, heights: new Map() })
        const parts = toParts(
          layout,
          picked.sort((a, b) => a - b),
        )
        expect(parts.reduce((sum, part) => sum + heightOf(part), 0)).toBe(layout.offset(layout.lines.length))
      }),
    )
  })
})

function heightOf(part: Part): number {
  if (part.kind === 'gap') return part.heightPx
  const rows = part.rows.reduce((sum, row) => sum + (row.kind === 'gap' ? row.heightPx : estimates.rows), 0)
  return estimates.head + rows + (part.hasFoot ? estimates.foot : 0)
}

function letterOf(id: string): string {
  const letters: Readonly<Record<string, string>> = Object.fromEntries(
    [...'abcde'].map((letter) => [sentenceId(letter), letter]),
  )
  return letters[id] ?? '?'
}
