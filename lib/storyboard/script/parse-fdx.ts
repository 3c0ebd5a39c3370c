import { readXml } from './read-xml.ts'
import { refuseScript } from './refuse-script.ts'
import type { ParsedScript, ScriptElement } from './script-model.ts'
import { createSourceBuilder } from './source-builder.ts'

/** Final Draft: paragraphs of a type each. */
export function parseFdx(xml: string): ParsedScript {
  const { paragraphs, title, isFdx } = readParagraphs(xml)
  if (!isFdx)
    throw refuseScript('This is no Final Draft script.', 'Save it as .fdx in Final Draft and import it again.')
  const { source, elements } = elementsOf(paragraphs)
  return { format: 'fdx', title, source, elements, warnings: [] }
}

/** A paragraph and what its type or style is called. */
export type TypedParagraph = { type: string; text: string }

function readParagraphs(xml: string): { paragraphs: TypedParagraph[]; title: string | null; isFdx: boolean } {
  const paragraphs: TypedParagraph[] = []
  const titleLines: string[] = []
  const path: string[] = []
  // Two characters who speak at once are paragraphs within a paragraph.
  const open: TypedParagraph[] = []
  let isFdx = false
  readXml(xml, {
    open(name, attributes) {
      if (path.length === 0) isFdx = name === 'FinalDraft'
      path.push(name)
      if (name === 'Paragraph') open.push({ type: attributes.Type ?? 'Action', text: '' })
    },
    text(text) {
      const current = open.at(-1)
      if (current && path.at(-1) === 'Text') current.text += text
    },
    close(name) {
      path.pop()
      if (name !== 'Paragraph') return
      const paragraph = open.pop()
      if (!paragraph || paragraph.text.trim() === '' || path.includes('ScriptNote')) return
      if (path.includes('TitlePage')) titleLines.push(paragraph.text.trim())
      else if (path[1] === 'Content') paragraphs.push(paragraph)
    },
  })
  return { paragraphs, title: titleLines[0] ?? null, isFdx }
}

/** The same for a Word document with the styles of a screenplay. */
export function elementsOf(paragraphs: readonly TypedParagraph[]): { source: string; elements: ScriptElement[] } {
  const source = createSourceBuilder()
  const elements: ScriptElement[] = []
  let speaker = ''
  for (const { type, text } of paragraphs) {
    const kind = kindOf(type)
    if (kind !== 'dialogue' && kind !== 'parenthetical') source.skip()
    const span = source.add(text.trim())
    if (kind === 'speaker')
      speaker = text
        .trim()
        .slice(0, 200)
        .replace(/\s*\((?:cont['’]?d|continued|more)\.?\)/giu, '')
    else if (kind === 'heading') elements.push({ kind, level: 9, ...span })
    else if (kind === 'act') elements.push({ kind: 'heading', level: 1, ...span })
    else if (kind === 'transition') elements.push({ kind: 'left-out', what: 'transition', ...span })
    else if (kind === 'page mark') elements.push({ kind: 'left-out', what: 'page mark', ...span })
    else if (kind === 'action') elements.push({ kind, ...span })
    else elements.push({ kind, speaker, ...span })
  }
  return { source: source.text(), elements }
}

function kindOf(type: string) {
  switch (type.toLowerCase()) {
    case 'scene heading':
      return 'heading'
    case 'new act':
      return 'act'
    case 'character':
      return 'speaker'
    case 'dialogue':
    case 'singing':
    case 'lyrics':
      return 'dialogue'
    case 'parenthetical':
      return 'parenthetical'
    case 'transition':
      return 'transition'
    case 'end of act':
      return 'page mark'
    default:
      return 'action'
  }
}
