/** How a script is written down. */
export const scriptFormats = ['text', 'markdown', 'fountain', 'fdx', 'docx', 'csv'] as const
export type ScriptFormat = (typeof scriptFormats)[number]

/**
 * What a parser finds, in the order of the script. `start` and `end` say where in the source; `text` is what stands there,
 * without the marks of the format.
 */
export type ScriptElement =
  | ({ kind: 'heading'; level: number } & Span)
  | ({ kind: 'action' } & Span)
  | ({ kind: 'dialogue'; speaker: string } & Span)
  /** Goes with the words that follow it. */
  | ({ kind: 'parenthetical'; speaker: string } & Span)
  /** One sentence as it is, with a prompt of its own when the script brings one. */
  | ({ kind: 'row'; speaker: string | null; prompt: string | null } & Span)
  /** Read, and no part of the board: transitions, notes, what was struck out. */
  | ({ kind: 'left-out'; what: LeftOut } & Span)

export type Span = { text: string; start: number; end: number }

export type LeftOut = 'transition' | 'note' | 'struck out' | 'synopsis' | 'title page' | 'picture' | 'page mark'

/** A script as a parser read it. Every format ends here. */
export type ParsedScript = {
  format: ScriptFormat
  title: string | null
  /** What the elements' places count in: the file's text, or the text that was found in it. */
  source: string
  elements: ScriptElement[]
  /** Sentences for a person to read. */
  warnings: string[]
  /** Of a table, what its columns are called and which were taken for what. */
  columns?: ScriptColumns | undefined
}

export type ScriptColumns = {
  names: string[]
  text: number
  section: number | null
  speaker: number | null
  prompt: number | null
}

export type ScriptSentence = {
  text: string
  speaker: string | null
  /** Brought by the script; otherwise one is drafted. */
  prompt: string | null
}

export type ScriptSection = { title: string; sentences: ScriptSentence[] }

/** More than any film or novel; a board of ten thousand is what the pages are measured with. */
export const mostSentences = 20_000
export const mostSections = 5_000
/** A novel is one megabyte. */
export const mostScriptBytes = 20_000_000
/** The longest novels have three million characters. More would keep the server from everybody else for seconds. */
export const mostScriptCharacters = 5_000_000
export const mostScriptLines = 300_000
