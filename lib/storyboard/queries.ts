import type { Ctx } from '#lib/runtime/context.ts'
import { authorize, notFound } from '#lib/team/authorize.ts'
import type { Board, ProjectSummary } from './model.ts'
import { toProjectRow, toSectionRow, toSentenceRow } from './rows.ts'

const inOrder = [{ position: 'asc' }, { id: 'asc' }] as const

type SummaryFromSql = Omit<ProjectSummary, 'deleted' | 'editedAt'> & { editedAt: Date }

/** The team's projects, the last edited first; deleting something is an edit too. */
export async function listProjects(ctx: Ctx, input: { teamId: string }): Promise<ProjectSummary[]> {
  await authorize(ctx, 'project.see', { kind: 'team', id: input.teamId })
  const rows = await ctx.db.$queryRaw<SummaryFromSql[]>`
    select p.id, p."teamId", p.name, p.version,
      coalesce(s.sections, 0)::int as "sectionCount",
      coalesce(t.sentences, 0)::int as "sentenceCount",
      f.text as "firstSentence",
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
    where p."teamId" = ${input.teamId}::uuid and p."deletedAt" is null
    order by "editedAt" desc, p.id`
  return rows.map((row) => ({ ...row, deleted: false, editedAt: row.editedAt.toISOString() }))
}

/** Everything a project's page shows. The three reads see one state of the database. */
export async function readBoard(ctx: Ctx, input: { projectId: string }): Promise<Board> {
  await authorize(ctx, 'project.see', { kind: 'project', id: input.projectId })
  const live = { projectId: input.projectId, deletedAt: null }
  const [project, sections, sentences] = await ctx.db.$transaction(
    [
      ctx.db.project.findUnique({ where: { id: input.projectId } }),
      ctx.db.section.findMany({ where: live, orderBy: [...inOrder] }),
      ctx.db.sentence.findMany({ where: { ...live, section: { deletedAt: null } }, orderBy: [...inOrder] }),
    ],
    { isolationLevel: 'RepeatableRead' },
  )
  if (!project || project.deletedAt) throw notFound({ kind: 'project', id: input.projectId })
  return {
    project: toProjectRow(project),
    sections: sections.map(toSectionRow),
    sentences: sentences.map(toSentenceRow),
  }
}

type BoardPart = { projectId: string; sectionIds: string[]; sentenceIds: string[] }

/** The rows named, deleted ones among them, for a browser that heard that they changed. */
export async function readBoardPart(ctx: Ctx, { projectId, sectionIds, sentenceIds }: BoardPart): Promise<Board> {
  await authorize(ctx, 'project.see', { kind: 'project', id: projectId })
  const [project, sections, sentences] = await Promise.all([
    ctx.db.project.findUniqueOrThrow({ where: { id: projectId } }),
    sectionIds.length > 0 ? ctx.db.section.findMany({ where: { projectId, id: { in: sectionIds } } }) : [],
    sentenceIds.length > 0 ? ctx.db.sentence.findMany({ where: { projectId, id: { in: sentenceIds } } }) : [],
  ])
  return {
    project: toProjectRow(project),
    sections: sections.map(toSectionRow),
    sentences: sentences.map(toSentenceRow),
  }
}
