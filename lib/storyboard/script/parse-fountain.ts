import { parseTitlePage } from './fountain-title-page.ts'
import { isSceneHeading } from './scene-heading.ts'
import type { ParsedScript, ScriptElement, Span } from './script-model.ts'
import { readLines, type SourceLine } from './source-lines.ts'
import { stripEmphasis } from './strip-marks.ts'

/** Below every heading of a section: Fountain has six depths of those. */
const sceneLevel = 9

/**
 * A screenplay in Fountain. Scene headings and sections open sections; action, dialogue and lyrics become sentences; notes, struck
 * out text, synopses, transitions and the title page are left out. Marks of emphasis go, every word stays.
 */
export function parseFountain(source: string): ParsedScript {
  const { text, elements } = maskHidden(source)
  const lines = readLines(text)
  const page = parseTitlePage(lines)
  if (page.element) elements.push(page.element)
  for (let index = page.next; index < lines.length; ) index = readBlock({ lines, elements, index })
  elements.sort((a, b) => a.start - b.start)
  return { format: 'fountain', title: page.title, source, elements, warnings: [] }
}

/** Whether a plain text is a screenplay: it has scene headings by themselves, and more than one or somebody speaks. */
export function looksLikeScreenplay(source: string): boolean {
  const lines = readLines(source)
  let [headings, cues] = [0, 0]
  for (const [index, line] of lines.entries()) {
    if (line.isBlank || !isFree(lines, index - 1)) continue
    if (isSceneHeading(line.text)) headings++
    else if (isCue(line.text) && !isFree(lines, index + 1)) cues++
    if (headings > 1 || (headings > 0 && cues > 0)) return true
  }
  return false
}

// Stands for what is hidden, so that places keep counting; a character for private use, in no text that says anything.
const hidden = '\uE0F1'

/** Notes and struck out text may stand anywhere and run over lines. */
function maskHidden(source: string): { text: string; elements: ScriptElement[] } {
  const elements: ScriptElement[] = []
  const parts: string[] = []
  let [at, done] = [0, 0]
  // Whether any note is closed further on: without asking once, each of a million openings would look to the end.
  const lastNoteEnd = source.lastIndexOf(']]')
  for (const { index: start } of source.matchAll(/\/\*|\[\[/gu)) {
    if (start < at) continue
    const isNote = source[start] === '['
    if (isNote && lastNoteEnd < start) continue
    const close = source.indexOf(isNote ? ']]' : '*/', start + 2)
    if (isNote && close - start > longestNote) continue
    at = close < 0 ? source.length : close + 2
    parts.push(source.slice(done, start), hidden.repeat(at - start))
    done = at
    const what = isNote ? 'note' : 'struck out'
    elements.push({ kind: 'left-out', what, text: source.slice(start, at), start, end: at })
  }
  return { text: parts.join('') + source.slice(done), elements }
}

/** What is never closed within so much is no note. */
const longestNote = 20_000

type At = { lines: readonly SourceLine[]; elements: ScriptElement[]; index: number }

/** Reads what begins at a line, and says where the next begins. */
function readBlock({ lines, elements, index }: At): number {
  const line = lines[index]
  if (!line || isEmpty(line)) return index + 1
  const text = visible(line.text)
  const trimmed = text.trim()
  const before = isFree(lines, index - 1)
  const after = isFree(lines, index + 1)
  const one = (element: ScriptElement) => {
    elements.push(element)
    return index + 1
  }
  const as = (words: string): Span => ({ text: stripEmphasis(words.trim()).trim(), start: line.start, end: line.end })
  if (/^={3,}$/u.test(trimmed)) return one({ kind: 'left-out', what: 'page mark', ...as(trimmed) })
  const section = /^(#{1,6})\s*(.+)$/u.exec(trimmed)
  if (section) return one({ kind: 'heading', level: section[1]?.length ?? 1, ...as(section[2] ?? '') })
  if (trimmed.startsWith('=')) return one({ kind: 'left-out', what: 'synopsis', ...as(trimmed.slice(1)) })
  if (/^\.[^.\s]/u.test(trimmed)) return one(heading(as(trimmed.slice(1))))
  if (trimmed.startsWith('!')) return readAction({ lines, elements, index })
  if (/^>.*<$/u.test(trimmed)) return one({ kind: 'action', ...as(trimmed.slice(1, -1)) })
  if (trimmed.startsWith('>')) return one({ kind: 'left-out', what: 'transition', ...as(trimmed.slice(1)) })
  if (trimmed.startsWith('~')) return one({ kind: 'action', ...as(trimmed.slice(1)) })
  if (before && isSceneHeading(trimmed)) return one(heading(as(trimmed)))
  if (before && after && isTransition(trimmed)) return one({ kind: 'left-out', what: 'transition', ...as(trimmed) })
  const isSpeech = (trimmed.startsWith('@') && line.text.length <= longestCue) || (before && isCue(trimmed))
  if (isSpeech && !after) return readDialogue({ lines, elements, index })
  return readAction({ lines, elements, index })
}

/** The number of a scene between two # is its producer's. */
function heading(span: Span): ScriptElement {
  return { kind: 'heading', level: sceneLevel, ...span, text: span.text.replace(/ #[^#]{0,20}#$/u, '').trimEnd() }
}

function readAction({ lines, elements, index }: At): number {
  const line = lines[index]
  if (!line) return index + 1
  const text = visible(line.text).trim().replace(/^!/u, '')
  elements.push({ kind: 'action', text: stripEmphasis(text).trim(), start: line.start, end: line.end })
  return index + 1
}

function readDialogue({ lines, elements, index }: At): number {
  const speaker = visible(lines[index]?.text ?? '')
    .trim()
    .replace(/^@/u, '')
    .replace(/\s*\^$/u, '')
    .replace(/\s*\((?:cont['’]?d|continued|more)\.?\)/giu, '')
    .trim()
  let at = index + 1
  let spoken: SourceLine[] = []
  const say = () => {
    const [first, last] = [spoken[0], spoken.at(-1)]
    if (!first || !last) return
    const text = stripEmphasis(spoken.map((line) => visible(line.text).trim().replace(/^~/u, '')).join('\n')).trim()
    if (text !== '') elements.push({ kind: 'dialogue', speaker, text, start: first.start, end: last.end })
    spoken = []
  }
  for (; at < lines.length; at++) {
    const line = lines[at]
    // Two spaces alone are a line that was left empty on purpose, within what is said.
    if (!line || (line.isBlank && line.text !== '  ')) break
    const text = visible(line.text).trim()
    if (/^\(.*\)$/su.test(text)) {
      say()
      elements.push({ kind: 'parenthetical', speaker, text: stripEmphasis(text), start: line.start, end: line.end })
    } else if (text !== '') spoken.push(line)
  }
  say()
  return at
}

// A longer line is text.
const longestCue = 200

/** A name in capitals by itself; what stands in brackets may be small. */
function isCue(line: string): boolean {
  if (line.length > longestCue) return false
  const name = line.trim().replace(/\s*\^$/u, '')
  const bare = name.replace(/\([^)]*\)/gu, '').trim()
  if (bare.length > 60 || !/\p{Lu}/u.test(bare) || bare !== bare.toUpperCase()) return false
  return !/[!?:;,…]$|\.\.\.$/u.test(bare) && !isSceneHeading(name) && !isTransition(name)
}

function isTransition(line: string): boolean {
  const isLoud = line === line.toUpperCase() && /\p{Lu}/u.test(line)
  return (
    isLoud &&
    line.length < 60 &&
    (/\sTO:$/u.test(line) || /^(?:FADE (?:IN|OUT)|CUT TO BLACK|THE END)[.:]?$/u.test(line))
  )
}

function visible(text: string): string {
  return text.replace(/[ \t]?\uE0F1+/gu, '')
}

function isEmpty(line: SourceLine): boolean {
  return visible(line.text).trim() === ''
}

function isFree(lines: readonly SourceLine[], index: number): boolean {
  const line = lines[index]
  return !line || isEmpty(line)
}
