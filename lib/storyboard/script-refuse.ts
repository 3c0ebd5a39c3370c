import type { TxCtx } from '#lib/live/transact.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { bareOf } from './script/bare-text.ts'
import type { ScriptSectionRow } from './script-board.ts'
import type { ImportScriptInput } from './script-input.ts'

/**
 * Refuses when what was compared is no longer there as it was: its words are others, or it is gone. Pictures, prompts, cast,
 * places and what was added meanwhile are no reason: they are taken as they are now.
 */
export async function refuseChangedBoard(
  tx: TxCtx,
  board: readonly ScriptSectionRow[],
  input: ImportScriptInput,
): Promise<void> {
  const texts = new Map(board.flatMap(({ sentences }) => sentences.map(({ id, text }) => [id, text] as const)))
  const compared = [
    ...input.sections.flatMap(({ sentences }) => sentences.flatMap(({ old }) => old ?? [])),
    ...(input.gone ?? []),
  ]
  const seen = new Set<string>()
  for (const { id, text } of compared) {
    const now = texts.get(id)
    if (now === undefined) throw await isNotThere(tx, { id, text, projectId: input.projectId })
    if (now !== text) throw isChanged(`“${shorten(text)}” was changed meanwhile and is “${shorten(now)}” now.`)
    if (seen.has(id)) throw isTwice(text)
    seen.add(id)
  }
  refuseSecond(board, { input, seen })
}

/** Of what came from the script, all that was there was compared. What came since, from somebody's import or back, is not made again. */
function refuseSecond(
  board: readonly ScriptSectionRow[],
  { input, seen }: { input: ImportScriptInput; seen: ReadonlySet<string> },
): void {
  const made = new Set(
    input.sections.flatMap(({ sentences }) => sentences.flatMap(({ old, text }) => (old ? [] : [bareOf(text)]))),
  )
  for (const { id, text, scriptText } of board.flatMap(({ sentences }) => sentences)) {
    if (scriptText === null || seen.has(id)) continue
    if (made.has(bareOf(text)) || made.has(bareOf(scriptText)))
      throw isChanged(`“${shorten(text)}” came onto the board meanwhile.`)
  }
}

async function isNotThere({ db }: TxCtx, { id, text, projectId }: { id: string; text: string; projectId: string }) {
  const isKnown = await db.sentence.count({ where: { id, projectId } })
  if (isKnown > 0) return isChanged(`“${shorten(text)}” was deleted meanwhile.`)
  return new AppError({
    code: 'INVALID_INPUT',
    message: `This project has no sentence ${id}.`,
    suggestion: 'Send the ids that comparing the script with this project answers with.',
  })
}

function isChanged(message: string): AppError {
  return new AppError({ code: 'CONFLICT', message, suggestion: 'Compare once more, then update the board.' })
}

function isTwice(text: string): AppError {
  return new AppError({
    code: 'INVALID_INPUT',
    message: `“${shorten(text)}” was chosen for two sentences.`,
    suggestion: 'Choose it for one of them.',
  })
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
