import { guessColumns, hasHeader } from './csv-columns.ts'
import { refuseScript } from './refuse-script.ts'
import type { ParsedScript, ScriptColumns, ScriptElement } from './script-model.ts'

export type Cell = { text: string; start: number; end: number }

/** A table: each row is one sentence as it is, in the section its column names. */
export function parseCsv(source: string, chosen: Partial<ScriptColumns> = {}): ParsedScript {
  const rows = readCells(source, findDelimiter(source))
  const filled = rows.filter((row) => row.some((cell) => cell.text.trim() !== ''))
  const isTitled = hasHeader(filled)
  const guessed = guessColumns(filled, isTitled)
  const columns = { ...guessed, ...chosen, names: guessed.names }
  if (filled.length > 0 && columns.text >= columns.names.length) {
    throw refuseScript('The table has no such column.', 'Choose one of those it has.')
  }
  const elements: ScriptElement[] = []
  let section: string | undefined
  for (const row of isTitled ? filled.slice(1) : filled) {
    const at = (column: number | null) => (column === null ? undefined : row[column])
    const title = at(columns.section)
    if (title && title.text.trim() !== '' && title.text.trim() !== section) {
      section = title.text.trim()
      elements.push({ kind: 'heading', level: 1, ...title, text: section })
    }
    const cell = at(columns.text)
    if (!cell || cell.text.trim() === '') continue
    const speaker = at(columns.speaker)?.text.trim() || null
    const prompt = at(columns.prompt)?.text.trim() || null
    elements.push({ kind: 'row', speaker, prompt, ...cell, text: cell.text.trim() })
  }
  const used = [columns.text, columns.section, columns.speaker, columns.prompt]
  const unused = columns.names.filter((_, index) => !used.includes(index))
  const warnings =
    unused.length > 0 ? [`Not imported: the ${unused.length === 1 ? 'column' : 'columns'} ${list(unused)}.`] : []
  return { format: 'csv', title: null, source, elements, warnings, columns }
}

/** Whether a text is a table: the same delimiter equally often in every line, and more than once. */
export function looksLikeTable(source: string): boolean {
  const lines = source.split(/\r\n|\r|\n/u).filter((line) => line.trim() !== '')
  if (lines.length < 2) return false
  const count = (line: string) => line.split('\t').length - 1
  const tabs = count(lines[0] ?? '')
  return tabs > 0 && lines.every((line) => count(line) === tabs)
}

function list(names: string[]): string {
  return names.map((name) => `“${name}”`).join(', ')
}

const delimiters = [',', ';', '\t', '|']

/** The one that parts the first rows most evenly; of those as good, the one that parts more. */
function findDelimiter(source: string): string {
  const sample = source.slice(0, sampleLength)
  const scored = delimiters.map((delimiter) => {
    const rows = readCells(sample, delimiter).slice(0, 50)
    const widths = (rows.length > 1 ? rows.slice(0, -1) : rows).map((row) => row.length)
    const usual = [...widths].sort((a, b) => a - b)[Math.floor(widths.length / 2)] ?? 1
    const even = widths.filter((width) => width === usual).length / Math.max(1, widths.length)
    return { delimiter, score: usual > 1 ? even * 100 + Math.min(usual, 20) : 0 }
  })
  return scored.reduce((best, one) => (one.score > best.score ? one : best)).delimiter
}

const sampleLength = 20_000

/** RFC 4180: quotes around a cell protect delimiters and line breaks in it, and are doubled within. */
function readCells(source: string, delimiter: string): Cell[][] {
  const rows: Cell[][] = []
  let row: Cell[] = []
  let at = 0
  while (at < source.length) {
    const { cell, next } = source[at] === '"' ? readQuoted(source, at, delimiter) : readBare(source, at, delimiter)
    row.push(cell)
    at = next
    const end = source[at]
    if (end === delimiter) {
      at++
      if (at < source.length && source[at] !== '\r' && source[at] !== '\n') continue
      row.push({ text: '', start: at, end: at })
    }
    if (source[at] === '\r' && source[at + 1] === '\n') at++
    at++
    rows.push(row)
    row = []
  }
  return rows
}

type Read = { cell: Cell; next: number }

function readBare(source: string, start: number, delimiter: string): Read {
  let end = start
  while (end < source.length && source[end] !== delimiter && source[end] !== '\n' && source[end] !== '\r') end++
  return { cell: { text: source.slice(start, end), start, end }, next: end }
}

function readQuoted(source: string, start: number, delimiter: string): Read {
  let end = start + 1
  for (;;) {
    end = source.indexOf('"', end)
    if (end < 0) return readBare(source, start, delimiter)
    if (source[end + 1] !== '"') break
    end += 2
  }
  const after = source[end + 1]
  // Something follows the quotes: they are part of the words.
  if (after !== undefined && after !== delimiter && after !== '\n' && after !== '\r')
    return readBare(source, start, delimiter)
  const text = source.slice(start + 1, end).replaceAll('""', '"')
  return { cell: { text, start: start + 1, end }, next: end + 1 }
}
