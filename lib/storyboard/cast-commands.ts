import type { z } from 'zod'
import { transact } from '#lib/live/transact.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { newId } from '#lib/runtime/ids.ts'
import { authorize, notFound } from '#lib/team/authorize.ts'
import { announceCast } from './announce-cast.ts'
import { changesOf } from './changes.ts'
import { refuseOldVersion } from './conflict.ts'
import type { addCastMemberInput, castMemberInput, updateCastMemberInput } from './look-model.ts'
import { type CastRow, mostCastMembers } from './model.ts'
import { placeCastMember } from './placing.ts'
import { readCastMember } from './read-cast.ts'

/** Asking again after a lost answer finds the member there. */
export async function addCastMember(ctx: Ctx, input: z.output<typeof addCastMemberInput>): Promise<CastRow> {
  const { id = newId(ctx.clock.now().getTime()), projectId, afterId, ...given } = input
  await authorize(ctx, 'board.edit', { kind: 'project', id: projectId })
  return await transact(ctx, async (tx) => {
    const position = await placeCastMember(tx, { projectId, afterId })
    const count = await tx.db.castMember.count({ where: { projectId, deletedAt: null } })
    if (count >= mostCastMembers) throw isFull()
    await tx.db.castMember.createMany({
      data: [{ id, projectId, position, name: given.name, ...changesOf(nothingYet, given) }],
      skipDuplicates: true,
    })
    const there = await authorize(tx, 'board.edit', { kind: 'cast', id })
    if (there.projectId !== projectId) throw notFound({ kind: 'cast', id })
    return await announceCast(tx, id)
  })
}

/** Sets what is given and leaves the rest. What changes about somebody makes stale the pictures they are in. */
export async function updateCastMember(ctx: Ctx, input: z.output<typeof updateCastMemberInput>): Promise<CastRow> {
  const { id, version, afterId, ...given } = input
  const { projectId } = await authorize(ctx, 'board.edit', { kind: 'cast', id })
  return await transact(ctx, async (tx) => {
    // The project first, as whoever adds a member does: the two would wait for each other otherwise.
    const position = afterId === undefined ? undefined : await placeCastMember(tx, { projectId, afterId })
    await tx.db.$queryRaw`select 1 from cast_member where id = ${id}::uuid for no key update`
    const row = await readCastMember(tx.db, id)
    refuseOldVersion({ what: 'member of the cast', version, row })
    const data = { ...changesOf<Given>(row, given), ...(position === undefined ? {} : { position }) }
    if (Object.keys(data).length === 0) return row
    await tx.db.castMember.update({ where: { id }, data: { ...data, version: { increment: 1 } } })
    return await announceCast(tx, id)
  })
}

/** The sentences it is in keep it in mind, for when it comes back. */
export async function deleteCastMember(ctx: Ctx, input: z.output<typeof castMemberInput>): Promise<CastRow> {
  return await setDeleted(ctx, input.id, true)
}

export async function restoreCastMember(ctx: Ctx, input: z.output<typeof castMemberInput>): Promise<CastRow> {
  return await setDeleted(ctx, input.id, false)
}

type Given = Pick<CastRow, 'kind' | 'name' | 'look' | 'triggerWords' | 'loras' | 'workflow'>

/** As the columns of a new member are. */
const nothingYet: Given = { kind: 'character', name: '', look: '', triggerWords: '', loras: [], workflow: null }

async function setDeleted(ctx: Ctx, id: string, deleted: boolean): Promise<CastRow> {
  await authorize(ctx, 'board.edit', { kind: 'cast', id })
  return await transact(ctx, async (tx) => {
    const { count } = await tx.db.castMember.updateMany({
      where: { id, deletedAt: deleted ? null : { not: null } },
      data: { deletedAt: deleted ? tx.clock.now() : null, version: { increment: 1 } },
    })
    return count === 1 ? await announceCast(tx, id) : await readCastMember(tx.db, id)
  })
}

function isFull(): AppError {
  return new AppError({
    code: 'INVALID_INPUT',
    message: `A cast can have ${mostCastMembers} members at most.`,
    suggestion: 'Delete those that are in no sentence any more.',
  })
}
