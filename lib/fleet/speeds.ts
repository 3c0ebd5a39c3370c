import type { Tier } from './choice.ts'
import { type Needs, warmKeyOf, workOf } from './needs.ts'

/** How long a GPU takes for something, and whether that was learned or is a guess. */
export type Speed = { runMs: number; loadMs: number; isLearned: boolean }

export type SpeedRow = { nodeId: string; work: string; runMs: number; samples: number }

/** A GPU's id, and what is known of it before it has done anything. */
export type PacedNode = { id: string; tier: Tier; pace?: number | undefined }

export type Speeds = (nodeId: string, needs: Needs) => Speed

/** What is known of the fleet's speeds, with a guess for what is not: from another GPU's speed, else from the kind of work. */
export function knowSpeeds(rows: readonly SpeedRow[], nodes: readonly PacedNode[]): Speeds {
  const learned = new Map(rows.map((row) => [keyOf(row.nodeId, row.work), row.runMs]))
  const known = new Map(nodes.map((node) => [node.id, node]))
  const onStandard = meanOnStandard(rows, known)
  return (id, needs) => {
    const { pace, tier = 'standard' } = known.get(id) ?? {}
    const [work, load] = [workOf(needs), workOfLoading(warmKeyOf(needs))]
    const { count = 1 } = needs
    // Many in one go take a little less than one after the other, which the first of them shows.
    const like = (of: (work: string) => number | undefined) => of(work) ?? timesCount(findLike(of, needs), count)
    const own = like((name) => learned.get(keyOf(id, name)))
    const onOthers = like((name) => onStandard.get(name)) ?? usualRunMs(needs) * count
    return {
      runMs: own ?? onOthers * (pace ?? slowness[tier]),
      loadMs: learned.get(keyOf(id, load)) ?? onStandard.get(load) ?? usualLoadMs(needs) * (pace ?? 1),
      isLearned: learned.has(keyOf(id, work)),
    }
  }
}

/** What one picture like these takes. Drawn as large, a draft takes about what a final does. */
function findLike(of: (work: string) => number | undefined, { count: _, ...single }: Needs): number | undefined {
  const twin = single.quality === 'draft' ? 'final' : 'draft'
  return of(workOf(single)) ?? of(workOf({ ...single, quality: twin }))
}

function timesCount(runMs: number | undefined, count: number): number | undefined {
  return runMs === undefined ? undefined : runMs * count
}

function keyOf(nodeId: string, work: string): string {
  return `${nodeId} ${work}`
}

/** Under which a GPU's time to load these models is kept. */
export function workOfLoading(warmKey: string): string {
  return `load:${warmKey}`
}

/** A new measurement weighs so much once there are enough of them: what changed is known after a handful. */
const newestWeight = 0.3

/**
 * One that takes so many times what was expected has met an accident, such as a disk that woke or another program: it counts as that
 * many times and no more. What is slower for good is believed all the same, after a few more.
 */
const oddTimes = 3
/** Of what is over in no time a multiple is no time either. */
const leastExpectedMs = 1_000

/** The mean over what was measured, in which the newest counts most. */
export function learn(
  before: Pick<SpeedRow, 'runMs' | 'samples'> | undefined,
  ms: number,
): Pick<SpeedRow, 'runMs' | 'samples'> {
  // What was only a guess weighs nothing.
  if (!before || before.samples === 0) return { runMs: ms, samples: 1 }
  const { runMs, samples } = before
  // Nothing draws much faster than it can, so of the first two the longer was the accident.
  if (samples === 1 && ms * oddTimes < runMs) return { runMs: ms, samples: samples + 1 }
  // The first few count alike, so that an odd first one is soon forgotten.
  const weight = Math.max(newestWeight, 1 / (samples + 1))
  const believedMs = Math.min(ms, Math.max(runMs, leastExpectedMs) * oddTimes)
  return { runMs: runMs + (believedMs - runMs) * weight, samples: samples + 1 }
}

/** Beside a GPU of the standard tier. Only until a GPU has done something itself. */
const slowness: Record<Tier, number> = { premium: 0.5, quality: 0.7, standard: 1, draft: 1.5 }

/** What other GPUs take, brought to the standard tier. */
function meanOnStandard(rows: readonly SpeedRow[], nodes: ReadonlyMap<string, PacedNode>): Map<string, number> {
  const sums = new Map<string, { sum: number; count: number }>()
  for (const { nodeId, work, runMs } of rows) {
    const node = nodes.get(nodeId)
    // One of a pace of its own says nothing about the others.
    if (!node || node.pace !== undefined) continue
    const { sum, count } = sums.get(work) ?? { sum: 0, count: 0 }
    sums.set(work, { sum: sum + (work.startsWith('load:') ? runMs : runMs / slowness[node.tier]), count: count + 1 })
  }
  return new Map([...sums].map(([work, { sum, count }]) => [work, sum / count]))
}

/** Finals of a megapixel on a present-day card of the middle class; a first picture corrects it. */
const usualSeconds: readonly (readonly [capability: string, runS: number, loadS: number])[] = [
  ['video', 120, 30],
  ['flux2', 40, 40],
  ['qwen_image', 30, 30],
  ['flux', 25, 20],
  ['flux_fp8', 18, 12],
  ['z_image', 6, 10],
  ['upscale', 10, 2],
  ['sd15', 5, 3],
]
const usual = { runS: 12, loadS: 6 }

/** Of half the steps, at half to three quarters of each side. */
const draftShare = 0.3

function usualRunMs({ capabilities, quality }: Needs): number {
  const runS = usualSeconds.find(([capability]) => capabilities.includes(capability))?.[1] ?? usual.runS
  return runS * (quality === 'draft' ? draftShare : 1) * 1_000
}

export function usualLoadMs({ capabilities, models }: Needs): number {
  if (models.length === 0) return 0
  return (usualSeconds.find(([capability]) => capabilities.includes(capability))?.[2] ?? usual.loadS) * 1_000
}
