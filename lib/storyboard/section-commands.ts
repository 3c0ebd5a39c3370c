import type { z } from 'zod'
import { type TxCtx, transact } from '#lib/live/transact.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { newId } from '#lib/runtime/ids.ts'
import { authorize, notFound } from '#lib/team/authorize.ts'
import { isEdit } from './conflict.ts'
import type { addSectionInput, moveSectionInput, renameSectionInput, SectionRow, sectionInput } from './model.ts'
import { placeSection } from './placing.ts'
import { toSectionRow } from './rows.ts'

export async function addSection(ctx: Ctx, input: z.output<typeof addSectionInput>): Promise<SectionRow> {
  await authorize(ctx, 'board.edit', { kind: 'project', id: input.projectId })
  return await transact(ctx, async (tx) => {
    const id = input.id ?? newId(tx.clock.now().getTime())
    const position = await placeSection(tx, input)
    await tx.db.section.createMany({
      data: [{ id, projectId: input.projectId, title: input.title, position }],
      skipDuplicates: true,
    })
    const { projectId } = await authorize(tx, 'board.edit', { kind: 'section', id })
    if (projectId !== input.projectId) throw notFound({ kind: 'section', id })
    return await announce(tx, id)
  })
}

export async function renameSection(ctx: Ctx, input: z.output<typeof renameSectionInput>): Promise<SectionRow> {
  await authorize(ctx, 'board.edit', { kind: 'section', id: input.id })
  return await transact(ctx, async (tx) => {
    await tx.db.$queryRaw`select 1 from section where id = ${input.id}::uuid for no key update`
    const row = await readRow(tx, input.id)
    if (!isEdit({ what: 'section', current: row.title, base: input.baseTitle, next: input.title, row })) return row
    await tx.db.section.update({ where: { id: input.id }, data: { title: input.title, version: { increment: 1 } } })
    return await announce(tx, input.id)
  })
}

export async function moveSection(ctx: Ctx, input: z.output<typeof moveSectionInput>): Promise<SectionRow> {
  const { projectId } = await authorize(ctx, 'board.edit', { kind: 'section', id: input.id })
  return await transact(ctx, async (tx) => {
    const position = await placeSection(tx, { projectId, afterId: input.afterId })
    await tx.db.section.update({ where: { id: input.id }, data: { position, version: { increment: 1 } } })
    return await announce(tx, input.id)
  })
}

/** Its sentences stay with it, and come back with it. */
export async function deleteSection(ctx: Ctx, input: z.output<typeof sectionInput>): Promise<SectionRow> {
  return await setDeleted(ctx, input.id, true)
}

export async function restoreSection(ctx: Ctx, input: z.output<typeof sectionInput>): Promise<SectionRow> {
  return await setDeleted(ctx, input.id, false)
}

async function setDeleted(ctx: Ctx, id: string, deleted: boolean): Promise<SectionRow> {
  const { projectId } = await authorize(ctx, 'board.edit', { kind: 'section', id })
  return await transact(ctx, async (tx) => {
    const { count } = await tx.db.section.updateMany({
      where: { id, deletedAt: deleted ? null : { not: null } },
      data: { deletedAt: deleted ? tx.clock.now() : null, version: { increment: 1 } },
    })
    if (count === 0) return await readRow(tx, id)
    const row = await announce(tx, id)
    // A browser that opened the board meanwhile has never seen the sentences that come back with it.
    if (!deleted) tx.publish({ type: 'board.changed', projectId })
    return row
  })
}

async function announce(tx: TxCtx, id: string): Promise<SectionRow> {
  const section = await tx.db.section.findUniqueOrThrow({ where: { id } })
  tx.publish({ type: 'section.updated', projectId: section.projectId, id, version: section.version })
  return toSectionRow(section)
}

async function readRow(tx: TxCtx, id: string): Promise<SectionRow> {
  return toSectionRow(await tx.db.section.findUniqueOrThrow({ where: { id } }))
}
