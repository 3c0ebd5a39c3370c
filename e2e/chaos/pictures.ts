import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { JobRow } from '#lib/jobs/model.ts'
import type { SystemStatus } from '#lib/system/model.ts'
import { type Api, openApi } from '../fixtures/api.ts'
import { type Instance, startInstance } from '../fixtures/instance.ts'
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
import { createRandom, type Random } from './random.ts'

const faults = ['worker', 'sketch', 'sockets', 'postgres', 'web'] as const
type Fault = (typeof faults)[number]

export type Drawn = { rounds: number; jobs: number; completed: number; failed: number; done: Record<Fault, number> }

type Chaos = { seed: number; rounds: number; jobs: number; log: (line: string) => void }

/** Quick steps, so that a round is over in a minute, and slow enough for a fault to hit the middle of a picture. */
const behaviour = { stepMs: 15, modelLoadMs: 200, modelLoadMsOf: {} }

const size = { width: 1920, height: 1080 }

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

export async function readLogs({ dataDir }: Instance): Promise<string> {
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
  const { scenes } = await writeScript(api, jobs, size)
  const asked: string[] = []
  for (const { id } of scenes) asked.push((await ask(api, id)).jobId)

  const ended = new AbortController()
  const trouble = makeTrouble({ instance, sketchUrl, random, done, signal: ended.signal })
  const finish = whenAllEnded(api, asked).finally(() => ended.abort())
  const [rows] = await Promise.all([finish, trouble])
  checkFailures(rows)
  const { dataDir } = instance
  await checkTakes({ dataDir, api, scenes, rows, size })
  checkDrawings(await countDrawings([path.join(dataDir, 'sketch', 'output', 'framewright')]), rows)
  await checkStoredFiles(dataDir)
  return rows
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
