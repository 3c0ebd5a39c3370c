import { type TxCtx, transact } from '#lib/live/transact.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { newId } from '#lib/runtime/ids.ts'
import { authorize, notFound } from '#lib/team/authorize.ts'
import { positionsBetween } from './positions.ts'
import { createCastFinder } from './script/cast-in.ts'
import { draftPrompt } from './script/draft-prompt.ts'
import { withTimes } from './script/scene-times.ts'
import { type Before, nothingBefore } from './script-before.ts'
import { addScriptCast, linkCast } from './script-cast.ts'
import type { ImportScriptInput } from './script-input.ts'
import { insertSections, insertSentences, type NewSection, type NewSentence } from './script-insert.ts'
import { readPrints } from './script-prints.ts'
import { type ImportCounts, type ScriptVersionRow, toVersionRow, versionColumns } from './script-rows.ts'
import { updateFromScript } from './script-update.ts'

/**
 * Puts a script on the board, as a person has seen and arranged it: all of it or nothing. With `gone`, as a new version of the
 * script that is there. Asking again after a lost answer finds it done.
 */
export async function importScript(ctx: Ctx, input: ImportScriptInput): Promise<ScriptVersionRow> {
  const { projectId } = input
  const id = input.id ?? newId(ctx.clock.now().getTime())
  await authorize(ctx, 'board.edit', { kind: 'project', id: projectId })
  return await transact(ctx, async (tx) => {
    // Two imports one after the other; and nobody adds a section meanwhile.
    const project = await lockProject(tx, projectId)
    if (project.deletedAt) throw notFound({ kind: 'project', id: projectId })
    const done = await tx.db.scriptVersion.findUnique({ where: { id }, select: versionColumns })
    if (done && done.projectId !== projectId) throw notFound({ kind: 'project', id: projectId })
    if (done) return toVersionRow(done)
    const number = await nextNumber(tx, projectId)
    const { name, format, language, source } = input
    const own = { id, projectId, number, name, format, language, source, createdById: tx.actor.personId }
    await tx.db.scriptVersion.create({ data: { ...own, counts: {}, before: {}, createdAt: tx.clock.now() } })
    const { cast, added } = await addScriptCast(tx, input)
    const how = { id, cast, castCount: added }
    const { counts, before } = input.gone ? await updateFromScript(tx, input, how) : await addToBoard(tx, input, how)
    tx.publish({ type: 'board.changed', projectId })
    const made = Object.fromEntries((await readPrints(tx, id)).map((row) => [row.id, row.print]))
    const data = { counts, before: { ...before, made } }
    return toVersionRow(await tx.db.scriptVersion.update({ where: { id }, data, select: versionColumns }))
  })
}

async function lockProject(tx: TxCtx, projectId: string): Promise<{ deletedAt: Date | null }> {
  const [row] = await tx.db.$queryRaw<{ deletedAt: Date | null }[]>`
    select "deletedAt" from project where id = ${projectId}::uuid for no key update`
  if (!row) throw notFound({ kind: 'project', id: projectId })
  return row
}

async function nextNumber(tx: TxCtx, projectId: string): Promise<number> {
  const last = await tx.db.scriptVersion.aggregate({ where: { projectId }, _max: { number: true } })
  return (last._max.number ?? 0) + 1
}

type How = { id: string; cast: Parameters<typeof createCastFinder>[0]; castCount: number }
type Imported = { counts: ImportCounts; before: Before }

/** Behind what is there. The empty sections a new project begins with make room. */
async function addToBoard(tx: TxCtx, input: ImportScriptInput, how: How): Promise<Imported> {
  const { projectId, language } = input
  const removed = await removeEmptySections(tx, projectId)
  const last = await tx.db.section.findFirst({ where: { projectId }, orderBy: { position: 'desc' } })
  const places = positionsBetween(last?.position ?? null, null, input.sections.length)
  const nowMs = tx.clock.now().getTime()
  const sections: NewSection[] = []
  const sentences: NewSentence[] = []
  const links: { sentenceId: string; castMemberId: string }[] = []
  const castIn = createCastFinder(how.cast)
  const headings = withTimes(input.sections.map(({ title }) => title))
  for (const [index, { title, sentences: list }] of input.sections.entries()) {
    const section = { id: newId(nowMs), title, position: places[index] ?? '' }
    sections.push(section)
    const positions = positionsBetween(null, null, list.length)
    for (const [at, { text, speaker = null, prompt }] of list.entries()) {
      const id = newId(nowMs)
      const imagePrompt = prompt ?? draftPrompt({ text, heading: headings[index] ?? title, language, speaker })
      sentences.push({ id, sectionId: section.id, text, speaker, imagePrompt, position: positions[at] ?? '' })
      for (const castMemberId of castIn({ text, speaker }, title)) links.push({ sentenceId: id, castMemberId })
    }
  }
  if (sentences.length === 0) throw isEmpty()
  await insertSections(tx, projectId, sections)
  await insertSentences(tx, { projectId, versionId: how.id }, sentences)
  await linkCast(tx, projectId, links)
  const none = { edited: 0, moved: 0, same: 0, archived: 0 }
  const made = { sections: sections.length, sentences: sentences.length, added: sentences.length, cast: how.castCount }
  return {
    counts: { ...none, ...made },
    before: { ...nothingBefore, madeSections: sections.map(({ id }) => id), removedSections: removed },
  }
}

/** Only when the board holds nothing else: then they are what a new project begins with. */
async function removeEmptySections(tx: TxCtx, projectId: string): Promise<string[]> {
  // What somebody is just putting into one is there, or is told that it is gone.
  await tx.db.$queryRaw`select 1 from section where "projectId" = ${projectId}::uuid order by id for no key update`
  const isUsed = await tx.db.sentence.count({ where: { projectId, deletedAt: null, section: { deletedAt: null } } })
  if (isUsed > 0) return []
  const empty = await tx.db.section.findMany({
    where: { projectId, deletedAt: null },
    select: { id: true, title: true },
  })
  const ids = empty.filter(({ title }) => /^Section \d+$/u.test(title)).map(({ id }) => id)
  await tx.db.section.updateMany({
    where: { id: { in: ids } },
    data: { deletedAt: tx.clock.now(), version: { increment: 1 } },
  })
  return ids
}

function isEmpty(): AppError {
  return new AppError({
    code: 'INVALID_INPUT',
    message: 'There are no sentences to import.',
    suggestion: 'Choose another file, or paste the words of the script.',
  })
}
