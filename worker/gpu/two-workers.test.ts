import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { requestTakeInput } from '#lib/jobs/model.ts'
import { requestTake } from '#lib/jobs/request-take.ts'
import { updateSentence } from '#lib/storyboard/update-sentence.ts'
import { aProject, sentences, useStudio } from '#lib/testing/context.ts'
import { startTestSketch, type TestSketch } from '#lib/testing/sketch.ts'
import { useJobs } from '#lib/testing/worker.ts'

const studio = useStudio()
const jobs = useJobs(studio)
const timeout = 30_000
let gpus: TestSketch[] = []
let dataDir: string
const children = new Set<ChildProcess>()

beforeAll(async () => {
  gpus = await Promise.all([1, 2, 3, 4].map(() => startTestSketch({ stepMs: 40 })))
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'framewright-workers-'))
})
afterEach(async () => {
  await Promise.all([...children].map(end))
})
afterAll(async () => {
  for (const gpu of gpus) await gpu.stop()
  await rm(dataDir, { recursive: true, force: true })
})

/** A worker of its own process, as another machine would run it. */
function startProcess(): ChildProcess {
  const child = spawn(process.execPath, [path.resolve('worker/main.ts')], {
    stdio: 'ignore',
    env: {
      ...process.env,
      ...{ NODE_ENV: 'production', LOG_LEVEL: 'silent', DATABASE_URL: studio.database.url, DATA_DIR: dataDir },
      COMFYUI_URL: gpus.map(({ url }) => url).join(','),
    },
  })
  children.add(child)
  return child
}

async function end(child: ChildProcess): Promise<void> {
  children.delete(child)
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
  // Its connections end a moment after it, and the database is dropped without any.
  await expect.poll(countConnections, { timeout }).toBe(0)
}

const countConnections = async () => {
  const [row] = await studio.ctx.db.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from pg_stat_activity
    where datname = current_database() and application_name = 'framewright leases'`
  return children.size > 0 ? 0 : (row?.count ?? 0)
}

/** Who holds the GPUs, by the pid in what they are called. */
const holders = async () => {
  const rows = await studio.ctx.db.gpuNode.findMany({ where: { isConfigured: true } })
  return rows.map(({ heldBy, health }) => (health === 'well' ? Number(heldBy?.split(' ').at(-1)) : undefined))
}
const all = <T>(value: T) => gpus.map(() => value)

async function ask(count: number): Promise<string[]> {
  const { sectionId } = await aProject(studio)
  const rows = await sentences(studio.ctx, sectionId, ...Array.from({ length: count }, (_, index) => `Boat ${index}.`))
  const ids: string[] = []
  for (const { id } of rows) {
    await updateSentence(studio.ctx, { id, imagePrompt: `a harbour ${id}` })
    ids.push((await requestTake(jobs.ctx, requestTakeInput.parse({ sentenceId: id, lane: 'batch' }))).job.id)
  }
  return ids
}

type Queue = { queue_running: [number, string][] }

it('of two workers with the same GPUs one has them, the other soon after it was killed, and nothing is drawn twice at once', async () => {
  const first = startProcess()
  await expect.poll(holders, { timeout }).toEqual(all(first.pid))
  const second = startProcess()
  const asked = await ask(16)
  let most = 0
  const look = async () => {
    for (const { url } of gpus) {
      const { queue_running }: Queue = await (await fetch(`${url}/queue`)).json()
      most = Math.max(most, queue_running.length)
    }
  }
  await expect
    .poll(async () => (await studio.ctx.db.job.count({ where: { startedAt: { not: null } } })) >= 4, { timeout })
    .toBe(true)
  await look()
  await end(first)
  await expect.poll(leaseHolders, { timeout, interval: 20 }).toEqual([gpus.length])
  await look()
  await expect.poll(holders, { timeout }).toEqual(all(second.pid))
  const rows = await Promise.all(asked.map((id) => jobs.whenJob(id)))
  expect(rows.map(({ state }) => state)).toEqual(asked.map(() => 'completed'))
  expect(await studio.ctx.db.take.count({ where: { jobId: { in: asked } } })).toBe(asked.length)
  expect(most).toBe(1)
  expect(await findOverlaps()).toEqual([])
}, 180_000)

it('the GPUs of one that hangs go to the other, and it has none of them when it wakes', async () => {
  const first = startProcess()
  await expect.poll(holders, { timeout }).toEqual(all(first.pid))
  const second = startProcess()
  const asked = await ask(16)
  await expect
    .poll(async () => (await studio.ctx.db.job.count({ where: { startedAt: { not: null } } })) >= 4, { timeout })
    .toBe(true)
  first.kill('SIGSTOP')
  await expect.poll(holders, { timeout: 90_000 }).toEqual(all(second.pid))
  first.kill('SIGCONT')
  const rows = await Promise.all(asked.map((id) => jobs.whenJob(id)))
  expect(rows.map(({ state }) => state)).toEqual(asked.map(() => 'completed'))
  expect(await studio.ctx.db.take.count({ where: { jobId: { in: asked } } })).toBe(asked.length)
  expect(await holders()).toEqual(all(second.pid))
  expect(await leaseHolders()).toEqual([gpus.length])
}, 180_000)

/** How many GPUs each connection holds. */
const leaseHolders = async () => {
  const client = new pg.Client(studio.database.url)
  await client.connect()
  try {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int as count from pg_locks l join pg_stat_activity a using (pid)
       where l.locktype = 'advisory' and a.application_name = 'framewright leases' and a.datname = current_database()
       and l.granted group by a.pid`,
    )
    return rows.map(({ count }) => count)
  } finally {
    await client.end()
  }
}

/** Pairs of pictures that were drawn on one GPU at the same time, by that GPU's own clock. */
const findOverlaps = async () =>
  await studio.ctx.db.$queryRaw`
    select one.id, other.id as "otherId" from job one join job other on one.node = other.node and one.id < other.id
    where one."startedAt" < other."renderedAt" and other."startedAt" < one."renderedAt"`
