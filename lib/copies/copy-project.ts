import type { z } from 'zod'
import { type TxCtx, transact } from '#lib/live/transact.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { newId } from '#lib/runtime/ids.ts'
import type { Media } from '#lib/runtime/media.ts'
import { longest, type ProjectRow } from '#lib/storyboard/model.ts'
import { toProjectRow } from '#lib/storyboard/rows.ts'
import { noteEnding, takeEndingBack } from '#lib/takes/ending.ts'
import { authorize, notFound } from '#lib/team/authorize.ts'
import {
  type CopiedPicture,
  copyPictures,
  followPictures,
  insertPictures,
  type Pair,
  pairWithin,
} from './copy-pictures.ts'
import { type copyProjectInput, nameOfCopy } from './model.ts'

/** What is to be copied, and which id each has in the copy. */
type Plan = { id: string; newId: string; cast: Pair[]; sections: Pair[]; sentences: Pair[] }

/**
 * Makes another project of the same look, cast, sections and sentences, with the picture that each sentence shows. The other takes,
 * the versions of the script and what is waiting stay behind. Asking again after a lost answer finds the copy there.
 */
export async function copyProject(
  ctx: Ctx,
  media: Media,
  { id, name, newId: copyId = newId(ctx.clock.now().getTime()) }: z.output<typeof copyProjectInput>,
): Promise<ProjectRow> {
  const { teamId } = await authorize(ctx, 'project.see', { kind: 'project', id })
  await authorize(ctx, 'project.create', { kind: 'team', id: teamId })
  const project = await ctx.db.project.findUniqueOrThrow({ where: { id } })
  if (project.deletedAt) throw notFound({ kind: 'project', id })
  const known = await ctx.db.project.findUnique({ where: { id: copyId } })
  if (known) return await readKnown(ctx, copyId)
  const plan = await planCopy(ctx, { id, newId: copyId })
  const castIds = new Map(plan.cast.map((pair) => [pair.id, pair.newId]))
  // Should it come to nothing, this says that the files are nobody's.
  await noteEnding(media, copyId)
  const pictures = await copyPictures(ctx, media, { projectId: copyId, pairs: plan.sentences, castIds })
  const copy = await transact(ctx, async (tx) => {
    const { name: own, workflow, style, negative, width, height, steps, cfg, loras, keptTakes } = project
    const look = { workflow, style, negative, width, height, steps, cfg, loras: loras ?? [], keptTakes }
    const called = name ?? nameOfCopy(own, longest.projectName)
    const { count } = await tx.db.project.createMany({
      data: [{ id: copyId, teamId, createdById: tx.actor.personId, name: called, ...look }],
      skipDuplicates: true,
    })
    if (count === 0) return await readKnown(tx, copyId)
    await insertRows(tx, plan, pictures)
    const row = toProjectRow(await tx.db.project.findUniqueOrThrow({ where: { id: copyId } }))
    tx.publish({ type: 'project.updated', teamId, projectId: copyId, version: row.version })
    return row
  })
  // From here on they are somebody's, and another database that keeps its files in the same place is not to end them.
  await takeEndingBack(media, copyId)
  await followPictures(ctx, media, pictures)
  return copy
}

/** One that was asked for before; one of somebody else is not told apart from what does not exist. */
async function readKnown(ctx: Pick<TxCtx, 'db' | 'actor'>, id: string): Promise<ProjectRow> {
  await authorize(ctx, 'project.see', { kind: 'project', id })
  return toProjectRow(await ctx.db.project.findUniqueOrThrow({ where: { id } }))
}

async function planCopy({ db }: Ctx, pair: Pair): Promise<Plan> {
  const copies = (rows: { id: string }[]) => rows.map(({ id }) => pairWithin(pair.newId, id))
  const there = { projectId: pair.id, deletedAt: null }
  const cast = await db.castMember.findMany({ where: there, select: { id: true } })
  const sections = await db.section.findMany({ where: there, select: { id: true } })
  const sentences = await db.sentence.findMany({
    where: { ...there, section: { deletedAt: null } },
    select: { id: true },
  })
  return { ...pair, cast: copies(cast), sections: copies(sections), sentences: copies(sentences) }
}

async function insertRows(tx: TxCtx, plan: Plan, pictures: readonly CopiedPicture[]): Promise<void> {
  const { newId: projectId } = plan
  const [cast, sections, sentences] = [plan.cast, plan.sections, plan.sentences].map((pairs) => JSON.stringify(pairs))
  await tx.db.$executeRaw`
    insert into cast_member (id, "projectId", kind, name, look, "triggerWords", loras, workflow, position, "updatedAt")
    select c."newId", ${projectId}::uuid, m.kind, m.name, m.look, m."triggerWords", m.loras, m.workflow, m.position, clock_timestamp()
    from jsonb_to_recordset(${cast}::jsonb) as c (id uuid, "newId" uuid) join cast_member m on m.id = c.id`
  await tx.db.$executeRaw`
    insert into cast_reference ("castMemberId", "blobHash", position)
    select c."newId", r."blobHash", r.position
    from jsonb_to_recordset(${cast}::jsonb) as c (id uuid, "newId" uuid) join cast_reference r on r."castMemberId" = c.id`
  await tx.db.$executeRaw`
    insert into section (id, "projectId", title, "scriptTitle", position, "updatedAt")
    select c."newId", ${projectId}::uuid, s.title, s."scriptTitle", s.position, clock_timestamp()
    from jsonb_to_recordset(${sections}::jsonb) as c (id uuid, "newId" uuid) join section s on s.id = c.id`
  // A sentence that was moved to a section which this plan does not know stays behind.
  await tx.db.$executeRaw`
    insert into sentence (id, "projectId", "sectionId", text, speaker, "scriptText", "imagePrompt", "videoPrompt", seed, locked,
      "redoImage", "redoVideo", position, "editedById", "updatedAt")
    select c."newId", ${projectId}::uuid, n."newId", s.text, s.speaker, s."scriptText", s."imagePrompt", s."videoPrompt", s.seed,
      s.locked, s."redoImage", s."redoVideo", s.position, s."editedById", clock_timestamp()
    from jsonb_to_recordset(${sentences}::jsonb) as c (id uuid, "newId" uuid) join sentence s on s.id = c.id
    join jsonb_to_recordset(${sections}::jsonb) as n (id uuid, "newId" uuid) on n.id = s."sectionId"`
  await tx.db.$executeRaw`
    insert into sentence_cast ("sentenceId", "castMemberId", "projectId")
    select t.id, m."newId", ${projectId}::uuid
    from jsonb_to_recordset(${sentences}::jsonb) as c (id uuid, "newId" uuid) join sentence_cast l on l."sentenceId" = c.id
    join jsonb_to_recordset(${cast}::jsonb) as m (id uuid, "newId" uuid) on m.id = l."castMemberId"
    join sentence t on t.id = c."newId"`
  await insertPictures(tx, projectId, pictures)
}
