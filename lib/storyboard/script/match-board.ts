import { splitText } from '../split-merge.ts'
import { findAbsorbed } from './absorb-rows.ts'
import { bareOf } from './bare-text.ts'
import { type BoardLine, type BoardUnit, unitsOf } from './board-units.ts'
import { joinLines } from './join-lines.ts'
import { type LineMatch, matchLines } from './match-lines.ts'
import { linesOfBlock } from './moved-border.ts'
import { setCopiesAside } from './set-copies-aside.ts'
import { widenUnit } from './widen-unit.ts'

/** A sentence of a new version as it will stand on the board. */
export type ArrangedLine = {
  text: string
  /** Of the new version: its number, or of several that stand joined the one that says most of it. */
  line: number
  /** All of that one, and nothing else. */
  isWhole: boolean
  oldId: string | null
  isMoved: boolean
  /** The script says what it said before. */
  isUnchanged: boolean
}
export type MatchedBoard = {
  sections: ArrangedLine[][]
  /** Rows that were part of a sentence which is gone, or cannot be split that way any more. */
  left: string[]
}

type Asked = {
  rows: readonly BoardLine[]
  sections: readonly (readonly string[])[]
  language: string
  pause: () => Promise<void>
}

/**
 * Finds for each sentence of a new version which row of the board it is. Those that stand joined in one row stay joined, and one that
 * stands split stays split: no words come twice.
 */
export async function matchBoard({ rows, sections, language, pause }: Asked): Promise<MatchedBoard> {
  const lines = sections.flat()
  const units = await unitsOf(await setCopiesAside(rows, { lines, pause }), { lines, language, pause })
  const matches = await matchLines(
    units.map(({ text }, index) => ({ id: String(index), text })),
    lines,
    pause,
  )
  const parts = new Map<string, number>()
  for (const { oldIndex } of matches) {
    const id = units[oldIndex ?? -1]?.rows[0]?.id
    if (id) parts.set(id, (parts.get(id) ?? 0) + 1)
  }
  const free = new Set(units.keys())
  for (const { oldIndex } of matches) if (oldIndex !== null) free.delete(oldIndex)
  const state: State = { lines, matches, units, language, parts, free, claimed: new Set(), left: [] }
  let start = 0
  const arranged = sections.map((list) => {
    const section = arrange(state, { start, end: start + list.length })
    start += list.length
    return section
  })
  // All of a sentence is gone, and not only what the script knew its first row by.
  const gone = units.filter(({ rows: run }) => run.length > 1 && !state.claimed.has(run[0]?.id ?? ''))
  const left = new Set([...state.left, ...gone.flatMap((unit) => unit.rows.map(({ id }) => id))])
  return { sections: arranged, left: [...left] }
}

type State = {
  lines: readonly string[]
  matches: readonly LineMatch[]
  units: readonly BoardUnit[]
  /** How many lines were found for each row. */
  parts: Map<string, number>
  /** Units that no line was found for. */
  free: Set<number>
  claimed: Set<string>
  language: string
  left: string[]
}
type Range = { start: number; end: number }

function arrange(state: State, { start, end }: Range): ArrangedLine[] {
  const arranged: ArrangedLine[] = []
  for (let at = start; at < end; ) {
    const unit = wideUnitAt(state, at)
    const row = unit?.rows[0]
    if (!unit || !row || state.claimed.has(row.id)) {
      arranged.push(asNew(state, at))
      at++
      continue
    }
    const last = unit.isPart ? lastOf(state, { at, end, row }) : at
    const range = { start: at, end: last + 1 }
    if (unit.rows.length === 1) arranged.push(together(state, range, row))
    else arranged.push(...(unit.isPart ? asTheyAre(state, range, unit) : apart(state, at, unit)))
    at = last + 1
  }
  return arranged
}

function unitAt({ matches, units }: State, at: number): BoardUnit | undefined {
  return units[matches[at]?.oldIndex ?? -1]
}

/** With the rows beside it that are of the same sentence, when its words are others now. */
function wideUnitAt(state: State, at: number): BoardUnit | undefined {
  const { matches, units, lines, language } = state
  const { oldIndex, isSame } = matches[at] ?? {}
  if (typeof oldIndex !== 'number' || isSame) return unitAt(state, at)
  return widenUnit({ units, index: oldIndex, words: lines[at] ?? '', language, isFree: isFreeIn(state) })
}

/** Whether nothing was found for a unit. */
function isFreeIn({ free, claimed, units }: State): (index: number) => boolean {
  return (index) => free.has(index) && !claimed.has(units[index]?.rows[0]?.id ?? '')
}

function asNew({ lines }: State, line: number): ArrangedLine {
  return { text: lines[line] ?? '', line, isWhole: true, oldId: null, isMoved: false, isUnchanged: false }
}

/** The last line of the same row: what is new between two of them stands between them. */
function lastOf(state: State, { at, end, row }: { at: number; end: number; row: BoardLine }): number {
  let last = at
  for (let next = at + 1; next < end; next++) {
    const unit = unitAt(state, next)
    if (unit && unit.rows[0] !== row) break
    if (unit) last = next
  }
  return last
}

function together(state: State, { start, end }: Range, row: BoardLine): ArrangedLine {
  state.claimed.add(row.id)
  const own = state.lines.slice(start, end)
  const matches = state.matches.slice(start, end)
  const said = row.scriptText ?? row.text
  const joined = own.length === 1 ? (own[0] ?? '') : joinLines(own.join('\n'))
  const isAsShown = bareOf(joined) === bareOf(row.text)
  const isEverySame = own.length > 1 && bareOf(said) !== bareOf(row.text) && matches.every(({ isSame }) => isSame)
  // Another of its sentences stands elsewhere now: the row cannot keep that one's words as well.
  const isTorn = (state.parts.get(row.id) ?? 0) > matches.filter(({ oldIndex }) => oldIndex !== null).length
  const main = own.findIndex((line) => bareOf(line) === bareOf(said))
  const isUnchanged = isAsShown || (!isTorn && (isEverySame || bareOf(joined) === bareOf(said)))
  const index = matches[0]?.oldIndex
  if (!isUnchanged && typeof index === 'number')
    state.left.push(...findAbsorbed({ units: state.units, index, row, text: joined, isFree: isFreeIn(state) }))
  return {
    text: isAsShown && own.length > 1 ? row.text : joined,
    line: start + Math.max(0, main),
    isWhole: own.length === 1,
    oldId: row.id,
    isMoved: matches[0]?.isMoved ?? false,
    isUnchanged,
  }
}

/** Several sentences over rows that end elsewhere: those stay, as long as the script says the same. */
function asTheyAre(state: State, range: Range, { rows }: BoardUnit): ArrangedLine[] {
  const own = state.lines.slice(range.start, range.end)
  const [first, ...others] = rows
  if (first && bareOf(own.join('')) !== bareOf(rows.map(({ text }) => text).join(''))) {
    state.left.push(...others.map(({ id }) => id))
    return [together(state, range, first)]
  }
  const lineOf = linesOfBlock(rows, own)
  const isMoved = state.matches[range.start]?.isMoved ?? false
  return rows.map(({ id, text }, index) => {
    state.claimed.add(id)
    return { text, line: range.start + (lineOf[index] ?? 0), isWhole: false, oldId: id, isMoved, isUnchanged: true }
  })
}

/** One sentence over its rows, cut where they were. */
function apart(state: State, line: number, { rows, text }: BoardUnit): ArrangedLine[] {
  const words = state.lines[line] ?? ''
  const isMoved = state.matches[line]?.isMoved ?? false
  const isSame = bareOf(words) === bareOf(text)
  const isAsShown = bareOf(words) === bareOf(rows.map((row) => row.text).join(''))
  const [first, ...others] = rows
  // Written in since: their words stay, and the script says what it said.
  const parts = isAsShown ? rows.map((row) => row.text) : isSame ? undefined : cutLike(words, rows)
  if (!parts && first) {
    state.claimed.add(first.id)
    if (!isSame) state.left.push(...others.map(({ id }) => id))
    return [{ text: words, line, isWhole: true, oldId: first.id, isMoved, isUnchanged: isSame }]
  }
  return rows.map((row, index) => {
    state.claimed.add(row.id)
    const part = parts?.[index] ?? ''
    return { text: part, line, isWhole: false, oldId: row.id, isMoved, isUnchanged: bareOf(part) === bareOf(row.text) }
  })
}

/** Undefined where nobody can tell any more where the cut was. */
function cutLike(words: string, rows: readonly BoardLine[]): string[] | undefined {
  const parts: string[] = []
  let rest = words
  for (const [index, row] of rows.slice(0, -1).entries()) {
    const behind = joinLines(
      rows
        .slice(index + 1)
        .map(({ text }) => text)
        .join('\n'),
    )
    const halves = splitText(rest, { at: row.text.length, baseText: `${row.text} ${behind}` })
    if (!halves) return undefined
    parts.push(halves.left)
    rest = halves.right
  }
  return [...parts, rest]
}
