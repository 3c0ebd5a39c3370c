import type { z } from 'zod'
import { type TxCtx, transact } from '#lib/live/transact.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { newId } from '#lib/runtime/ids.ts'
import { authorize, notFound } from '#lib/team/authorize.ts'
import { announceAll } from './announce-sentence.ts'
import { archiveSentences, deleteSentences, moveSentences, restoreSentences } from './many-sentences.ts'
import type { addSentencesInput, moveSentenceInput, SentenceRow, sentenceInput } from './model.ts'
import { placeSentences } from './placing.ts'
import { readScenes } from './read-scenes.ts'
import { firstPrompts } from './script/first-prompts.ts'
import { readSentenceRows } from './sentence-rows.ts'

type Adding = z.output<typeof addSentencesInput>

/** Asking again after a lost answer finds the sentences there and adds nothing, even where nothing could be added any more. */
export async function addSentences(ctx: Ctx, input: Adding): Promise<SentenceRow[]> {
  const { projectId } = await authorize(ctx, 'board.edit', { kind: 'section', id: input.sectionId })
  return await transact(ctx, async (tx) => {
    const { sectionId } = input
    const editedById = tx.actor.personId
    const ids = input.sentences.flatMap(({ id }) => id ?? [])
    const known = ids.length > 0 ? await readSentenceRows(tx, { projectId, ids }) : []
    if (known.length === input.sentences.length) return known
    // Before others have to wait.
    const prompts = await promptsFor(tx, { projectId, ...input })
    const positions = await placeSentences(tx, { ...input, count: input.sentences.length })
    const data = input.sentences.map(({ id = newId(), text }, index) => {
      const imagePrompt = prompts[index] ?? ''
      return { id, projectId, sectionId, text, imagePrompt, editedById, position: positions[index] ?? '' }
    })
    await tx.db.sentence.createMany({ data, skipDuplicates: true })
    const rows = await announceAll(tx, { projectId, ids: data.map((row) => row.id) })
    const missing = data.find(({ id }) => !rows.some((row) => row.id === id))
    // Its id was given, and belongs to a sentence of another project.
    if (missing) throw notFound({ kind: 'sentence', id: missing.id })
    return rows
  })
}

/** As they were given, an empty one too; one that was left out is drafted. */
async function promptsFor({ db }: TxCtx, { projectId, ...coming }: Adding & { projectId: string }): Promise<string[]> {
  const given = coming.sentences.map(({ imagePrompt }) => imagePrompt)
  const drafted = given.includes(undefined) ? firstPrompts(await readScenes(db, projectId), coming) : []
  return given.map((imagePrompt, index) => imagePrompt ?? drafted[index] ?? '')
}

export async function moveSentence(ctx: Ctx, input: z.output<typeof moveSentenceInput>): Promise<SentenceRow> {
  const { id, ...to } = input
  return only(id, await moveSentences(ctx, { ids: [id], ...to }))
}

export async function deleteSentence(ctx: Ctx, { id }: z.output<typeof sentenceInput>): Promise<SentenceRow> {
  return only(id, await deleteSentences(ctx, { ids: [id] }))
}

export async function archiveSentence(ctx: Ctx, { id }: z.output<typeof sentenceInput>): Promise<SentenceRow> {
  return only(id, await archiveSentences(ctx, { ids: [id] }))
}

type RestoredOne = { row: SentenceRow; movedIds: string[] }

export async function restoreSentence(ctx: Ctx, { id }: z.output<typeof sentenceInput>): Promise<RestoredOne> {
  const { rows, movedIds } = await restoreSentences(ctx, { ids: [id] })
  return { row: only(id, rows), movedIds }
}

function only(id: string, rows: SentenceRow[]): SentenceRow {
  const row = rows.find((each) => each.id === id)
  if (!row) throw notFound({ kind: 'sentence', id })
  return row
}
