import type { Ctx } from '#lib/runtime/context.ts'
import { type Page, type PageInput, readCursor, toPage } from '#lib/runtime/paging.ts'
import { authorize } from '#lib/team/authorize.ts'
import { isAllowed } from '#lib/team/model.ts'
import type { Project } from '#prisma/client/client.ts'
import { type DeletedProject, keepDeletedForDays } from './model.ts'

/**
 * Those the person can bring back, the last deleted first. Whoever has not that right has none, and is not refused: the page
 * of the projects is for them as well.
 */
export async function listDeletedProjects(
  ctx: Ctx,
  input: PageInput & { teamId: string },
): Promise<Page<DeletedProject>> {
  const { teamId } = input
  const { role } = await authorize(ctx, 'project.see', { kind: 'team', id: teamId })
  if (!isAllowed(role, 'project.delete')) return { items: [], nextCursor: null }
  const [deletedAt, id] = readCursor(input, ['time', 'id']) ?? []
  const rows = await ctx.db.project.findMany({
    where: {
      ...{ teamId, deletedAt: { not: null } },
      ...(deletedAt !== undefined && id !== undefined
        ? { OR: [{ deletedAt: { lt: deletedAt } }, { deletedAt, id: { gt: id } }] }
        : {}),
    },
    orderBy: [{ deletedAt: 'desc' }, { id: 'asc' }],
    take: input.limit + 1,
  })
  const deleted = rows.flatMap((row) => toDeletedProject(row) ?? [])
  return toPage(deleted, input, (row) => [row.deletedAt, row.id])
}

/** Null for one that is not deleted. */
export async function readDeletedProject(
  ctx: Ctx,
  { id }: { id: string },
): Promise<(DeletedProject & { canRestore: boolean }) | null> {
  const { role } = await authorize(ctx, 'project.see', { kind: 'project', id })
  const project = await ctx.db.project.findUnique({ where: { id } })
  const deleted = project && toDeletedProject(project)
  return deleted && { ...deleted, canRestore: isAllowed(role, 'project.delete') }
}

const dayMs = 24 * 60 * 60 * 1_000

function toDeletedProject({ id, teamId, name, version, deletedAt }: Project): DeletedProject | null {
  if (deletedAt === null) return null
  const keptUntil = new Date(deletedAt.getTime() + keepDeletedForDays * dayMs).toISOString()
  return { id, teamId, name, version, deleted: true, deletedAt: deletedAt.toISOString(), keptUntil }
}
