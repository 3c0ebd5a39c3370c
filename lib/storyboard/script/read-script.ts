import { looksLikeTable, parseCsv } from './parse-csv.ts'
import { type DocxParts, parseDocx } from './parse-docx.ts'
import { parseFdx } from './parse-fdx.ts'
import { looksLikeScreenplay, parseFountain } from './parse-fountain.ts'
import { parseMarkdown } from './parse-markdown.ts'
import { parseText } from './parse-text.ts'
import { refuseScript, tooLong } from './refuse-script.ts'
import { mostScriptCharacters, type ParsedScript, type ScriptColumns, type ScriptFormat } from './script-model.ts'

export type ReadOptions = {
  /** Left out: as the text looks. */
  format?: ScriptFormat | undefined
  /** Of a table, which column is what. */
  columns?: Partial<ScriptColumns> | undefined
}

/** Reads a script that is text. */
export function readScript(text: string, { format, columns }: ReadOptions = {}): ParsedScript {
  if (text.trim() === '') throw isEmpty()
  const isXml = format === 'fdx' || /^\s*</u.test(text)
  if (!isXml) refuseTooLong(text)
  const parsed = parse(text, format ?? guessFormat(text), columns)
  refuseTooLong(parsed.source)
  const hasWords = parsed.elements.some(({ kind }) => kind !== 'left-out' && kind !== 'heading')
  if (!hasWords) throw isEmpty()
  return parsed
}

/** Reads a Word document that has been unpacked. */
export function readDocx(parts: DocxParts): ParsedScript {
  const parsed = parseDocx(parts)
  refuseTooLong(parsed.source)
  if (!parsed.elements.some(({ kind }) => kind !== 'left-out')) throw isEmpty()
  return parsed
}

function refuseTooLong(text: string): void {
  if (text.length > mostScriptCharacters) throw tooLong(`${mostScriptCharacters.toLocaleString('en')} characters`)
}

function parse(text: string, format: ScriptFormat, columns: Partial<ScriptColumns> | undefined): ParsedScript {
  switch (format) {
    case 'markdown':
      return parseMarkdown(text)
    case 'fountain':
      return parseFountain(text)
    case 'fdx':
      return parseFdx(text)
    case 'csv':
      return parseCsv(text, columns)
    case 'text':
      return parseText(text)
    case 'docx':
      throw refuseScript('A Word document cannot be pasted as text.', 'Import the .docx file itself.')
  }
}

/** What a text is that nobody has named. */
function guessFormat(text: string): ScriptFormat {
  const start = text.slice(0, 1_000).trimStart()
  if (start.startsWith('<') && /<FinalDraft/u.test(start)) return 'fdx'
  if (looksLikeScreenplay(text)) return 'fountain'
  if (/^#{1,6} \S/mu.test(text)) return 'markdown'
  return looksLikeTable(text) ? 'csv' : 'text'
}

function isEmpty() {
  return refuseScript('There are no sentences in it.', 'Choose another file, or paste the words of the script.')
}
