import type { Ctx } from '#lib/runtime/context.ts'
import type { Tx } from '#lib/runtime/db.ts'
import { type Page, type PageInput, readCursor, toPage } from '#lib/runtime/paging.ts'
import { authorize, notFound } from '#lib/team/authorize.ts'
import { readOne } from './announce-sentence.ts'
import type { CastRow, ProjectRow, SectionRow, SentenceRow } from './model.ts'
import { readCast, readCastMember } from './read-cast.ts'
import { toProjectRow, toSectionRow } from './rows.ts'
import { readSentenceRows } from './sentence-rows.ts'

type OfProject = PageInput & { projectId: string }

export async function readProject(ctx: Ctx, { id }: { id: string }): Promise<ProjectRow> {
  await authorize(ctx, 'project.see', { kind: 'project', id })
  return toProjectRow(await findProject(ctx.db, id))
}

/** In the order of the board. */
export async function listSections(ctx: Ctx, input: OfProject): Promise<Page<SectionRow>> {
  const { projectId } = input
  await authorize(ctx, 'project.see', { kind: 'project', id: projectId })
  await findProject(ctx.db, projectId)
  const [position, id] = readCursor(input, ['text', 'id']) ?? []
  const rows = await ctx.db.section.findMany({
    where: {
      ...{ projectId, deletedAt: null },
      ...(position !== undefined && id !== undefined
        ? { OR: [{ position: { gt: position } }, { position, id: { gt: id } }] }
        : {}),
    },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    take: input.limit + 1,
  })
  return toPage(rows.map(toSectionRow), input, (row) => [row.position, row.id])
}

/** In the order of the board: section by section. */
export async function listSentences(ctx: Ctx, input: OfProject): Promise<Page<SentenceRow>> {
  const { projectId } = input
  await authorize(ctx, 'project.see', { kind: 'project', id: projectId })
  await findProject(ctx.db, projectId)
  const [sectionPosition = null, sectionId = null, position = null, id = null] =
    readCursor(input, ['text', 'id', 'text', 'id']) ?? []
  const places = await ctx.db.$queryRaw<Place[]>`
    select section.position as "sectionPosition", section.id as "sectionId", s.position, s.id
    from sentence s join section on section.id = s."sectionId" and section."deletedAt" is null
    where s."projectId" = ${projectId}::uuid and s."deletedAt" is null
      and (${id}::text is null or (section.position, section.id, s.position, s.id)
        > (${sectionPosition}::text, ${sectionId}::uuid, ${position}::text, ${id}::uuid))
    order by section.position, section.id, s.position, s.id
    limit ${input.limit + 1}`
  const page = toPage(places, input, (place) => [place.sectionPosition, place.sectionId, place.position, place.id])
  const ids = page.items.map((place) => place.id)
  const rows = new Map((await readSentenceRows(ctx, { projectId, ids })).map((row) => [row.id, row]))
  return { ...page, items: ids.flatMap((each) => rows.get(each) ?? []) }
}

type Place = { sectionPosition: string; sectionId: string; position: string; id: string }

/** A deleted one too: it can be brought back. */
export async function readSentence(ctx: Ctx, { id }: { id: string }): Promise<SentenceRow> {
  const { projectId } = await authorize(ctx, 'project.see', { kind: 'sentence', id })
  return await readOne(ctx, { projectId, id })
}

/** In its order. */
export async function listCast(ctx: Ctx, input: OfProject): Promise<Page<CastRow>> {
  await authorize(ctx, 'project.see', { kind: 'project', id: input.projectId })
  await findProject(ctx.db, input.projectId)
  const [position, id] = readCursor(input, ['text', 'id']) ?? []
  const cast = await readCast(ctx.db, input.projectId)
  const isBehind = (row: CastRow) =>
    position === undefined || id === undefined || row.position > position || (row.position === position && row.id > id)
  return toPage(cast.filter(isBehind), input, (row) => [row.position, row.id])
}

/** A deleted one too: it can be brought back. */
export async function readMember(ctx: Ctx, { id }: { id: string }): Promise<CastRow> {
  await authorize(ctx, 'project.see', { kind: 'cast', id })
  return await readCastMember(ctx.db, id)
}

async function findProject(db: Tx, id: string) {
  const project = await db.project.findUnique({ where: { id } })
  if (!project || project.deletedAt) throw notFound({ kind: 'project', id })
  return project
}
