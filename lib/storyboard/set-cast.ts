import type { TxCtx } from '#lib/live/transact.ts'
import { refuseStrangers } from './refuse-strangers.ts'

type CastChange = { projectId: string; ids: readonly string[]; castIds: readonly string[] }

/** Who is in these sentences. A deleted member's link stays: when it comes back, so do the sentences it was in. */
export async function setCast(tx: TxCtx, { projectId, ids, castIds }: CastChange): Promise<void> {
  await refuseStrangers(tx, { projectId, castIds })
  await tx.db.sentenceCast.deleteMany({
    where: { sentenceId: { in: [...ids] }, castMemberId: { notIn: [...castIds] }, castMember: { deletedAt: null } },
  })
  await tx.db.$executeRaw`
    insert into sentence_cast ("sentenceId", "castMemberId", "projectId")
    select s.id, m.id, ${projectId}::uuid from unnest(${[...ids]}::uuid[]) as s (id), unnest(${[...castIds]}::uuid[]) as m (id)
    on conflict do nothing`
}

/** Neither has anybody twice. */
export function isSameCast(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id) => b.includes(id))
}
