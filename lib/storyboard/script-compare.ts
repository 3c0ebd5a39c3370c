import type { Ctx } from '#lib/runtime/context.ts'
import { createPause } from '#lib/runtime/pause.ts'
import { authorize } from '#lib/team/authorize.ts'
import { readScriptLanguage } from './read-scenes.ts'
import { languageOf, mostTextsRead } from './script/first-prompts.ts'
import { isDraft } from './script/is-draft.ts'
import { matchBoard } from './script/match-board.ts'
import { withTimes } from './script/scene-times.ts'
import { readScriptBoard, type ScriptSectionRow, type ScriptSentenceRow } from './script-board.ts'
import type { CompareScriptInput } from './script-input.ts'

/** A sentence of the board, as far as it has to be known to say which one of a new version it is. */
export type ComparedSentence = {
  id: string
  number: number
  text: string
  sectionId: string
  sectionTitle: string
  hasPicture: boolean
  /** Somebody changed its words on the board since the script's last import. */
  wasEdited: boolean
  /** Its prompt is the one that was drafted for it. */
  hasDraft: boolean
  locked: boolean
}

export type ScriptComparison = {
  /**
   * The new version as it will stand on the board: sentences that stand joined or split there do so again. `line` is the number of
   * the sentence that was sent, of several the one that says most of it; `isWhole` when it is all of that one and nothing else.
   */
  sections: { title: string; sentences: { text: string; line: number; isWhole: boolean }[] }[]
  /** For each of those sentences, in order: which one it was, null for one that is new. */
  lines: ({ oldId: string; isMoved: boolean; isUnchanged: boolean } | null)[]
  /** The sections of the board, in its order. `scriptTitle` is what the last version calls one. */
  boardSections: { id: string; title: string; scriptTitle: string | null }[]
  /** Every sentence of the board that came from a script, or was matched. */
  sentences: ComparedSentence[]
  /** Of those, the ones that are no longer in it. */
  gone: string[]
  /** Added by hand and not in the new version: they stay. */
  byHand: number
}

/** Matches a new version of the script to what is on the board. Nothing is written. */
export async function compareScript(ctx: Ctx, input: CompareScriptInput): Promise<ScriptComparison> {
  const { projectId } = input
  await authorize(ctx, 'board.edit', { kind: 'project', id: projectId })
  const board = await readScriptBoard(ctx.db, projectId)
  const old = board.flatMap(({ sentences }) => sentences)
  const scriptLanguage = await readScriptLanguage(ctx.db, projectId)
  const language = languageOf({ scriptLanguage, texts: old.slice(0, mostTextsRead).map(({ text }) => text) })
  const found = await matchBoard({
    rows: old,
    sections: input.sections.map(({ sentences }) => sentences),
    language: input.language,
    pause: createPause(),
  })
  const lines = found.sections
    .flat()
    .map(({ oldId, isMoved, isUnchanged }) => (oldId === null ? null : { oldId, isMoved, isUnchanged }))
  const matched = new Set(lines.flatMap((line) => (line ? line.oldId : [])))
  const left = new Set(found.left)
  const known = old.filter(({ id, scriptText }) => matched.has(id) || left.has(id) || scriptText !== null)
  const shown = new Set(known.map(({ id }) => id))
  const sections = input.sections.map(({ title }, at) => ({
    title,
    sentences: (found.sections[at] ?? []).map(({ text, line, isWhole }) => ({ text, line, isWhole })),
  }))
  return {
    ...{ sections, lines },
    boardSections: board.map(({ id, title, scriptTitle }) => ({ id, title, scriptTitle })),
    sentences: describe(board, language).filter(({ id }) => shown.has(id)),
    gone: known.filter(({ id }) => !matched.has(id)).map(({ id }) => id),
    byHand: old.length - known.length,
  }
}

function describe(board: readonly ScriptSectionRow[], language: string): ComparedSentence[] {
  let number = 0
  const headings = board.map(({ title, scriptTitle }) => scriptTitle ?? title)
  const timed = withTimes(headings)
  // Where somebody renamed a section, what was added by hand stands under the name of the board.
  const shown = withTimes(board.map(({ title }) => title))
  return board.flatMap((section, index) =>
    section.sentences.map((row) => ({
      id: row.id,
      number: ++number,
      text: row.text,
      sectionId: section.id,
      sectionTitle: section.title,
      hasPicture: row.hasPicture,
      wasEdited: row.scriptText !== null && row.scriptText !== row.text,
      // Of an import before times went on with their scenes, it has none.
      hasDraft: hasDraft(
        row,
        [headings, timed, shown].map((each) => each[index] ?? ''),
        language,
      ),
      locked: row.locked,
    })),
  )
}

function hasDraft(row: ScriptSentenceRow, headings: readonly string[], language: string): boolean {
  if (row.imagePrompt === '') return true
  return isDraft(row.imagePrompt, { text: row.scriptText ?? row.text, headings, language, speaker: row.speaker })
}
