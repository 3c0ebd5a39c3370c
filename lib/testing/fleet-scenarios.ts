import type { Lane, Tier, Work } from '#lib/fleet/choice.ts'
import type { Scenario, SimNode } from './simulate-fleet.ts'
import type { SimJob, SimQueue } from './simulated-lines.ts'

/** The same numbers from 0 to 1 for the same seed (mulberry32). */
export function makeRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function shuffle<T>(values: readonly T[], random: () => number): T[] {
  return values
    .map((value) => ({ value, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value)
}

function sameWorks(queues: readonly SimQueue[], work: Work): ReadonlyMap<string, Work> {
  return new Map(queues.map(({ name }) => [name, work]))
}

/** Pictures of three checkpoints that take 10 s to load, mixed, all asked for at once. */
export function threeModels({ seed, runsMs }: { seed: number; runsMs: readonly number[] }): Scenario {
  const queues = ['sdxl', 'pony', 'flux'].map((name): SimQueue => ({ name, warmKey: name, quality: 'draft' }))
  const works = new Map(queues.map(({ name }, index) => [name, { runMs: runsMs[index] ?? 4_000, loadMs: 10_000 }]))
  const names = queues.flatMap(({ name }) => new Array<string>(30).fill(name))
  return {
    queues,
    nodes: ['left', 'right'].map((id): SimNode => ({ id, tier: 'standard', works })),
    jobs: jobsOf(shuffle(names, makeRandom(seed)), { person: 'ada', lane: 'batch', atMs: 0 }),
  }
}

/** Drafts of one kind on GPUs of unequal speed. */
export function unequalNodes({ runsMs, count }: { runsMs: readonly number[]; count: number }): Scenario {
  const queues: SimQueue[] = [{ name: 'drafts', warmKey: 'sdxl', quality: 'draft' }]
  return {
    queues,
    nodes: runsMs.map(
      (runMs, index): SimNode => ({
        id: `node-${index}`,
        tier: 'standard',
        works: sameWorks(queues, { runMs, loadMs: 0 }),
      }),
    ),
    jobs: jobsOf(new Array<string>(count).fill('drafts'), { person: 'ada', lane: 'batch', atMs: 0 }),
  }
}

/** Ada asks for 500 pictures, and Ben for one while a few of hers are done. */
export function fiveHundredThenOne({ nodeCount, askedAtMs }: { nodeCount: number; askedAtMs: number }): Scenario {
  const queues: SimQueue[] = [{ name: 'finals', warmKey: 'sdxl', quality: 'final' }]
  const works = sameWorks(queues, { runMs: 8_000, loadMs: 10_000 })
  return {
    queues,
    nodes: Array.from({ length: nodeCount }, (_, index): SimNode => ({ id: `node-${index}`, tier: 'standard', works })),
    jobs: [
      ...jobsOf(new Array<string>(500).fill('finals'), { person: 'ada', lane: 'batch', atMs: 0 }),
      ...jobsOf(['finals'], { person: 'ben', lane: 'batch', atMs: askedAtMs }),
    ],
  }
}

/** More models than GPUs, and much to do with each: every line has to be passed over for the sake of another. */
export function manyModels({ models, nodeCount, seed }: { models: number; nodeCount: number; seed: number }): Scenario {
  const queues = Array.from({ length: models }, (_, index): SimQueue => {
    return { name: `model-${index}`, warmKey: `model-${index}`, quality: 'draft' }
  })
  const works = sameWorks(queues, { runMs: 4_000, loadMs: 10_000 })
  const names = queues.flatMap(({ name }) => new Array<string>(100).fill(name))
  return {
    queues,
    nodes: Array.from({ length: nodeCount }, (_, index): SimNode => ({ id: `node-${index}`, tier: 'standard', works })),
    jobs: jobsOf(shuffle(names, makeRandom(seed)), { person: 'ada', lane: 'batch', atMs: 0 }),
  }
}

function jobsOf(queues: readonly string[], { person, lane, atMs }: Pick<SimJob, 'person' | 'lane' | 'atMs'>): SimJob[] {
  return queues.map((queue, index) => ({ id: `${person}-${lane}-${atMs}-${index}`, queue, person, lane, atMs }))
}

/** Who asks for what of which GPUs, when, and which of these go away: anything that may happen on a bad day. */
export function randomScenario(seed: number): Scenario {
  const random = makeRandom(seed)
  const upTo = (most: number) => Math.floor(random() * (most + 1))
  const oneOf = <T>(values: readonly [T, ...T[]]): T => values[upTo(values.length - 1)] ?? values[0]
  const tiers = ['draft', 'standard', 'quality', 'premium'] as const
  const models = Array.from({ length: 1 + upTo(5) }, (_, index) => ({
    key: `model-${index}`,
    loadMs: oneOf([0, 1_000, 5_000, 10_000, 10_000, 40_000]),
    runMs: 500 + upTo(20) * 500 + (random() < 0.1 ? 60_000 : 0),
  }))
  const kinds = models.flatMap(({ key, loadMs, runMs }) =>
    Array.from({ length: 1 + upTo(2) }, (_, index) => {
      const quality = oneOf(['draft', 'final'] as const)
      const queue: SimQueue = { name: `${key}.${quality}.${index}`, warmKey: key, quality }
      return { queue, loadMs, runMs: runMs * (quality === 'final' ? 2.5 : 1) }
    }),
  )
  const spanMs = 30_000 + upTo(600) * 1_000
  const nodes = Array.from({ length: 1 + upTo(5) }, (_, index): SimNode => {
    const tier: Tier = oneOf(tiers)
    const slowness = 0.4 + random() * 3
    const able = kinds.filter(() => random() < 0.75)
    const works = able.map(({ queue, loadMs, runMs }) => [queue.name, { loadMs, runMs: runMs * slowness }] as const)
    const leavesAtMs = upTo(spanMs)
    const outages = random() < 0.3 ? [[leavesAtMs, leavesAtMs + 1_000 + upTo(200_000)] as const] : []
    return { id: `node-${index}`, tier, works: new Map(works), outages }
  })
  const people = Array.from({ length: 1 + upTo(3) }, (_, index) => `person-${index}`)
  const bursts = Array.from({ length: 1 + upTo(14) }, (_, index) => {
    const lane: Lane = oneOf(['urgent', 'batch', 'batch', 'idle'])
    const { queue } = oneOf(asList(kinds))
    const count = lane === 'urgent' ? 1 + upTo(2) : 1 + upTo(40)
    const burst = { person: oneOf(asList(people)), lane, atMs: upTo(spanMs) }
    return jobsOf(new Array<string>(count).fill(queue.name), burst).map((job) => ({ ...job, id: `${index}-${job.id}` }))
  })
  const late = makeRandom(seed + 1)
  const lateness = new Map(bursts.flat().map(({ id }) => [id, 0.7 + late() * 0.8]))
  return {
    queues: kinds.map(({ queue }) => queue),
    nodes,
    jobs: bursts.flat(),
    ...(random() < 0.5 ? { lateness: (jobId) => lateness.get(jobId) ?? 1 } : {}),
  }
}

function asList<T>(values: readonly T[]): readonly [T, ...T[]] {
  const [first, ...rest] = values
  if (first === undefined) throw new Error('There is none to choose from.')
  return [first, ...rest]
}
