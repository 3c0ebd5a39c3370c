import type { TxCtx } from '#lib/live/transact.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { newId } from '#lib/runtime/ids.ts'
import { mostCastMembers } from './model.ts'
import { positionsBetween } from './positions.ts'
import type { Named } from './script/cast-in.ts'
import type { ImportScriptInput } from './script-input.ts'

type Wanted = { projectId: string; cast: ImportScriptInput['cast'] }

/** The project's cast with those who were accepted; who is there already by that name is not added again. */
export async function addScriptCast(tx: TxCtx, { projectId, cast }: Wanted): Promise<{ cast: Named[]; added: number }> {
  const members = await tx.db.castMember.findMany({
    where: { projectId },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    select: { id: true, name: true, kind: true, position: true, deletedAt: true },
  })
  const there = members.filter(({ deletedAt }) => deletedAt === null)
  const known = new Set(there.map(({ name }) => name.toLowerCase()))
  const missing = cast.filter(({ name }) => {
    const key = name.toLowerCase()
    if (known.has(key)) return false
    known.add(key)
    return true
  })
  if (there.length + missing.length > mostCastMembers) throw isTooMany()
  const positions = positionsBetween(members.at(-1)?.position ?? null, null, missing.length)
  const added = missing.map(({ name, kind }, index) => ({
    ...{ id: newId(tx.clock.now().getTime()), projectId, name, kind, position: positions[index] ?? '' },
  }))
  if (added.length > 0) await tx.db.castMember.createMany({ data: added })
  return { cast: [...there, ...added], added: added.length }
}

type Link = { sentenceId: string; castMemberId: string }

export async function linkCast(tx: TxCtx, projectId: string, links: readonly Link[]): Promise<void> {
  if (links.length === 0) return
  await tx.db.$executeRaw`
    insert into sentence_cast ("sentenceId", "castMemberId", "projectId")
    select "sentenceId", "castMemberId", ${projectId}::uuid
    from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as x("sentenceId" uuid, "castMemberId" uuid)
    on conflict do nothing`
}

function isTooMany(): AppError {
  return new AppError({
    code: 'INVALID_INPUT',
    message: `A cast can have ${mostCastMembers} members at most.`,
    suggestion: 'Leave out those who are named only once or twice.',
  })
}
