import type { TxCtx } from '#lib/live/transact.ts'
import { newId } from '#lib/runtime/ids.ts'
import { createCastFinder, type Named } from './script/cast-in.ts'
import { draftPrompt } from './script/draft-prompt.ts'
import { type Placed, placeRows } from './script/place-rows.ts'
import { planUpdate, titleAfter, type UpdatePlan } from './script/plan-update.ts'
import { withTimes } from './script/scene-times.ts'
import { type Before, nothingBefore, type SentenceFields } from './script-before.ts'
import { readScriptBoard, readTakenKeys, type ScriptSectionRow, type ScriptSentenceRow } from './script-board.ts'
import { linkCast } from './script-cast.ts'
import type { ImportScriptInput } from './script-input.ts'
import { insertSections, insertSentences, type NewSection, type NewSentence } from './script-insert.ts'
import { refuseChangedBoard } from './script-refuse.ts'
import type { ImportCounts } from './script-rows.ts'
import { archiveSentences, type ChangedSentence, updateSections, updateSentences } from './script-write.ts'

type How = { id: string; cast: readonly Named[]; castCount: number }
type Line = ImportScriptInput['sections'][number]['sentences'][number] & { heading: string }

/**
 * Brings the board to a new version of the script, as a person has compared them. What a sentence has stays with it: pictures,
 * takes, cast, and its prompt unless a new one is asked for.
 */
export async function updateFromScript(
  tx: TxCtx,
  input: ImportScriptInput,
  how: How,
): Promise<{ counts: ImportCounts; before: Before }> {
  const { projectId } = input
  const gone = input.gone ?? []
  const board = await readScriptBoard(tx.db, projectId, { forUpdate: true })
  await refuseChangedBoard(tx, board, input)
  const plan = planUpdate(
    board.map(({ sentences, ...section }) => ({ ...section, sentenceIds: sentences.map(({ id }) => id) })),
    input.sections.map(({ title, sentences }) => ({ title, oldIds: sentences.map(({ old }) => old?.id ?? null) })),
    new Set(gone.map(({ id }) => id)),
  )
  const taken = await readTakenKeys(tx.db, projectId)
  const made = await writeSections(tx, { board, plan, input, taken })
  const changed = await writeSentences(tx, { board, plan, input, taken, how, sectionIds: made.sectionIds })
  const archived = gone.map(({ id }) => id)
  const archivedAt = await archiveSentences(tx, archived)
  const lines = input.sections.flatMap(({ sentences }) => sentences)
  const kept = new Set(lines.flatMap(({ old }) => old?.id ?? []))
  const wereThere = new Map(board.flatMap(({ sentences }) => sentences.map((row) => [row.id, row] as const)))
  // What was added by hand goes along with its neighbours, and is no change of the script.
  const ofScript = changed.filter(({ id }) => kept.has(id))
  const isEdited = (row: ChangedSentence) => row.text !== wereThere.get(row.id)?.text
  const edited = ofScript.filter(isEdited).length
  const moved = ofScript.filter((row) => !isEdited(row) && isMoved(row, wereThere.get(row.id))).length
  return {
    counts: {
      ...{
        sections: input.sections.length,
        sentences: lines.length,
        added: lines.length - kept.size,
        cast: how.castCount,
      },
      ...{ edited, moved, same: kept.size - edited - moved, archived: archived.length },
    },
    before: {
      ...nothingBefore,
      ...{ sections: made.before, madeSections: made.madeSections, removedSections: plan.removedSections },
      sentences: changed.flatMap((row) => beforeOf(wereThere.get(row.id), row)),
      ...{ archived, archivedAt: archivedAt.toISOString() },
    },
  }
}

function isMoved(row: ChangedSentence, was: ScriptSentenceRow | undefined): boolean {
  return row.sectionId !== was?.sectionId || row.position !== was.position
}

function beforeOf(was: ScriptSentenceRow | undefined, became: ChangedSentence): Before['sentences'] {
  return was ? [{ id: was.id, was: fieldsOf(was), became: fieldsOf(became) }] : []
}

function fieldsOf({ text, speaker, scriptText, imagePrompt, sectionId, position }: ChangedSentence): SentenceFields {
  return { text, speaker, scriptText, imagePrompt, sectionId, position }
}

type Writing = {
  board: readonly ScriptSectionRow[]
  plan: UpdatePlan
  input: ImportScriptInput
  taken: Awaited<ReturnType<typeof readTakenKeys>>
}

async function writeSections(tx: TxCtx, { board, plan, input, taken }: Writing) {
  const known = new Map(board.map((section) => [section.id, section]))
  const sectionIds = plan.sections.map(({ id }) => id ?? newId(tx.clock.now().getTime()))
  const keys = placeRows(
    sectionIds.map((id): Placed => ({ id, position: known.get(id)?.position ?? null })),
    [...taken.sections, ...board.map(({ position }) => position)],
  )
  const fresh: NewSection[] = []
  const changed: (ScriptSectionRow & { isRemoved: boolean })[] = []
  for (const [index, section] of plan.sections.entries()) {
    const id = sectionIds[index] ?? ''
    const position = keys.get(id) ?? ''
    const title = section.next === null ? null : (input.sections[section.next]?.title ?? '')
    const was = known.get(id)
    if (!was) fresh.push({ id, title: title ?? '', position })
    else {
      const scriptTitle = title ?? was.scriptTitle
      const shown = title === null ? was.title : titleAfter(was, title)
      const isSame = shown === was.title && scriptTitle === was.scriptTitle && position === was.position
      if (!isSame) changed.push({ ...was, title: shown, scriptTitle, position, isRemoved: false })
    }
  }
  for (const id of plan.removedSections) {
    const was = known.get(id)
    if (was) changed.push({ ...was, isRemoved: true })
  }
  await insertSections(tx, input.projectId, fresh)
  await updateSections(tx, changed)
  const before = changed.flatMap(({ id, ...row }): Before['sections'] => {
    const was = known.get(id)
    if (!was || row.isRemoved) return []
    const [first, after] = [was, row].map(({ title, scriptTitle, position }) => ({ title, scriptTitle, position }))
    return first && after ? [{ id, was: first, became: after }] : []
  })
  return { sectionIds, before, madeSections: fresh.map(({ id }) => id) }
}

async function writeSentences(
  tx: TxCtx,
  { board, plan, input, taken, how, sectionIds }: Writing & { how: How; sectionIds: readonly string[] },
): Promise<ChangedSentence[]> {
  const rows = new Map(board.flatMap(({ sentences }) => sentences.map((row) => [row.id, row] as const)))
  const headings = withTimes(input.sections.map(({ title }) => title))
  const lines = input.sections.flatMap(({ title, sentences }, index) =>
    sentences.map((line): Line => ({ ...line, heading: headings[index] ?? title })),
  )
  const lineOf = new Map(lines.flatMap((line) => (line.old ? [[line.old.id, line] as const] : [])))
  // Those that are archived or moved may go back to their keys.
  const keysOf = new Map(board.map(({ id, sentences }) => [id, sentences.map(({ position }) => position)]))
  const castIn = createCastFinder(how.cast)
  const nowMs = tx.clock.now().getTime()
  const fresh: NewSentence[] = []
  const changed: ChangedSentence[] = []
  const links: { sentenceId: string; castMemberId: string }[] = []
  for (const [index, section] of plan.sections.entries()) {
    const sectionId = sectionIds[index] ?? ''
    const items = section.items.map((item) => ({ ...item, id: item.kind === 'old' ? item.id : newId(nowMs) }))
    const keys = placeRows(
      items.map(({ id }): Placed => {
        const row = rows.get(id)
        return { id, position: row?.sectionId === sectionId ? row.position : null }
      }),
      [...(taken.sentences.get(sectionId) ?? []), ...(keysOf.get(sectionId) ?? [])],
    )
    for (const item of items) {
      const position = keys.get(item.id) ?? ''
      const was = rows.get(item.id)
      if (was) {
        const row = changeOf(was, lineOf.get(was.id), { sectionId, position, language: input.language })
        if (row) changed.push(row)
        continue
      }
      const line = item.kind === 'new' ? lines[item.index] : undefined
      if (!line) continue
      const { text, speaker = null, heading, prompt } = line
      const imagePrompt = prompt ?? draftPrompt({ text, heading, language: input.language, speaker })
      fresh.push({ id: item.id, sectionId, text, speaker, imagePrompt, position })
      for (const castMemberId of castIn({ text, speaker }, heading)) links.push({ sentenceId: item.id, castMemberId })
    }
  }
  await insertSentences(tx, { projectId: input.projectId, versionId: how.id }, fresh)
  await linkCast(tx, input.projectId, links)
  await updateSentences(tx, changed)
  return changed
}

type Target = { sectionId: string; position: string; language: string }

/** Undefined when it is as it was. */
function changeOf(was: ScriptSentenceRow, line: Line | undefined, target: Target): ChangedSentence | undefined {
  const { sectionId, position, language } = target
  const text = line && !line.old?.keepText ? line.text : was.text
  const speaker = line ? (line.speaker ?? null) : was.speaker
  const isRedrafted = line?.old?.newPrompt === true && !was.locked
  const drafted = line?.prompt ?? draftPrompt({ text, heading: line?.heading ?? null, language, speaker })
  const row: ChangedSentence = {
    ...{ id: was.id, sectionId, position, text, speaker },
    scriptText: line ? line.text : was.scriptText,
    imagePrompt: isRedrafted ? drafted : was.imagePrompt,
  }
  const isSame =
    row.text === was.text &&
    row.speaker === was.speaker &&
    row.scriptText === was.scriptText &&
    row.imagePrompt === was.imagePrompt &&
    row.sectionId === was.sectionId &&
    row.position === was.position
  return isSame ? undefined : row
}
