import { joinLines, withoutSpaces } from '#lib/storyboard/script/join-lines.ts'
import type { ScriptPreview } from '#lib/storyboard/script-preview.ts'

export type SectionDraft = { kind: 'section'; key: number; title: string }
export type SentenceDraft = {
  kind: 'sentence'
  key: number
  text: string
  speaker: string | null
  prompt: string | null
  /** The space there was before it, when it was split from the one above: joining them again gives what there was. */
  space?: string
}
export type DraftRow = SectionDraft | SentenceDraft

/** A script as a person arranges it before it is imported: headings and sentences in one list. */
export type Draft = { rows: readonly DraftRow[]; nextKey: number }

export function toDraft(sections: ScriptPreview['sections']): Draft {
  const rows: DraftRow[] = []
  for (const { title, sentences } of sections) {
    rows.push({ kind: 'section', key: rows.length, title })
    for (const sentence of sentences) rows.push({ kind: 'sentence', key: rows.length, ...sentence })
  }
  return { rows, nextKey: rows.length }
}

export function toSections(draft: Draft): ScriptPreview['sections'] {
  const sections: ScriptPreview['sections'] = []
  for (const row of draft.rows) {
    if (row.kind === 'section') sections.push({ title: row.title, sentences: [] })
    else sections.at(-1)?.sentences.push({ text: row.text, speaker: row.speaker, prompt: row.prompt })
  }
  return sections
}

export function countDraft({ rows }: Draft): { sections: number; sentences: number } {
  const sections = rows.filter(({ kind }) => kind === 'section').length
  return { sections, sentences: rows.length - sections }
}

export type Caret = { key: number; at: number }
/** With where the caret goes afterwards. */
export type Arranged = { draft: Draft; focus: Caret }

/** Two sentences of one, at a place in its words. Undefined where one of them would have none, and within a word. */
export function splitRow(draft: Draft, key: number, at: number): Arranged | undefined {
  const index = draft.rows.findIndex((row) => row.key === key)
  const row = draft.rows[index]
  if (row?.kind !== 'sentence') return undefined
  const [first, second] = [row.text.slice(0, at).trimEnd(), row.text.slice(at).trimStart()]
  if (!hasContent.test(first) || !hasContent.test(second) || isWithinWord(row.text, at)) return undefined
  const space = row.text.slice(first.length, row.text.length - second.length)
  const made: SentenceDraft = { ...row, key: draft.nextKey, text: second, prompt: null, space }
  const rows = draft.rows.toSpliced(index, 1, { ...row, text: first }, made)
  return { draft: { rows, nextKey: draft.nextKey + 1 }, focus: { key: made.key, at: 0 } }
}

const hasContent = /[\p{L}\p{N}\p{Extended_Pictographic}\p{S}]/u

/** Of letters that are written without spaces nobody can tell by looking at two of them. */
function isWithinWord(text: string, at: number): boolean {
  const around = text.slice(0, at).slice(-2) + text.slice(at, at + 2)
  if (withoutSpaces.test(around)) return isLowHalf(text.charCodeAt(at))
  return (
    isLowHalf(text.charCodeAt(at)) ||
    (/[\p{L}\p{M}\p{N}'’]$/u.test(text.slice(0, at)) && /^[\p{L}\p{M}\p{N}'’]/u.test(text.slice(at)))
  )
}

function isLowHalf(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff
}

/** One sentence of it and the one above. Undefined where they are not of one section, or two people say them. */
export function joinRow(draft: Draft, key: number): Arranged | undefined {
  const index = draft.rows.findIndex((row) => row.key === key)
  const [above, row] = [draft.rows[index - 1], draft.rows[index]]
  if (row?.kind !== 'sentence' || above?.kind !== 'sentence' || above.speaker !== row.speaker) return undefined
  // As lines are joined: with a space where the script's letters have one.
  const text = row.space === undefined ? joinLines(`${above.text}\n${row.text}`) : above.text + row.space + row.text
  const prompt = above.prompt && row.prompt ? `${above.prompt} ${row.prompt}` : (above.prompt ?? row.prompt)
  const rows = draft.rows.toSpliced(index - 1, 2, { ...above, text, prompt })
  return { draft: { ...draft, rows }, focus: { key: above.key, at: text.length - row.text.length } }
}

/** Where two drafts part, as the second has it: where the eye has to go when one takes the place of the other. */
export function findParting(from: Draft, to: Draft): Caret | undefined {
  const index = to.rows.findIndex((row, at) => row !== from.rows[at])
  const [before, row, next] = [from.rows[index], to.rows[index], to.rows[index + 1]]
  if (!row) return undefined
  if (row.kind === 'section' || before?.kind !== 'sentence') return { key: row.key, at: 0 }
  const isFirstHalf = before.text.startsWith(row.text) && before.text !== row.text
  if (isFirstHalf && next?.kind === 'sentence') return { key: next.key, at: 0 }
  return { key: row.key, at: sharedLength(before.text, row.text) }
}

function sharedLength(a: string, b: string): number {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return length
}

export function renameSection(draft: Draft, key: number, title: string): Draft {
  return { ...draft, rows: draft.rows.map((row) => (row.key === key ? { ...row, title } : row)) }
}
