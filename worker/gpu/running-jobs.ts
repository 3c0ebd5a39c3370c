import type { LiveEvent } from '#lib/live/catalogue.ts'
import type { Db } from '#lib/runtime/db.ts'
import type { Log } from '#lib/runtime/log.ts'

/** The jobs this worker has on its GPUs, so that it hears when one of them is to be cancelled. */
export type RunningJobs = {
  /** Calls back once when the job is to be cancelled, even if that was asked before. The returned function ends it. */
  add(jobId: string, onCancel: () => void): () => void
  hear(event: LiveEvent): void
  /** Events may have been missed. */
  checkAll(): void
}

export function createRunningJobs(db: Db, log: Log): RunningJobs {
  const running = new Map<string, () => void>()
  const check = async (jobId: string) => {
    const job = await db.job.findUnique({ where: { id: jobId }, select: { cancelAskedAt: true } })
    if (job && !job.cancelAskedAt) return
    const onCancel = running.get(jobId)
    running.delete(jobId)
    onCancel?.()
  }
  const checkSoon = (jobId: string) => {
    // The next event, the next reconnect or the end of the job finds it, too.
    check(jobId).catch((error) => log.warn({ err: error, jobId }, 'Whether a job is to be cancelled could not be read'))
  }
  return {
    add(jobId, onCancel) {
      running.set(jobId, onCancel)
      checkSoon(jobId)
      return () => running.delete(jobId)
    },
    hear(event) {
      if (event.type === 'job.updated' && running.has(event.id)) checkSoon(event.id)
    },
    checkAll() {
      for (const jobId of running.keys()) checkSoon(jobId)
    },
  }
}
