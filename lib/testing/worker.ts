import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { openLeases } from '#lib/fleet/leases.ts'
import { type FleetNode, nodesOfUrls } from '#lib/fleet/model.ts'
import { type TryWaits, usualWaits } from '#lib/fleet/trust.ts'
import type { JobsCtx } from '#lib/jobs/context.ts'
import { readFleetView } from '#lib/jobs/fleet-view.ts'
import type { JobRow } from '#lib/jobs/model.ts'
import { readJob } from '#lib/jobs/queries.ts'
import { openQueues } from '#lib/jobs/queue.ts'
import { listen } from '#lib/live/listen.ts'
import { createWatchedJobs } from '#lib/live/watching.ts'
import { systemClock } from '#lib/runtime/clock.ts'
import { newId } from '#lib/runtime/ids.ts'
import type { Media } from '#lib/runtime/media.ts'
import { createFileMedia } from '#lib/takes/media-file.ts'
import { openLibrary, workflowFolders } from '#lib/workflow/library.ts'
import type { WorkerCtx } from '#worker/gpu/context.ts'
import { createRunningJobs } from '#worker/gpu/running-jobs.ts'
import { shareReads } from '#worker/gpu/share-reads.ts'
import { startSlots } from '#worker/gpu/slots.ts'
import type { TestStudio } from './context.ts'
import { silentLog } from './context.ts'

export type TestWorker = {
  readonly name: string
  setNodes(nodes: readonly FleetNode[]): Promise<void>
  stop(): Promise<void>
  /** It loses its GPUs from one moment to the next, as one that is killed does. */
  kill(): Promise<void>
}

export type JobsStudio = {
  /** What the web process gives a command: the owner asks. */
  readonly ctx: JobsCtx
  readonly media: Media
  readonly dataDir: string
  /** A worker of this process with a hand on each of these GPUs. Stopped with the test file when it has not been before. */
  startWorker(
    gpus: readonly (string | FleetNode)[],
    given?: { media?: Media; library?: JobsCtx['library']; tryWaits?: TryWaits },
  ): Promise<TestWorker>
  /** The job once it has ended, or is in this state. */
  whenJob(id: string, state?: JobRow['state']): Promise<JobRow>
}

/** Queue, workflows and storage for a studio, and workers on demand. */
export function useJobs(studio: TestStudio): JobsStudio {
  const parts: { ctx?: JobsCtx; media?: Media; dataDir?: string } = {}
  const stops: (() => Promise<void>)[] = []

  beforeAll(async () => {
    const dataDir = await mkdtemp(path.join(os.tmpdir(), 'framewright-jobs-'))
    const { render: queue, stop } = await openQueues({ databaseUrl: studio.database.url, log: silentLog })
    const library = await openLibrary({ folders: workflowFolders({ WORKFLOWS_DIR: undefined, DATA_DIR: dataDir }) })
    Object.assign(parts, { dataDir, media: createFileMedia(dataDir) })
    parts.ctx = { ...studio.ctx, clock: systemClock, queue, library, limits: { perPerson: 2_000, inAll: 50_000 } }
    stops.push(
      stop,
      async () => library.close(),
      () => rm(dataDir, { recursive: true, force: true }),
    )
  })
  afterAll(async () => {
    for (const stop of stops) await stop()
  })

  const there = <K extends keyof typeof parts>(name: K): NonNullable<(typeof parts)[K]> => {
    const part = parts[name]
    if (!part) throw new Error('The jobs of a test are there in tests and hooks, not while the file is read.')
    return part
  }

  return {
    get ctx() {
      return there('ctx')
    },
    get media() {
      return there('media')
    },
    get dataDir() {
      return there('dataDir')
    },
    async startWorker(gpus, { media = there('media'), library = there('ctx').library, tryWaits = usualWaits } = {}) {
      const { url: databaseUrl, db } = studio.database
      const watched = createWatchedJobs(systemClock)
      const running = createRunningJobs(db, silentLog)
      const name = `worker ${newId()}`
      const base = there('ctx')
      const readView = shareReads(() => readFleetView(base))
      const own = { library, media, watched, running, worker: name, readView, waits: tryWaits, tooMuch: new Map() }
      const ctx: WorkerCtx = { ...base, ...own }
      const leases = openLeases({ databaseUrl, log: silentLog })
      const waits = { lookEveryMs: 50, nobodyCameMs: 300 }
      const nodes = gpus.flatMap((gpu) => (typeof gpu === 'string' ? nodesOfUrls([gpu]) : [gpu]))
      const slots = await startSlots(ctx, { nodes, leases, waits })
      const listener = await listen({
        databaseUrl,
        log: silentLog,
        onEvent(event) {
          running.hear(event)
          slots.wake()
          if (event.type === 'fleet.doubted') slots.doubt()
        },
        onWatched: watched.hear,
        onGap: slots.wake,
      })
      let stopped: Promise<void> | undefined
      const stopAll = async () => {
        await slots.stop()
        await leases.stop()
        await listener.stop()
      }
      const stop = () => {
        stopped ??= stopAll()
        return stopped
      }
      stops.unshift(stop)
      return {
        ...{ name, setNodes: slots.setNodes, stop },
        async kill() {
          await leases.stop()
          await stop()
        },
      }
    },
    async whenJob(id, state) {
      // A whole job is several queries, and many are waited for at once.
      for (;;) {
        const { state: now, endedAt } = await studio.ctx.db.job.findUniqueOrThrow({
          where: { id },
          select: { state: true, endedAt: true },
        })
        if (state ? now === state : endedAt) return await readJob(there('ctx'), { id })
        if (state && endedAt) throw new Error(`The job ended as ${now}, not ${state}.`)
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    },
  }
}
