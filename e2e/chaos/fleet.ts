import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { JobRow } from '#lib/jobs/model.ts'
import { type Api, openApi } from '../fixtures/api.ts'
import { databaseUrlOf } from '../fixtures/database-url.ts'
import { type Instance, startInstance } from '../fixtures/instance.ts'
import { type SketchProcess, spawnCommand, startSketchProcess } from '../fixtures/sketch-process.ts'
import {
  checkDrawings,
  checkFailures,
  checkStoredFiles,
  checkTakes,
  countDrawings,
  order,
  whenAllEnded,
  writeScript,
} from './checks.ts'
import { gatherPeople } from './people.ts'
import { readLogs } from './pictures.ts'
import { createRandom, type Random } from './random.ts'

const faults = ['worker', 'other worker', 'sketch', 'sockets', 'postgres', 'node', 'cancel'] as const
type Fault = (typeof faults)[number]
type Done = Record<Fault, number>

export type FleetRun = {
  seed: number
  rounds: number
  jobs: number
  gpus: number
  people: number
  log: (line: string) => void
}

export type FleetResult = { jobs: number; completed: number; failed: number; cancelled: number; done: Done }

/** Small pictures and unequal GPUs: many jobs in a minute, and no two GPUs in step. */
const size = { width: 512, height: 512 }
const behaviourOf = (index: number) => ({ stepMs: 10 + 10 * index, modelLoadMs: 200, modelLoadMsOf: {} })

/**
 * Several people fill a fleet of unequal GPUs that two workers share, while workers are killed, renderers restart, sockets drop,
 * Postgres restarts, GPUs are paused, drained and resumed, and jobs are cancelled, at random. Then every job has ended, every
 * completed one has exactly one take that is what was asked for, nothing finished was drawn twice, and what was cancelled in
 * time was never drawn. Throws with the seed when one of these is not so.
 */
export async function shareThroughFaults({ seed, rounds, log, ...run }: FleetRun): Promise<FleetResult> {
  const random = createRandom(seed)
  const none = Object.fromEntries(faults.map((fault) => [fault, 0]))
  // Safe: it has exactly these keys.
  const result: FleetResult = { jobs: 0, completed: 0, failed: 0, cancelled: 0, done: none as Done }
  for (let round = 0; round < rounds; round++) {
    const folder = await mkdtemp(path.join(tmpdir(), 'framewright-fleet-'))
    const gpus = await Promise.all(
      Array.from({ length: run.gpus }, (_, index) => startSketchProcess(path.join(folder, `gpu-${index}`))),
    )
    const instance = await startInstance({ env: { COMFYUI_URL: gpus.map(({ url }) => url).join(',') } })
    const startedAt = Date.now()
    try {
      const rows = await playRound(instance, { ...run, gpus, random, done: result.done })
      const count = (state: JobRow['state']) => rows.filter((row) => row.state === state).length
      const [completed, failed, cancelled] = [count('completed'), count('failed'), count('cancelled')]
      result.jobs += rows.length
      result.completed += completed
      result.failed += failed
      result.cancelled += cancelled
      const seconds = Math.round((Date.now() - startedAt) / 1_000)
      log(
        `Round ${round + 1} of ${rounds}: ${completed} made, ${cancelled} cancelled, ${failed} failed, in ${seconds} s`,
      )
    } catch (error) {
      const said = `${instance.output()}\n${await readLogs(instance)}`
      throw new Error(`Seed ${seed}, round ${round + 1}: ${String(error)}\n${said}`, { cause: error })
    } finally {
      await instance.stop()
      await Promise.all(gpus.map((gpu) => gpu.stop()))
      await rm(folder, { recursive: true, force: true, maxRetries: 10 })
    }
  }
  return result
}

type Round = { jobs: number; people: number; gpus: SketchProcess[]; random: Random; done: Done }

async function playRound(instance: Instance, { jobs, people, gpus, random, done }: Round): Promise<JobRow[]> {
  const { dataDir } = instance
  const api = openApi(instance.url)
  for (const [index, { url }] of gpus.entries()) await order(url, { change: behaviourOf(index) })
  const databaseUrl = await databaseUrlOf(dataDir)
  const { scenes } = await writeScript(api, jobs, size)
  const ended = new AbortController()
  const other = keepOtherWorker({ databaseUrl, dataDir, gpus }, ended.signal)
  const askers = await gatherPeople(databaseUrl, people)
  try {
    const asked: string[] = []
    const cancelledInTime = new Set<string>()
    const stage: Stage = { instance, api, gpus, random, other, asked, cancelledInTime }
    const trouble = makeTrouble(stage, { done, signal: ended.signal })
    for (const [index, { id }] of scenes.entries()) {
      const asker = askers.people[index % askers.people.length]
      if (asker) asked.push(await asker.ask(id))
    }
    const finish = whenAllEnded(api, asked).finally(() => ended.abort())
    const [rows] = await Promise.all([finish, trouble])
    checkFailures(rows.filter(({ state }) => state !== 'cancelled'))
    await checkTakes({ dataDir, api, scenes, rows, size })
    const drawn = await countDrawings(gpus.map(({ outputs }) => outputs))
    checkDrawings(drawn, rows)
    const late = [...cancelledInTime].find((id) => drawn.has(id))
    if (late) throw new Error(`Job ${late} was cancelled while it waited, and drawn all the same.`)
    await checkStoredFiles(dataDir)
    return rows
  } finally {
    ended.abort()
    await askers.stop()
    await other.ended
  }
}

type Other = { kill(): void; ended: Promise<void> }

/** A second worker beside the instance's own, on the same GPUs, started again a moment after it was killed. */
function keepOtherWorker(
  { databaseUrl, dataDir, gpus }: { databaseUrl: string; dataDir: string; gpus: SketchProcess[] },
  signal: AbortSignal,
): Other {
  const env = {
    ...{ DATABASE_URL: databaseUrl, DATA_DIR: dataDir, NODE_ENV: 'production', LOG_LEVEL: 'silent' },
    COMFYUI_URL: gpus.map(({ url }) => url).join(','),
  }
  let child: ChildProcess | undefined
  const keep = async () => {
    while (!signal.aborted) {
      const started = spawnCommand(['worker'], env)
      child = started
      const stop = () => started.kill('SIGTERM')
      signal.addEventListener('abort', stop, { once: true })
      await new Promise((resolve) => started.once('close', resolve))
      signal.removeEventListener('abort', stop)
      await pause(500, undefined, { signal }).catch(() => {})
    }
  }
  return { kill: () => void child?.kill('SIGKILL'), ended: keep() }
}

type Stage = {
  instance: Instance
  api: Api
  gpus: SketchProcess[]
  random: Random
  other: Other
  /** The jobs asked for so far. */
  asked: string[]
  /** Those that had been handed to no GPU when they were cancelled. */
  cancelledInTime: Set<string>
}

async function makeTrouble(stage: Stage, { done, signal }: { done: Done; signal: AbortSignal }): Promise<void> {
  const { random } = stage
  const struck: { fault: Fault; at: number }[] = []
  while (!signal.aborted) {
    await pause(300 + random.below(2_500), undefined, { signal }).catch(() => {})
    if (signal.aborted) break
    const fault = random.pick(faults)
    // Three quick ends of one process stop the whole instance, as they should.
    const strikes = struck.filter((one) => one.fault === fault && Date.now() - one.at < 120_000).length
    if ((fault === 'worker' || fault === 'postgres') && strikes >= 2) continue
    struck.push({ fault, at: Date.now() })
    done[fault]++
    await strike(fault, stage)
  }
}

async function strike(fault: Fault, stage: Stage): Promise<void> {
  const { instance, random, other } = stage
  const { url } = random.pick(stage.gpus)
  switch (fault) {
    case 'worker':
    case 'postgres':
      process.kill((await instance.pids())[fault], 'SIGKILL')
      return
    case 'other worker':
      other.kill()
      return
    case 'sketch':
      await order(url, { restart: { downMs: random.below(1_500) } }).catch(() => {})
      return
    case 'sockets':
      await order(url, { dropSockets: true }).catch(() => {})
      return
    case 'node':
      return await holdNode(stage)
    case 'cancel':
      return await cancelSome(stage)
  }
}

/** A person stops a GPU for a moment. */
async function holdNode({ api, random }: Stage): Promise<void> {
  const { items } = await api.get<{ items: { id: string }[] }>('/gpus')
  const { id } = random.pick(items)
  await api.post(`/gpus/${id}/${random.pick(['pause', 'drain'])}`)
  await pause(500 + random.below(2_000))
  await api.post(`/gpus/${id}/resume`)
}

async function cancelSome({ api, random, asked, cancelledInTime }: Stage): Promise<void> {
  for (let count = 1 + random.below(3); count > 0 && asked.length > 0; count--) {
    const id = random.pick(asked)
    const before = await api.get<JobRow>(`/jobs/${id}`)
    const { state, startedAt } = await api.post<JobRow>(`/jobs/${id}/cancel`)
    // It was tried on no GPU before, and is on none now.
    if (state === 'cancelled' && before.state === 'queued' && before.attempts === 0 && !startedAt)
      cancelledInTime.add(id)
  }
}
