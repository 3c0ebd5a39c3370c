import type { Ctx } from '#lib/runtime/context.ts'
import { authorize, notFound } from '#lib/team/authorize.ts'
import { type ScriptVersionRow, toVersionRow, versionColumns } from './script-rows.ts'

type OfProject = { projectId: string }

/** Every import of the project's script, the newest first. */
export async function listScriptVersions(ctx: Ctx, { projectId }: OfProject): Promise<{ items: ScriptVersionRow[] }> {
  await authorize(ctx, 'project.see', { kind: 'project', id: projectId })
  const rows = await ctx.db.scriptVersion.findMany({
    where: { projectId },
    orderBy: { number: 'desc' },
    select: versionColumns,
  })
  return { items: rows.map(toVersionRow) }
}

/** The script as it was imported, word by word. */
export async function readScriptSource(
  ctx: Ctx,
  { projectId, versionId }: OfProject & { versionId: string },
): Promise<{ name: string; source: string }> {
  await authorize(ctx, 'project.see', { kind: 'project', id: projectId })
  const row = await ctx.db.scriptVersion.findFirst({
    where: { id: versionId, projectId },
    select: { name: true, source: true },
  })
  if (!row) throw notFound({ kind: 'project', id: versionId })
  return row
}

/** What the page of the import has to know of the board. */
export type ScriptState = {
  projectName: string
  /** On the board, and of those from a script. */
  sentenceCount: number
  scriptCount: number
  archivedCount: number
  language: string | null
}

export async function readScriptState(ctx: Ctx, { projectId }: OfProject): Promise<ScriptState> {
  await authorize(ctx, 'project.see', { kind: 'project', id: projectId })
  const [row] = await ctx.db.$queryRaw<ScriptState[]>`
    select p.name as "projectName",
      count(s.id) filter (where s."deletedAt" is null and section."deletedAt" is null)::int as "sentenceCount",
      count(s.id) filter (where s."deletedAt" is null and section."deletedAt" is null and s."scriptText" is not null)::int
        as "scriptCount",
      count(s.id) filter (where s."archivedAt" = s."deletedAt")::int as "archivedCount",
      (select language from script_version v where v."projectId" = p.id order by number desc limit 1) as language
    from project p left join sentence s on s."projectId" = p.id left join section on section.id = s."sectionId"
    where p.id = ${projectId}::uuid and p."deletedAt" is null
    group by p.id`
  if (!row) throw notFound({ kind: 'project', id: projectId })
  return row
}
