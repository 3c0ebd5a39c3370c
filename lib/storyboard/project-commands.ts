import type { z } from 'zod'
import { type TxCtx, transact } from '#lib/live/transact.ts'
import { defaultWorkflows } from '#lib/recipe/default-workflows.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { newId } from '#lib/runtime/ids.ts'
import { authorize } from '#lib/team/authorize.ts'
import { changesOf } from './changes.ts'
import { isEdit, refuseOldVersion } from './conflict.ts'
import type { updateProjectInput } from './look-model.ts'
import type { createProjectInput, ProjectRow, projectInput, renameProjectInput } from './model.ts'
import { toProjectRow } from './rows.ts'

/** Makes a project with one section to type into. */
export async function createProject(
  ctx: Ctx,
  input: z.output<typeof createProjectInput> & { teamId: string },
): Promise<ProjectRow> {
  await authorize(ctx, 'project.create', { kind: 'team', id: input.teamId })
  return await transact(ctx, async (tx) => {
    const id = input.id ?? newId(tx.clock.now().getTime())
    // Written down, so that another default one day makes nothing here stale.
    const workflow = defaultWorkflows.image
    const { count } = await tx.db.project.createMany({
      data: [{ id, teamId: input.teamId, createdById: tx.actor.personId, name: input.name, workflow }],
      skipDuplicates: true,
    })
    if (count === 1) {
      await tx.db.section.create({ data: { id: newId(), projectId: id, title: 'Section 1', position: 'a0' } })
    } else {
      await authorize(tx, 'project.see', { kind: 'project', id })
    }
    return await announce(tx, id)
  })
}

export async function renameProject(ctx: Ctx, input: z.output<typeof renameProjectInput>): Promise<ProjectRow> {
  await authorize(ctx, 'project.edit', { kind: 'project', id: input.id })
  return await transact(ctx, async (tx) => {
    await tx.db.$queryRaw`select 1 from project where id = ${input.id}::uuid for no key update`
    const current = await tx.db.project.findUniqueOrThrow({ where: { id: input.id } })
    const row = toProjectRow(current)
    if (!isEdit({ what: 'project', current: row.name, base: input.baseName, next: input.name, row })) return row
    await tx.db.project.update({ where: { id: input.id }, data: { name: input.name, version: { increment: 1 } } })
    return await announce(tx, input.id)
  })
}

/** Its name and its look. A change of look makes pictures stale: none of the sentences changes, but what is told of them. */
export async function updateProject(ctx: Ctx, input: z.output<typeof updateProjectInput>): Promise<ProjectRow> {
  const { id, version, ...given } = input
  await authorize(ctx, 'project.edit', { kind: 'project', id })
  return await transact(ctx, async (tx) => {
    await tx.db.$queryRaw`select 1 from project where id = ${id}::uuid for no key update`
    const row = await readRow(tx, id)
    refuseOldVersion({ what: 'project', version, row })
    const data = changesOf<ProjectRow>(row, given)
    if (Object.keys(data).length === 0) return row
    await tx.db.project.update({ where: { id }, data: { ...data, version: { increment: 1 } } })
    const { name, keptTakes, ...look } = data
    if (Object.keys(look).length > 0) tx.publish({ type: 'board.changed', projectId: id })
    return await announce(tx, id)
  })
}

export async function deleteProject(ctx: Ctx, input: z.output<typeof projectInput>): Promise<ProjectRow> {
  return await setAway(ctx, input.id, { since: 'deletedAt', isAway: true })
}

export async function restoreProject(ctx: Ctx, input: z.output<typeof projectInput>): Promise<ProjectRow> {
  return await setAway(ctx, input.id, { since: 'deletedAt', isAway: false })
}

/** Puts it aside: the list of projects leaves it out, and everything in it stays as it was, to be seen and edited as ever. */
export async function archiveProject(ctx: Ctx, input: z.output<typeof projectInput>): Promise<ProjectRow> {
  return await setAway(ctx, input.id, { since: 'archivedAt', isAway: true })
}

export async function unarchiveProject(ctx: Ctx, input: z.output<typeof projectInput>): Promise<ProjectRow> {
  return await setAway(ctx, input.id, { since: 'archivedAt', isAway: false })
}

/** By archiving nothing goes away, so whoever may edit the project may. */
const rightTo = { deletedAt: 'project.delete', archivedAt: 'project.edit' } as const

type Away = { since: keyof typeof rightTo; isAway: boolean }

async function setAway(ctx: Ctx, id: string, { since, isAway }: Away): Promise<ProjectRow> {
  await authorize(ctx, rightTo[since], { kind: 'project', id })
  return await transact(ctx, async (tx) => {
    const { count } = await tx.db.project.updateMany({
      where: { id, [since]: isAway ? null : { not: null } },
      data: { [since]: isAway ? tx.clock.now() : null, version: { increment: 1 } },
    })
    return count === 1 ? await announce(tx, id) : await readRow(tx, id)
  })
}

async function announce(tx: TxCtx, id: string): Promise<ProjectRow> {
  const row = await readRow(tx, id)
  tx.publish({ type: 'project.updated', teamId: row.teamId, projectId: id, version: row.version })
  return row
}

async function readRow(tx: TxCtx, id: string): Promise<ProjectRow> {
  return toProjectRow(await tx.db.project.findUniqueOrThrow({ where: { id } }))
}
