import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import sharp from 'sharp'
import type { JobRow } from '#lib/jobs/model.ts'
import { newId } from '#lib/runtime/ids.ts'
import type { SystemStatus } from '#lib/system/model.ts'
import type { TakeRow } from '#lib/takes/model.ts'
import { readGraphOfPng } from '#lib/workflow/read-picture.ts'
import { type Api, openApi } from '../fixtures/api.ts'
import { type Instance, startInstance } from '../fixtures/instance.ts'
import { createRandom, type Random } from './random.ts'

const faults = ['worker', 'sketch', 'sockets', 'postgres', 'web'] as const
type Fault = (typeof faults)[number]

export type Drawn = { rounds: number; jobs: number; completed: number; failed: number; done: Record<Fault, number> }

type Chaos = { seed: number; rounds: number; jobs: number; log: (line: string) => void }

/** Quick steps, so that a round is over in a minute, and slow enough for a fault to hit the middle of a picture. */
const behaviour = { stepMs: 15, modelLoadMs: 200, modelLoadMsOf: {} }
const endWithinMs = 300_000

/**
 * Pictures are made on one GPU while processes are killed, the GPU's server restarts and sockets drop, at random. Then every job
 * has ended, every completed one has exactly one take whose bytes say its prompt and its seed, nothing that was finished was
 * drawn twice, and no file is half written. Throws with the seed when one of these is not so.
 */
export async function makeThroughFaults({ seed, rounds, jobs, log }: Chaos): Promise<Drawn> {
  const random = createRandom(seed)
  const drawn: Drawn = {
    rounds,
    jobs: 0,
    completed: 0,
    failed: 0,
    done: { worker: 0, sketch: 0, sockets: 0, postgres: 0, web: 0 },
  }
  for (let round = 0; round < rounds; round++) {
    const instance = await startInstance()
    try {
      const ended = await playRound(instance, { random, jobs, done: drawn.done })
      const completed = ended.filter(({ state }) => state === 'completed').length
      drawn.jobs += ended.length
      drawn.completed += completed
      drawn.failed += ended.length - completed
      log(`Round ${round + 1} of ${rounds}: ${completed} of ${ended.length} made, the others say why, none lost`)
    } catch (error) {
      const logs = await readLogs(instance)
      throw new Error(`Seed ${seed}, round ${round + 1}: ${String(error)}\n${instance.output()}\n${logs}`, {
        cause: error,
      })
    } finally {
      await instance.stop()
    }
  }
  return drawn
}

async function readLogs({ dataDir }: Instance): Promise<string> {
  const tails = ['web', 'worker', 'sketch'].map(async (name) => {
    const text = await readFile(path.join(dataDir, 'logs', `${name}.log`), 'utf8').catch(() => '')
    return `${name}: ${text.slice(-3_000)}`
  })
  return (await Promise.all(tails)).join('\n')
}

type Round = { random: Random; jobs: number; done: Record<Fault, number> }

async function playRound(instance: Instance, { random, jobs, done }: Round): Promise<JobRow[]> {
  const api = openApi(instance.url)
  const sketchUrl = await findSketch(api)
  await order(sketchUrl, { change: behaviour })
  const scenes = await writeScript(api, jobs)
  const asked: string[] = []
  for (const { id } of scenes) asked.push((await ask(api, id)).jobId)

  const ended = new AbortController()
  const trouble = makeTrouble({ instance, sketchUrl, random, done, signal: ended.signal })
  const finish = whenAllEnded(api, asked).finally(() => ended.abort())
  const [rows] = await Promise.all([finish, trouble])
  checkFailures(rows)
  await checkTakes(instance, { api, scenes, rows })
  await checkFiles(instance, rows)
  return rows
}

type Scene = { id: string; prompt: string; seed: string }

async function writeScript(api: Api, count: number): Promise<Scene[]> {
  const project = await api.post<{ id: string }>('/projects', { id: newId(), name: 'Chaos' })
  const section = await api.post<{ id: string }>(`/projects/${project.id}/sections`, { id: newId(), title: 'All' })
  const scenes = Array.from({ length: count }, (_, index): Scene => {
    return { id: newId(), prompt: `scene number ${index}, a harbour at dawn`, seed: String(2n ** 63n + BigInt(index)) }
  })
  const sentences = scenes.map(({ id, prompt }, index) => ({ id, text: `Sentence ${index}.`, imagePrompt: prompt }))
  await api.post(`/sections/${section.id}/sentences`, { sentences })
  for (const { id, seed } of scenes) await api.put(`/sentences/${id}`, { seed })
  return scenes
}

async function ask(api: Api, sentenceId: string): Promise<{ jobId: string }> {
  return await api.post(`/sentences/${sentenceId}/regenerate-image`)
}

async function findSketch(api: Api): Promise<string> {
  const { renderers } = await api.get<SystemStatus>('/system')
  const url = renderers.state === 'ok' ? renderers.value[0]?.url : undefined
  if (!url) throw new Error('The instance has no sketch renderer.')
  return url
}

async function order(sketchUrl: string, body: object): Promise<void> {
  await fetch(`${sketchUrl}/sketch/admin`, { method: 'POST', body: JSON.stringify(body) })
}

type Trouble = {
  instance: Instance
  sketchUrl: string
  random: Random
  done: Record<Fault, number>
  signal: AbortSignal
}

async function makeTrouble({ instance, sketchUrl, random, done, signal }: Trouble): Promise<void> {
  const killed: { fault: Fault; at: number }[] = []
  while (!signal.aborted) {
    await pause(800 + random.below(4_000), undefined, { signal }).catch(() => {})
    if (signal.aborted) return
    const fault = random.pick(faults)
    // Three quick ends of one process stop the whole instance, as they should.
    const strikes = killed.filter((one) => one.fault === fault && Date.now() - one.at < 120_000).length
    if (strikes >= 2) continue
    killed.push({ fault, at: Date.now() })
    done[fault]++
    await strike(fault, { instance, sketchUrl, random })
  }
}

async function strike(
  fault: Fault,
  { instance, sketchUrl, random }: Pick<Trouble, 'instance' | 'sketchUrl' | 'random'>,
) {
  switch (fault) {
    case 'worker':
    case 'web':
    case 'postgres':
      process.kill((await instance.pids())[fault], 'SIGKILL')
      return
    case 'sketch':
      // What it does by itself is forgotten with it.
      await order(sketchUrl, { restart: { downMs: random.below(1_500) } }).catch(() => {})
      return
    case 'sockets':
      await order(sketchUrl, { dropSockets: true }).catch(() => {})
  }
}

async function whenAllEnded(api: Api, ids: string[]): Promise<JobRow[]> {
  const giveUpAt = Date.now() + endWithinMs
  const rows: JobRow[] = []
  for (const id of ids) {
    for (;;) {
      const row = await api.get<JobRow>(`/jobs/${id}`)
      if (row.endedAt) {
        rows.push(row)
        break
      }
      if (Date.now() > giveUpAt) throw new Error(`Job ${id} is stuck: ${JSON.stringify(row)}`)
      await pause(200)
    }
  }
  return rows
}

/** What these faults can do to a job that is tried three times; anything else would be a fault of ours. */
const explained = ['COMFY_UNAVAILABLE', 'PROCESS_FAILED', 'GENERATION_TIMEOUT']
const fewestCompleted = 0.8

function checkFailures(rows: JobRow[]): void {
  const failed = rows.filter(({ state }) => state !== 'completed')
  const odd = failed.find(({ state, error }) => state !== 'failed' || !explained.includes(error?.code ?? ''))
  if (odd) throw new Error(`Job ${odd.id} ended as ${odd.state}: ${JSON.stringify(odd.error)}`)
  if (failed.length > rows.length * (1 - fewestCompleted)) {
    throw new Error(
      `${failed.length} of ${rows.length} jobs failed: ${JSON.stringify(failed.map(({ error }) => error))}`,
    )
  }
}

type Checking = { api: Api; scenes: Scene[]; rows: JobRow[] }

async function checkTakes(instance: Instance, { api, scenes, rows }: Checking): Promise<void> {
  for (const [index, row] of rows.entries()) {
    const scene = scenes[index]
    const { items } = await api.get<{ items: TakeRow[] }>(`/sentences/${scene?.id}/takes`)
    const wanted = row.state === 'completed' ? 1 : 0
    if (items.length !== wanted) throw new Error(`Job ${row.id} is ${row.state} and has ${items.length} takes.`)
    if (row.state === 'failed' && !row.error) throw new Error(`Job ${row.id} failed without a reason.`)
    const take = items[0]
    if (!take || !scene) continue
    const file = path.join(instance.dataDir, 'projects', take.projectId, 'takes', `${take.id}.png`)
    const bytes = await readFile(file)
    const { width, height } = (await sharp(bytes, { failOn: 'error' }).raw().toBuffer({ resolveWithObject: true })).info
    const graph = readGraphOfPng(bytes) ?? ''
    const isRight = graph.includes(scene.prompt) && graph.includes(scene.seed) && take.seed === scene.seed
    if (!isRight || width !== 1920 || height !== 1080)
      throw new Error(`The take of job ${row.id} is not what was asked.`)
    if (!take.isCurrent) throw new Error(`The take of job ${row.id} is not shown.`)
  }
}

/** Every finished drawing is a file of the renderer, and says whose job it was. */
async function checkFiles({ dataDir }: Instance, rows: JobRow[]): Promise<void> {
  const outputs = path.join(dataDir, 'sketch', 'output', 'framewright')
  const drawn = new Map<string, number>()
  for (const name of await readdir(outputs)) {
    const text = (await readFile(path.join(outputs, name))).toString('latin1')
    const job = /framewright\0\{"job": ?"([0-9a-f-]{36})"/.exec(text)?.[1]
    if (job) drawn.set(job, (drawn.get(job) ?? 0) + 1)
  }
  for (const { id, state } of rows) {
    const times = drawn.get(id) ?? 0
    if (times > 1) throw new Error(`Job ${id} was drawn to its end ${times} times.`)
    if (state === 'completed' && times === 0) throw new Error(`Job ${id} is completed, and nothing was drawn for it.`)
  }
  const projects = path.join(dataDir, 'projects')
  const files = await readdir(projects, { recursive: true })
  // A write that was cut off leaves a temporary file, under a name of its own, until it is tidied.
  for (const name of files) {
    if (name.endsWith('.png')) await sharp(path.join(projects, name), { failOn: 'error' }).stats()
    if (name.endsWith('.json')) JSON.parse(await readFile(path.join(projects, name), 'utf8'))
  }
}
