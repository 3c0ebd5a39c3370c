import { elementsOf } from './parse-fdx.ts'
import { looksLikeScreenplay, parseFountain } from './parse-fountain.ts'
import { isChapterHeading } from './parse-text.ts'
import { readXml } from './read-xml.ts'
import { isSceneHeading } from './scene-heading.ts'
import type { ParsedScript, ScriptElement } from './script-model.ts'
import { createSourceBuilder } from './source-builder.ts'

/** The parts of a Word document that have words in them, as XML. */
export type DocxParts = { body: string; styles: string | null }

/**
 * A Word document: paragraphs, with headings by their style. One that is laid out as a screenplay, by styles or by how it reads,
 * is read as one. Words that were struck out with changes tracked are not there, inserted ones are.
 */
export function parseDocx({ body, styles }: DocxParts): ParsedScript {
  const names = styles ? readStyleNames(styles) : new Map<string, string>()
  const { paragraphs, hasTables } = readBody(body)
  const warnings = hasTables ? ['The document has tables: their cells are read row by row.'] : []
  const named = paragraphs.map(({ style, level, text }) => ({ type: names.get(style) ?? style, level, text }))
  const isScreenplay =
    named.some(({ type }) => /^scene heading$/iu.test(type)) &&
    named.some(({ type }) => /^(?:character|dialogue)$/iu.test(type))
  if (isScreenplay) {
    const filled = named.filter(({ text }) => text.trim() !== '')
    return { format: 'docx', title: null, ...elementsOf(filled), warnings }
  }
  const plain = named.map(({ text }) => text).join('\n')
  if (looksLikeScreenplay(plain)) return { ...parseFountain(plain), format: 'docx', warnings }
  return { format: 'docx', ...readProse(named), warnings }
}

type Paragraph = { type: string; level: number | null; text: string }

function readProse(paragraphs: readonly Paragraph[]): Pick<ParsedScript, 'title' | 'source' | 'elements'> {
  const source = createSourceBuilder()
  const elements: ScriptElement[] = []
  let title: string | null = null
  for (const { type, level, text } of paragraphs) {
    const words = text.trim()
    if (words === '') {
      source.skip()
      continue
    }
    const depth = level ?? headingLevel(type)
    if (/^title$/iu.test(type) && elements.length === 0) {
      title = words
      elements.push({ kind: 'left-out', what: 'title page', ...source.add(words) })
    } else if (depth !== null || isSceneHeading(words) || isChapterHeading(words)) {
      elements.push({ kind: 'heading', level: depth ?? 9, ...source.add(words.replace(/\s+/gu, ' ')) })
    } else {
      // A line break within a paragraph was set on purpose.
      for (const line of words.split('\n'))
        if (line.trim() !== '') elements.push({ kind: 'action', ...source.add(line.trim()) })
    }
  }
  return { title, source: source.text(), elements }
}

/** Word names the built-in styles in English whatever language it speaks. */
function headingLevel(type: string): number | null {
  const level = /^heading\s*([1-9])$/iu.exec(type)?.[1]
  return level ? Number(level) : null
}

function readStyleNames(xml: string): Map<string, string> {
  const names = new Map<string, string>()
  let id = ''
  readXml(xml, {
    open(name, attributes) {
      if (name === 'style') id = attribute(attributes, 'styleId')
      else if (name === 'name' && id !== '') names.set(id, attribute(attributes, 'val'))
    },
    text() {},
    close(name) {
      if (name === 'style') id = ''
    },
  })
  return names
}

type Open = { style: string; level: number | null; text: string }

function readBody(xml: string): { paragraphs: Open[]; hasTables: boolean } {
  const paragraphs: Open[] = []
  const open: Open[] = []
  const path: string[] = []
  let hasTables = false
  readXml(xml, {
    open(name, attributes) {
      path.push(name)
      const current = open.at(-1)
      if (name === 'p') open.push({ style: '', level: null, text: '' })
      else if (name === 'tbl') hasTables = true
      else if (!current || isHidden(path)) return
      else if (name === 'pStyle') current.style = attribute(attributes, 'val')
      else if (name === 'outlineLvl' && path.at(-2) === 'pPr')
        current.level = outlineLevel(attribute(attributes, 'val'))
      else if (name === 'tab' && path.at(-2) === 'r') current.text += '\t'
      else if (name === 'br' || name === 'cr') current.text += '\n'
      else if (name === 'noBreakHyphen') current.text += '\u2011'
    },
    text(text) {
      const current = open.at(-1)
      if (current && path.at(-1) === 't' && !isHidden(path)) current.text += text
    },
    close(name) {
      path.pop()
      if (name !== 'p') return
      const paragraph = open.pop()
      if (paragraph && !isHidden(path)) paragraphs.push(paragraph)
    },
  })
  return { paragraphs, hasTables }
}

/** Struck out or moved away with changes tracked, or a second form of what is there already. */
function isHidden(path: readonly string[]): boolean {
  return path.includes('del') || path.includes('moveFrom') || path.includes('Fallback')
}

function outlineLevel(value: string): number | null {
  const level = Number(value)
  return value !== '' && level >= 0 && level < 9 ? level + 1 : null
}

/** Whatever its prefix. */
function attribute(attributes: Readonly<Record<string, string>>, name: string): string {
  return attributes[`w:${name}`] ?? attributes[name] ?? ''
}
