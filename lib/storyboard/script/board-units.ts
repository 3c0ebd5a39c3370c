import { bareOf } from './bare-text.ts'
import { findBlock } from './moved-border.ts'
import { wordsOf } from './similar-words.ts'
import { splitSentences } from './split-sentences.ts'

/** A row of the board, with the words the script last had for it. */
export type BoardLine = { id: string; sectionId: string; text: string; scriptText: string | null }

/**
 * What one sentence of a script can be: a row, a part of a row that holds several, a run of rows that hold one between them, or a
 * part of a run that holds several.
 */
export type BoardUnit = { text: string; rows: readonly BoardLine[]; isPart: boolean }

type Told = { lines: readonly string[]; language: string; pause: () => Promise<void> }

/** The board as a script would have it: what people joined there is taken apart, what they split is put together. */
export async function unitsOf(rows: readonly BoardLine[], told: Told): Promise<BoardUnit[]> {
  const known = await knowLines(rows, told)
  const { lines } = told
  const units: BoardUnit[] = []
  for (let at = 0; at < rows.length; ) {
    await told.pause()
    const row = rows[at]
    if (!row) break
    const run = findRun(rows, at, known)
    if (run) {
      units.push({ ...run, isPart: false })
      at += run.rows.length
      continue
    }
    const block = known.ofLine.has(bareOf(row.text))
      ? undefined
      : findBlock(rows, at, { ...known, beginning, mostTogether })
    if (block) {
      for (const text of lines.slice(block.start, block.end)) units.push({ text, rows: block.rows, isPart: true })
      at += block.rows.length
      continue
    }
    const parts = findParts(row, known)
    if (parts) for (const text of parts) units.push({ text, rows: [row], isPart: true })
    else units.push({ text: row.scriptText ?? row.text, rows: [row], isPart: false })
    at++
  }
  return units
}

type Known = {
  language: string
  lines: readonly string[]
  bareLines: readonly string[]
  ofLine: Map<string, number>
  ofRow: Map<string, number>
  /** Lines by how they begin. */
  begins: Map<string, number[]>
  longest: number
}

/** Enough to tell most lines from each other. */
const beginning = 8
const mostTried = 20
/** One who joins or splits more than that has made something else. */
const mostTogether = 20

async function knowLines(rows: readonly BoardLine[], { lines, language, pause }: Told): Promise<Known> {
  const bareLines = await bareAll(lines, pause)
  const begins = new Map<string, number[]>()
  for (const [index, bare] of bareLines.entries()) {
    const key = bare.slice(0, beginning)
    const list = begins.get(key)
    if (!list) begins.set(key, [index])
    else if (list.length < mostTried) list.push(index)
  }
  const bareRows = await bareAll(
    rows.map(({ text }) => text),
    pause,
  )
  await pause()
  const ofRow = countsOf(bareRows)
  const longest = bareLines.reduce((most, bare) => Math.max(most, bare.length), 0)
  return { language, lines, bareLines, begins, ofLine: countsOf(bareLines), ofRow, longest }
}

async function bareAll(texts: readonly string[], pause: () => Promise<void>): Promise<string[]> {
  const bare: string[] = []
  for (const text of texts) {
    bare.push(bareOf(text))
    await pause()
  }
  return bare
}

function countsOf(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

type Run = { text: string; rows: readonly BoardLine[] }

/** Rows from here on that are one sentence of the script: of the new version as it is, or of the last one. */
function findRun(
  rows: readonly BoardLine[],
  at: number,
  { ofLine, longest, lines, bareLines }: Known,
): Run | undefined {
  const first = rows[at]
  if (!first || ofLine.has(bareOf(first.text))) return undefined
  const was = first.scriptText === null ? '' : bareOf(first.scriptText)
  let bare = bareOf(first.text)
  const isSplit = was !== '' && was !== bare
  for (let end = at + 1; end < rows.length && end - at < mostTogether; end++) {
    const row = rows[end]
    if (row?.sectionId !== first.sectionId) break
    bare += bareOf(row.text)
    if (bare.length > longest && bare.length > was.length) break
    const run = rows.slice(at, end + 1)
    if (ofLine.has(bare)) return { text: lines[bareLines.indexOf(bare)] ?? '', rows: run }
    const isOfOne = isSplit && run.slice(1).every(({ scriptText }) => scriptText === null)
    if (isOfOne && bare === was) return { text: first.scriptText ?? '', rows: run }
  }
  return isSplit ? findEditedRun(rows, at) : undefined
}

function findEditedRun(rows: readonly BoardLine[], at: number): Run | undefined {
  const [first, second] = [rows[at], rows[at + 1]]
  if (!first?.scriptText || second?.scriptText !== null || second.sectionId !== first.sectionId) return undefined
  const isRun =
    isMostlyOf(`${first.text} ${second.text}`, first.scriptText) && isMostlyOf(second.text, first.scriptText)
  return isRun ? { text: first.scriptText, rows: [first, second] } : undefined
}

/** Written in since it was split: most of its words are still those of the whole. */
const leastShared = 0.7

export function isMostlyOf(part: string, whole: string): boolean {
  const own = wordsOf(part)
  const there = new Set(wordsOf(whole))
  return own.filter((word) => there.has(word)).length >= own.length * leastShared
}

/** What a row holds, when that is several sentences of the script. */
function findParts({ text, scriptText }: BoardLine, known: Known): string[] | undefined {
  const bare = bareOf(text)
  if (known.ofLine.has(bare)) return undefined
  const parts = findLines(bare, known) ?? findSentences(text, scriptText, known)
  if (!parts) return undefined
  // Each has a row of its own: it is this row that is not of the script.
  const areElsewhere = parts.every((part) => {
    const key = bareOf(part)
    return (known.ofRow.get(key) ?? 0) >= (known.ofLine.get(key) ?? 1)
  })
  return areElsewhere ? undefined : parts
}

/** Lines one behind the other that make up exactly these words. */
function findLines(bare: string, { begins, bareLines, lines }: Known): string[] | undefined {
  for (const start of begins.get(bare.slice(0, beginning)) ?? []) {
    let length = 0
    for (let at = start; at < lines.length && at - start < mostTogether; at++) {
      const line = bareLines[at] ?? ''
      if (!bare.startsWith(line, length)) break
      length += line.length
      if (length === bare.length) return at > start ? lines.slice(start, at + 1) : undefined
    }
  }
  return undefined
}

function findSentences(text: string, scriptText: string | null, { ofLine, language }: Known): string[] | undefined {
  const parts = splitSentences(text, language).map((piece) => piece.text)
  if (parts.length < 2) return undefined
  const isNamed = parts.some((part) => ofLine.has(bareOf(part)))
  const wasFewer = scriptText !== null && splitSentences(scriptText, language).length < parts.length
  return isNamed || wasFewer ? parts : undefined
}
