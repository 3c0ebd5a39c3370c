import type { LiveEvent } from '#lib/live/catalogue.ts'
import type { Db } from '#lib/runtime/db.ts'
import type { Log } from '#lib/runtime/log.ts'

/** The jobs this worker has on its GPUs, so that it hears when one of them is called off. */
export type RunningJobs = {
  /** Aborts when the job is called off, even if that was before. `end` when it is no longer here. */
  follow(jobId: string): { calledOff: AbortSignal; end(): void }
  hear(event: LiveEvent): void
  /** Events may have been missed. */
  checkAll(): void
}

export function createRunningJobs(db: Db, log: Log): RunningJobs {
  const running = new Map<string, AbortController>()
  const check = async (jobId: string) => {
    const job = await db.job.findUnique({ where: { id: jobId }, select: { cancelAskedAt: true } })
    // A job that is there no more, with its project, is wanted no more.
    if (!job || job.cancelAskedAt) running.get(jobId)?.abort()
  }
  const checkSoon = (jobId: string) => {
    // The next event, the next reconnect or the end of the job finds it, too.
    check(jobId).catch((error) => log.warn({ err: error, jobId }, 'Whether a job is called off could not be read'))
  }
  return {
    follow(jobId) {
      const calledOff = new AbortController()
      running.set(jobId, calledOff)
      checkSoon(jobId)
      return { calledOff: calledOff.signal, end: () => running.delete(jobId) }
    },
    hear(event) {
      if (event.type === 'job.updated' && running.has(event.id)) checkSoon(event.id)
    },
    checkAll() {
      for (const jobId of running.keys()) checkSoon(jobId)
    },
  }
}
