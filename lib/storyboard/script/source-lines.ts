import { tooLong } from './refuse-script.ts'
import { mostScriptLines } from './script-model.ts'

export type SourceLine = {
  /** Without the break at its end. */
  text: string
  start: number
  end: number
  isBlank: boolean
}

/** The lines of a text, with where each stands. */
export function readLines(source: string): SourceLine[] {
  const lines: SourceLine[] = []
  let start = 0
  for (const match of source.matchAll(/\r\n|[\r\n\u2028\u2029\f\v\u0085]/gu)) {
    lines.push(lineAt(source, start, match.index))
    start = match.index + match[0].length
    if (lines.length > mostScriptLines) throw tooLong(`${mostScriptLines.toLocaleString('en')} lines`)
  }
  lines.push(lineAt(source, start, source.length))
  return lines
}

function lineAt(source: string, start: number, end: number): SourceLine {
  const text = source.slice(start, end)
  return { text, start, end, isBlank: text.trim() === '' }
}

/** Runs of lines with words in them, as empty lines part them. */
export function readParagraphs(lines: readonly SourceLine[]): SourceLine[][] {
  const paragraphs: SourceLine[][] = []
  let current: SourceLine[] = []
  for (const line of lines) {
    if (!line.isBlank) current.push(line)
    else if (current.length > 0) {
      paragraphs.push(current)
      current = []
    }
  }
  if (current.length > 0) paragraphs.push(current)
  return paragraphs
}
