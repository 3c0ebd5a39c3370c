import { buildSections, type LeftOutCount } from './script/build-sections.ts'
import { decodeText } from './script/decode-text.ts'
import { detectLanguage } from './script/detect-language.ts'
import { type FoundName, findNames } from './script/find-names.ts'
import { readDocx, readScript } from './script/read-script.ts'
import { refuseScript } from './script/refuse-script.ts'
import type { ParsedScript, ScriptColumns, ScriptFormat, ScriptSection } from './script/script-model.ts'
import type { Reading } from './script-input.ts'
import { readDocxParts } from './script-zip.ts'

/** A script as it would be imported. Nothing has been written. */
export type ScriptPreview = {
  name: string
  format: ScriptFormat
  encoding: string | null
  language: string
  splitBy: 'sentence' | 'line'
  title: string | null
  source: string
  sections: ScriptSection[]
  names: FoundName[]
  leftOut: LeftOutCount[]
  /** Sentences for a person to read. */
  warnings: string[]
  columns: ScriptColumns | null
}

/** Of a pasted text. */
export function previewText(text: string, reading: Reading): ScriptPreview {
  const parsed = readScript(
    text
      .replace(/^\uFEFF/u, '')
      .replaceAll('\0', '')
      .toWellFormed(),
    optionsOf(reading),
  )
  return toPreview(parsed, { reading, encoding: null })
}

/** Of a file, by what it is and not by what it is called, where that can be told. */
export async function previewFile(bytes: Uint8Array, reading: Reading): Promise<ScriptPreview> {
  if (bytes.length === 0) throw refuseScript('The file is empty.', 'Choose another one.')
  const ending = /\.([A-Za-z0-9]+)$/u.exec(reading.name ?? '')?.[1]?.toLowerCase() ?? ''
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b
  if (isZip && (ending === 'docx' || ending === '' || reading.format === 'docx')) {
    return toPreview(readDocx(await readDocxParts(bytes)), { reading, encoding: null })
  }
  if (ending === 'docx')
    throw refuseScript('This is no Word document.', 'Save it as .docx in Word and import it again.')
  const { text, encoding } = decodeText(bytes)
  const format = reading.format ?? formatOf(ending)
  return toPreview(readScript(text, { ...optionsOf(reading), format }), { reading, encoding })
}

/** Undefined: as the text looks. */
function formatOf(ending: string): ScriptFormat | undefined {
  switch (ending) {
    case 'md':
    case 'markdown':
      return 'markdown'
    case 'fountain':
    case 'spmd':
      return 'fountain'
    case 'fdx':
      return 'fdx'
    case 'csv':
    case 'tsv':
      return 'csv'
    default:
      return undefined
  }
}

function optionsOf({ format, columns }: Reading) {
  return { format, columns: columns && definedOf(columns) }
}

function definedOf(columns: NonNullable<Reading['columns']>): Partial<ScriptColumns> {
  const { text, section, speaker, prompt } = columns
  return {
    ...(text !== undefined && { text }),
    ...(section !== undefined && { section }),
    ...(speaker !== undefined && { speaker }),
    ...(prompt !== undefined && { prompt }),
  }
}

type Known = { reading: Reading; encoding: string | null }

function toPreview(parsed: ParsedScript, { reading, encoding }: Known): ScriptPreview {
  const words = parsed.elements.map(({ text }) => text)
  const language = reading.language ?? detectLanguage(words.slice(0, 2_000).join('\n'))
  const splitBy = reading.splitBy ?? 'sentence'
  const { sections, leftOut, warnings } = buildSections(parsed, { language, splitBy })
  return {
    name: reading.name ?? parsed.title ?? 'Pasted text',
    format: parsed.format,
    encoding,
    language,
    splitBy,
    title: parsed.title,
    source: parsed.source,
    sections,
    names: findNames(sections, language),
    leftOut,
    warnings: [...describeEncoding(encoding), ...describeBroken(words), ...parsed.warnings, ...warnings],
    columns: parsed.columns ?? null,
  }
}

/** Half a character, cut off or read in the wrong way, cannot be shown or stored as it came. */
function describeBroken(words: readonly string[]): string[] {
  const count = words.reduce((sum, text) => sum + text.split('\uFFFD').length - 1, 0)
  if (count === 0) return []
  const what = count === 1 ? 'One character is' : `${count.toLocaleString('en')} characters are`
  return [`${what} broken in the file and shown as \uFFFD. Look for it before you import.`]
}

/** The two others say themselves what they are. */
function describeEncoding(encoding: string | null): string[] {
  if (encoding !== 'Windows-1252') return []
  return ['The file is not in UTF-8 and was read as Windows-1252. Look whether letters with accents are right.']
}
