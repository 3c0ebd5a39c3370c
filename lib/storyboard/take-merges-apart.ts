import type { TxCtx } from '#lib/live/transact.ts'
import { lockSentences } from './lock-sentences.ts'
import { lockJobs } from './merge-parts.ts'
import { takeApart } from './take-apart.ts'

type Pair = { id: string; intoId: string }

/** Holds deleted sentences with those that some of them were merged into, and says which. Jobs before sentences, as everywhere. */
export async function lockWithMerged(tx: TxCtx, ids: readonly string[]): Promise<Pair[]> {
  let pairs = await findMerged(tx, ids)
  for (;;) {
    const both = pairs.flatMap(({ id, intoId }) => [id, intoId])
    if (both.length > 0) await lockJobs(tx, both)
    await lockSentences(tx, [...ids, ...both])
    const now = await findMerged(tx, ids)
    if (now.every(({ intoId }) => both.includes(intoId))) return now
    pairs = now
  }
}

/**
 * Takes apart what was merged of these deleted sentences: brought back as they are, their words would be on the board twice.
 * Returns both of each.
 */
export async function takeMergesApart(
  tx: TxCtx,
  { projectId, pairs }: { projectId: string; pairs: readonly Pair[] },
): Promise<string[]> {
  for (const pair of lastFirst(pairs)) await takeApart(tx, { projectId, ...pair })
  return pairs.flatMap(({ id, intoId }) => [id, intoId])
}

/** Of those ended for good, nothing stands anywhere: who was merged into one is brought back alone. */
async function findMerged(tx: TxCtx, ids: readonly string[]): Promise<Pair[]> {
  return await tx.db.$queryRaw<Pair[]>`
    select s.id, other.id as "intoId" from sentence s
    join sentence other on other.id = (s.merge ->> 'intoId')::uuid and other."projectId" = s."projectId"
    where s.id = any(${[...ids]}::uuid[]) and s."deletedAt" is not null`
}

/** What went into one that then went into another comes out after that one has. */
function lastFirst(pairs: readonly Pair[]): Pair[] {
  const left = [...pairs]
  const ordered: Pair[] = []
  while (left.length > 0) {
    const at = left.findIndex(({ intoId }) => !left.some(({ id }) => id === intoId))
    ordered.push(...left.splice(Math.max(at, 0), 1))
  }
  return ordered
}
