import type { ParsedScript, ScriptElement } from './script-model.ts'
import { readLines, type SourceLine } from './source-lines.ts'
import { stripMarks } from './strip-marks.ts'

/**
 * Markdown as people write scripts in it: headings open sections, paragraphs hold sentences, each item of a list is one line.
 * Marks of emphasis and links go, their words stay; pictures, comments and the notes before the text are left out.
 */
export function parseMarkdown(source: string): ParsedScript {
  const lines = readLines(source)
  const state: State = { source, elements: [], paragraph: [], fence: null, title: null }
  let index = skipFrontMatter(lines, state)
  for (; index < lines.length; index++) {
    const line = lines[index]
    if (line) readLine(state, line)
  }
  endParagraph(state)
  const headings = state.elements.filter((element) => element.kind === 'heading')
  const [first] = headings
  const isTitle = first?.level === 1 && headings.length > 1 && headings.every((one) => one === first || one.level > 1)
  const at = state.elements.findIndex((element) => element.kind !== 'left-out')
  if (isTitle && state.elements[at] === first) {
    state.title = first.text
    const { text, start, end } = first
    state.elements[at] = { kind: 'left-out', what: 'title page', text, start, end }
  }
  const { title, elements } = state
  return { format: 'markdown', title, source, elements, warnings: [] }
}

type State = {
  source: string
  elements: ScriptElement[]
  paragraph: SourceLine[]
  fence: string | null
  title: string | null
}

/** What stands between two lines of dashes at the very start is about the text, and no part of it. */
function skipFrontMatter(lines: readonly SourceLine[], state: State): number {
  if (lines[0]?.text.trim() !== '---') return 0
  const close = lines.findIndex(({ text }, index) => index > 0 && /^(?:---|\.\.\.)\s*$/u.test(text))
  const inside = lines.slice(1, close)
  if (close < 0 || inside.some(({ text, isBlank }) => !isBlank && !/^(?:\s|-|#|[\w-]+\s*:)/u.test(text))) return 0
  const [start, end] = [lines[0]?.start ?? 0, lines[close]?.end ?? 0]
  state.elements.push({ kind: 'left-out', what: 'title page', text: state.source.slice(start, end), start, end })
  const title = inside
    .map(({ text }) => /^title\s*:(.+)$/iu.exec(text)?.[1]?.replace(/^[\s"']+|["']$/gu, ''))
    .find(Boolean)
  state.title = title ?? null
  return close + 1
}

function readLine(state: State, line: SourceLine): void {
  const { text } = line
  const mark = /^\s{0,3}(```+|~~~+)/u.exec(text)?.[1]
  if (state.fence) {
    if (mark?.startsWith(state.fence)) state.fence = null
    else if (!line.isBlank) add(state, { kind: 'action', ...spanOf(line) })
    return
  }
  if (mark) {
    endParagraph(state)
    state.fence = mark
    return
  }
  if (line.isBlank) {
    endParagraph(state)
    return
  }
  const heading = /^\s{0,3}(#{1,6})\s+(.*)$/u.exec(text.trimEnd())
  if (heading) {
    endParagraph(state)
    const words = stripMarks((heading[2] ?? '').replace(/\s#+$/u, ''))
    if (words !== '') add(state, { ...spanOf(line), kind: 'heading', level: heading[1]?.length ?? 1, text: words })
    return
  }
  if (/^\s{0,3}(?:=+|-+)\s*$/u.test(text) && state.paragraph.length === 1) {
    underline(state, text)
    return
  }
  if (/^\s{0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$/u.test(text)) {
    endParagraph(state)
    return
  }
  if (/^\s*<!--.*-->\s*$/u.test(text)) {
    endParagraph(state)
    add(state, { kind: 'left-out', what: 'note', ...spanOf(line) })
    return
  }
  if (/^\s*(?:[-*+]|\d{1,4}[.)])\s+/u.test(text)) endParagraph(state)
  state.paragraph.push(line)
}

/** A line of = or - below a line makes it a heading. */
function underline(state: State, mark: string): void {
  const [line] = state.paragraph
  state.paragraph = []
  if (!line) return
  add(state, { ...spanOf(line), kind: 'heading', level: mark.includes('=') ? 1 : 2, text: stripMarks(line.text) })
}

function endParagraph(state: State): void {
  const lines = state.paragraph
  state.paragraph = []
  const [first, last] = [lines[0], lines.at(-1)]
  if (!first || !last) return
  const item = /^\s*(?:[-*+]|\d{1,4}[.)])\s+/u
  const words = lines.map(({ text }) => text.replace(/^\s*(?:>\s?)+/u, '').replace(item, '')).join('\n')
  const text = stripMarks(words)
  const span = { start: first.start, end: last.end }
  if (text !== '') add(state, { kind: 'action', text, ...span })
  else add(state, { kind: 'left-out', what: 'picture', text: words, ...span })
}

function add(state: State, element: ScriptElement): void {
  state.elements.push(element)
}

function spanOf({ text, start, end }: SourceLine) {
  return { text, start, end }
}
