import type { Ctx } from '#lib/runtime/context.ts'
import type { Tx } from '#lib/runtime/db.ts'
import { type Page, type PageInput, readCursor, toPage } from '#lib/runtime/paging.ts'
import { authorize, notFound } from '#lib/team/authorize.ts'
import type { Board, BoardRows, ProjectSummary } from './model.ts'
import { readScriptLanguage } from './read-scenes.ts'
import { toProjectRow, toSectionRow } from './rows.ts'
import { readSentenceRows } from './sentence-rows.ts'

const inOrder = [{ position: 'asc' }, { id: 'asc' }] as const

/** A board of ten thousand takes a tenth of this on a slow machine. */
const readTimeoutMs = 15_000

type SummaryFromSql = Omit<ProjectSummary, 'deleted' | 'editedAt' | 'archivedAt'> & {
  editedAt: Date
  archivedAt: Date | null
}
type Listing = PageInput & {
  teamId: string
  /** Those that were archived, instead of those that were not. */
  isArchived?: boolean
}

/** The team's projects, the last edited first; deleting something is an edit too. */
export async function listProjects(ctx: Ctx, input: Listing): Promise<Page<ProjectSummary>> {
  await authorize(ctx, 'project.see', { kind: 'team', id: input.teamId })
  const [editedAt = null, id = null] = readCursor(input, ['time', 'id']) ?? []
  const rows = await ctx.db.$queryRaw<SummaryFromSql[]>`
    select * from (
      select p.id, p."teamId", p.name, p.version, p."archivedAt",
        coalesce(s.sections, 0)::int as "sectionCount",
        coalesce(t.sentences, 0)::int as "sentenceCount",
        f.text as "firstSentence",
        '/api/v1/takes/' || c."currentTakeId" || '/file' as "coverUrl",
        greatest(p."updatedAt", s.edited, t.edited) as "editedAt"
      from project p
      left join lateral (
        select count(*) filter (where "deletedAt" is null) as sections, max("updatedAt") as edited
        from section where "projectId" = p.id
      ) s on true
      left join lateral (
        select count(*) filter (where sentence."deletedAt" is null and section."deletedAt" is null) as sentences,
          max(sentence."updatedAt") as edited
        from sentence join section on section.id = sentence."sectionId"
        where sentence."projectId" = p.id
      ) t on true
      left join lateral (
        select sentence.text
        from sentence join section on section.id = sentence."sectionId" and section."deletedAt" is null
        where sentence."projectId" = p.id and sentence."deletedAt" is null
        order by section.position, section.id, sentence.position, sentence.id limit 1
      ) f on true
      left join lateral (
        select sentence."currentTakeId"
        from sentence join section on section.id = sentence."sectionId" and section."deletedAt" is null
        where sentence."projectId" = p.id and sentence."deletedAt" is null and sentence."currentTakeId" is not null
        order by section.position, section.id, sentence.position, sentence.id limit 1
      ) c on true
      where p."teamId" = ${input.teamId}::uuid and p."deletedAt" is null
        and (p."archivedAt" is not null) = ${input.isArchived ?? false}
    ) listed
    where ${id}::text is null or "editedAt" < ${editedAt}::timestamptz
      or "editedAt" = ${editedAt}::timestamptz and id > ${id}::uuid
    order by "editedAt" desc, id
    limit ${input.limit + 1}`
  const summaries = rows.map((row) => {
    const archivedAt = row.archivedAt?.toISOString() ?? null
    return { ...row, deleted: false, editedAt: row.editedAt.toISOString(), archivedAt }
  })
  return toPage(summaries, input, (row) => [row.editedAt, row.id])
}

/** Everything a project's page shows. All its reads see one state of the database. */
export async function readBoard(ctx: Ctx, { projectId }: { projectId: string }): Promise<Board> {
  await authorize(ctx, 'project.see', { kind: 'project', id: projectId })
  return await atOneMoment(ctx, async (db) => {
    const project = await db.project.findUnique({ where: { id: projectId } })
    if (!project || project.deletedAt) throw notFound({ kind: 'project', id: projectId })
    const sections = await db.section.findMany({ where: { projectId, deletedAt: null }, orderBy: [...inOrder] })
    const sentences = await readSentenceRows({ ...ctx, db }, { projectId })
    const scriptLanguage = await readScriptLanguage(db, projectId)
    return { project: toProjectRow(project), sections: sections.map(toSectionRow), sentences, scriptLanguage }
  })
}

async function atOneMoment<T>({ db }: Ctx, read: (db: Tx) => Promise<T>): Promise<T> {
  return await db.$transaction(read, { isolationLevel: 'RepeatableRead', timeout: readTimeoutMs })
}

type BoardPart = { projectId: string; sectionIds: string[]; sentenceIds: string[] }

/** The rows named, deleted ones among them, for a browser that heard that they changed. */
export async function readBoardPart(ctx: Ctx, { projectId, sectionIds, sentenceIds }: BoardPart): Promise<BoardRows> {
  await authorize(ctx, 'project.see', { kind: 'project', id: projectId })
  return await atOneMoment(ctx, async (db) => {
    const project = await db.project.findUniqueOrThrow({ where: { id: projectId } })
    const sections =
      sectionIds.length > 0 ? await db.section.findMany({ where: { projectId, id: { in: sectionIds } } }) : []
    const sentences = await readSentenceRows({ ...ctx, db }, { projectId, ids: sentenceIds })
    return { project: toProjectRow(project), sections: sections.map(toSectionRow), sentences }
  })
}
