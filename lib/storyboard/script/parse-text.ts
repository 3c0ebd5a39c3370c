import { isSceneHeading } from './scene-heading.ts'
import type { ParsedScript, ScriptElement } from './script-model.ts'
import { readLines, readParagraphs, type SourceLine } from './source-lines.ts'

/**
 * Plain text: paragraphs, with a heading where a line by itself names a scene or a chapter. Lines that were broken to fit a
 * width are put together; others are taken for what they are, lines.
 */
export function parseText(source: string): ParsedScript {
  const lines = readLines(source)
  const paragraphs = readParagraphs(lines)
  const isWrapped = isBrokenToWidth(paragraphs)
  const elements = paragraphs.flatMap((paragraph): ScriptElement[] => {
    const parts = isWrapped ? [paragraph] : paragraph.map((line) => [line])
    return parts.map((part) => elementOf(source, part))
  })
  return { format: 'text', title: null, source, elements, warnings: [] }
}

function elementOf(source: string, lines: readonly SourceLine[]): ScriptElement {
  const [first, last] = [lines[0], lines.at(-1)]
  const [start, end] = [first?.start ?? 0, last?.end ?? 0]
  const text = source.slice(start, end)
  if (lines.length === 1 && (isSceneHeading(text) || isChapterHeading(text))) {
    return { kind: 'heading', level: 1, text: text.trim(), start, end }
  }
  return { kind: 'action', text, start, end }
}

const parts =
  'chapter|part|act|scene|book|kapitel|teil|akt|szene|chapitre|partie|acte|scène|capítulo|parte|acto|escena|capitolo|atto|scena|cena|hoofdstuk|deel|bedrijf'
const numbers =
  '\\d{1,3}|[IVXLC]{1,6}|one|two|three|four|five|six|seven|eight|nine|ten|eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|un|deux|trois|quatre|cinq|uno|dos|tres|cuatro|cinco'
const numbered = new RegExp(`^\\s*(?:${parts})\\s+(?:${numbers})(?:\\s*[:.–—-].{0,120}|\\s*)$`, 'iu')
const alone =
  /^\s*(?:prologue|epilogue|prolog|epilog|prólogo|epílogo|prologo|epilogo|序章|終章|尾声|第[0-9一二三四五六七八九十百]+[章話回幕场場][^。！？]{0,40})\s*$/iu

/** "Chapter 3", "Act two: The storm", "第三章". */
export function isChapterHeading(line: string): boolean {
  return line.length <= longestHeading && (numbered.test(line) || alone.test(line))
}

/** A longer line is text that begins like a heading. */
const longestHeading = 200

/** Lines that end in the middle of a sentence at about the same width were broken by a program. */
function isBrokenToWidth(paragraphs: readonly SourceLine[][]): boolean {
  const inner = paragraphs.flatMap((paragraph) => paragraph.slice(0, -1))
  if (inner.length < 2) return inner.some(({ text }) => isOpenEnd(text) && text.trim().length >= 40)
  const open = inner.filter(({ text }) => isOpenEnd(text))
  const lengths = inner.map(({ text }) => text.trim().length).sort((a, b) => a - b)
  const usual = lengths[Math.floor(lengths.length / 2)] ?? 0
  return open.length >= inner.length * 0.5 && usual >= 30
}

function isOpenEnd(text: string): boolean {
  return !/[.!?…:;。！？؟।"'”’»」)\]]$/u.test(text.trimEnd())
}
