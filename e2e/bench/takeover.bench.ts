import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { startPostgres } from '#bin/host/postgres.ts'
import { requestTakeInput } from '#lib/jobs/model.ts'
import { requestTake } from '#lib/jobs/request-take.ts'
import { migrate } from '#lib/runtime/migrate.ts'
import { order } from '../chaos/checks.ts'
import { startSketchProcess } from '../fixtures/sketch-process.ts'
import { aScriptOf } from './a-script.ts'
import { openQueueWorld } from './queue-world.ts'
import type { Series } from './stats.ts'
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts'

const rounds = 10
const gpuCount = 4
const picturesARound = 40
/** Most of a second a picture: the GPUs are at work when their worker is killed, and soon in need of the next. */
const behaviour = { stepMs: 30, tileMs: 0, modelLoadMs: 0, isCaching: false }
const lookEveryMs = 2

export const title = `Milliseconds after kill -9 of the worker that holds ${gpuCount} GPUs, with another one standing by`
export const floor = 'Postgres has freed the GPUs'

/** Two worker processes on the same GPUs; whichever holds them is killed in the middle of its work, and started again later. */
export async function run(log: (line: string) => void): Promise<Series[]> {
  const dir = await mkdtemp(path.join(tmpdir(), 'framewright-takeover-'))
  const postgres = await startPostgres({ dir: path.join(dir, 'database'), log: () => {} })
  await migrate(postgres.url)
  const world = await openQueueWorld(postgres.url)
  const gpus = await Promise.all(
    Array.from({ length: gpuCount }, (_, index) => startSketchProcess(path.join(dir, `gpu-${index}`))),
  )
  const client = new pg.Client(postgres.url)
  await client.connect()
  const urls = gpus.map(({ url }) => url)
  const startOne = () => startWorkerProcess({ databaseUrl: postgres.url, dataDir: dir, urls })
  const workers: WorkerProcess[] = []
  const samples: Record<'freed' | 'held' | 'begun', number[]> = { freed: [], held: [], begun: [] }
  try {
    for (const { url } of gpus) await order(url, { change: behaviour })
    workers.push(startOne())
    await until(async () => (await readHolders(client)).length === gpuCount)
    let most = 0
    for (let round = 0; round <= rounds; round++) {
      workers.push(startOne())
      await until(async () => (await countWorkers()) >= 2)
      const asked = await askForPictures()
      await until(async () => (await countOnGpus()) > gpuCount)
      const [holder] = workers.splice(0, 1)
      const taken = await takeOver(holder)
      // The first finds nothing warm.
      if (round > 0) for (const name of ['freed', 'held', 'begun'] as const) samples[name].push(taken[name])
      await until(async () => {
        most = Math.max(most, ...(await Promise.all(urls.map(countOurs))))
        return (await countEnded(asked)) === asked.length
      })
      const failed = await world.ctx.db.job.findFirst({ where: { id: { in: asked }, state: { not: 'completed' } } })
      if (failed) throw new Error(`Job ${failed.id} is ${failed.state}: ${JSON.stringify(failed.error)}`)
    }
    const overlaps = await findOverlaps()
    if (overlaps > 0) throw new Error(`${overlaps} pairs of pictures were drawn on one GPU at the same time.`)
    const drawn = await world.ctx.db.take.count()
    log(
      `${drawn} pictures by the GPUs' own clocks: never two at once on one, and never more than ${most} of ours on one.`,
    )
    log(
      `The slowest takeover: held after ${worst(samples.held)} ms, the first new picture after ${worst(samples.begun)} ms.`,
    )
    return [
      { name: floor, samples: samples.freed },
      { name: 'the other worker holds every GPU', samples: samples.held },
      { name: 'the first job that it claims begins', samples: samples.begun },
    ]
  } finally {
    await Promise.all(workers.map((worker) => worker.kill()))
    await Promise.all(gpus.map((gpu) => gpu.stop()))
    await client.end()
    await world.close()
    await postgres.stop()
    await rm(dir, { recursive: true, force: true, maxRetries: 10 })
  }

  async function askForPictures(): Promise<string[]> {
    const ids: string[] = []
    for (const sentenceId of await aScriptOf(world.ctx, picturesARound)) {
      ids.push((await requestTake(world.ctx, requestTakeInput.parse({ sentenceId, lane: 'batch' }))).job.id)
    }
    return ids
  }

  async function takeOver(holder: WorkerProcess | undefined): Promise<Record<'freed' | 'held' | 'begun', number>> {
    const former = await readHolders(client)
    const killedAtMs = Date.now()
    const since = performance.now()
    const sinceMs = () => performance.now() - since
    void holder?.kill()
    let freed: number | undefined
    await until(async () => {
      const holders = await readHolders(client)
      const isFree = !holders.some((pid) => former.includes(pid))
      if (isFree) freed ??= sinceMs()
      return isFree && holders.length === gpuCount
    })
    const held = sinceMs()
    const first = () =>
      world.ctx.db.job.findFirst({
        where: { claimedAt: { gt: new Date(killedAtMs) }, startedAt: { not: null } },
        orderBy: { startedAt: 'asc' },
      })
    await until(async () => (await first()) !== null)
    const begunAtMs = (await first())?.startedAt?.getTime() ?? Number.NaN
    return { freed: freed ?? held, held, begun: begunAtMs - killedAtMs }
  }

  async function countWorkers(): Promise<number> {
    return await world.ctx.db.process.count({ where: { kind: 'worker', pid: { in: workers.map(({ pid }) => pid) } } })
  }

  /** Drawing, or prepared. */
  async function countOnGpus(): Promise<number> {
    return await world.ctx.db.job.count({ where: { state: 'processing' } })
  }

  async function countEnded(ids: string[]): Promise<number> {
    return await world.ctx.db.job.count({ where: { id: { in: ids }, endedAt: { not: null } } })
  }

  /** Both times are the server's, as it keeps them of each prompt. */
  async function findOverlaps(): Promise<number> {
    const [row] = await world.ctx.db.$queryRaw<{ count: number }[]>`
      select count(*)::int as count from job one join job other on one.node = other.node and one.id < other.id
      where one."startedAt" < other."renderedAt" and other."startedAt" < one."renderedAt"`
    return row?.count ?? Number.NaN
  }
}

/** The database process of whoever holds it, for each GPU that is held. */
async function readHolders(client: pg.Client): Promise<number[]> {
  const { rows } = await client.query<{ pid: number }>(
    `select l.pid from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and a.application_name = 'framewright leases' and l.granted`,
  )
  return rows.map(({ pid }) => pid)
}

async function countOurs(url: string): Promise<number> {
  const { queue_running, queue_pending } = await (await fetch(`${url}/queue`)).json()
  return queue_running.length + queue_pending.length
}

const giveUpMs = 60_000

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + giveUpMs
  while (!(await isSo())) {
    if (performance.now() > giveUpAt) throw new Error(`It did not come to pass within ${giveUpMs / 1_000} s.`)
    await pause(lookEveryMs)
  }
}

function worst(samples: readonly number[]): string {
  return Math.max(...samples).toFixed(0)
}
