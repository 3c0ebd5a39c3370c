import type { TxCtx } from '#lib/live/transact.ts'
import { mostToldOneByOne } from '#lib/storyboard/announce-sentence.ts'
import type { Job } from '#prisma/client/client.ts'
import { jobUpdated } from './rows.ts'

/** Jobs began or ended: what their sentences show is other than it was. */
export async function announceSentences(tx: TxCtx, jobs: readonly Job[]): Promise<void> {
  const ids = [...new Set(jobs.flatMap(({ sentenceId }) => sentenceId ?? []))].sort()
  const rows = await tx.db.$queryRaw<{ id: string; projectId: string; version: number }[]>`
    update sentence set version = version + 1, "updatedAt" = ${tx.clock.now()}
    where id in (select id from sentence where id = any(${ids}::uuid[]) order by id for no key update)
    returning id, "projectId", version`
  if (jobs.length > mostToldOneByOne) {
    for (const projectId of new Set(jobs.map((job) => job.projectId))) tx.publish({ type: 'board.changed', projectId })
    return
  }
  for (const { id, projectId, version } of rows) tx.publish({ type: 'sentence.updated', projectId, id, version })
  for (const job of jobs) tx.publish(jobUpdated(job))
}
