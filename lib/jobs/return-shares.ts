import type { Lane } from '#lib/fleet/choice.ts'
import type { TxCtx } from '#lib/live/transact.ts'
import { laneRange, startOfPriority } from './fair.ts'
import { holdShare } from './place-job.ts'

/**
 * What was called off before it began has cost nothing: whoever asked for it stands where the last of what they still wait for
 * says, and not behind everything they once asked for.
 */
export async function returnShares(
  tx: TxCtx,
  cancelled: readonly { requestedById: string; lane: Lane }[],
): Promise<void> {
  const shares = new Map(
    cancelled.map(({ requestedById, lane }) => [`${requestedById} ${lane}`, { requestedById, lane }]),
  )
  for (const [, { requestedById: personId, lane }] of [...shares].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const finish = await holdShare(tx, { personId, lane })
    const [last] = await tx.db.$queryRaw<{ priority: number | null; clockS: number }[]>`
      select min(priority) as priority, coalesce((select now from fair_clock where lane = ${lane}::"Lane"), 0) as "clockS"
      from job where "requestedById" = ${personId}::uuid and state = 'queued' and lane = ${lane}::"Lane"
        and priority > ${laneRange(lane).lowest}`
    const standsAt = Math.max(last?.clockS ?? 0, last?.priority == null ? 0 : startOfPriority(lane, last.priority) + 1)
    if (standsAt >= finish) continue
    await tx.db.fairShare.update({ where: { personId_lane: { personId, lane } }, data: { finish: standsAt } })
  }
}
