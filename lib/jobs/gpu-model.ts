import { z } from 'zod'
import type { Tier } from '#lib/fleet/choice.ts'
import type { NodeView } from './fleet-view.ts'
import type { JobKind } from './model.ts'

/** How a GPU is, in one word. */
export type GpuState = 'working' | 'idle' | 'paused' | 'draining' | 'away' | 'slow' | 'set aside' | 'not held'

/** A job on a GPU. Who may not see its project learns that there is one, and no more. */
export type GpuJob = {
  id: string
  kind: JobKind
  startedAt: string | null
  /** When it will be done, as far as is known. */
  endsAt: string
  isCancelling: boolean
  about: {
    projectId: string
    projectName: string
    sentenceId: string | null
    sentenceText: string | null
    personName: string
  } | null
}

export type GpuRow = {
  id: string
  name: string
  url: string
  tier: Tier
  /** Pictures it makes in one go. */
  maxBatch: number
  state: GpuState
  /** Why it takes no jobs, or what else there is to know, in a sentence. */
  reason: string | null
  mode: NodeView['mode']
  health: NodeView['health']
  /** The worker that holds it. */
  heldBy: string | null
  /** What it draws, or is about to. */
  current: GpuJob | null
  prepared: GpuJob | null
  memory: { totalGb: number; freeGb: number } | null
  latencyMs: number | null
  version: string | null
  device: string | null
  /** Prompts of other programs on it. */
  foreign: number
  /** Changes when its models or node types do. */
  abilitiesHash: string | null
  checkedAt: string | null
}

export type GpuStates = {
  items: GpuRow[]
  /** Jobs that wait in the queue, up to `mostCounted`. */
  waiting: number
  isPaused: boolean
}

export type GpuDetails = {
  models: { folder: string; names: string[]; count: number }[]
  workflows: GpuWorkflow[]
  speeds: { work: string; runMs: number; samples: number }[]
}

export type GpuWorkflow = {
  id: string
  title: string
  canRun: boolean
  /** What is missing, each in a sentence. */
  lacks: string[]
}

/** One value for each minute of the last hour, the oldest first. */
export type GpuHistory = {
  /** By GPU: the share of the minute it drew, 0 to 1. */
  utilisation: Record<string, number[]>
  /** How many jobs waited. */
  queueDepth: number[]
  /** When the last minute ends, which may be still to come. */
  endsAt: string
}

export type GpuList = {
  items: (GpuRow & GpuDetails & { utilisation: number[] })[]
  waiting: number
  isPaused: boolean
  queueDepth: number[]
  nextCursor: null
}

/** More than anybody reads off a number; counting on would only cost. */
export const mostCounted = 10_000

export const listGpusInput = z.object({
  only: z.enum(['state', 'history'], { error: 'It is state or history, or left out for everything.' }).optional(),
})

type Facts = Pick<NodeView, 'mode' | 'health' | 'heldBy' | 'isHolderSilent' | 'foreign' | 'reason' | 'checkedAtMs'> & {
  isBusy: boolean
}

/** What matters most of how a GPU is: first whether it can be reached at all, then what people want of it. */
export function stateOfGpu({ mode, health, heldBy, isHolderSilent, isBusy }: Facts): GpuState {
  if (heldBy === null || isHolderSilent) return mode === 'paused' ? 'paused' : 'not held'
  if (health === 'away' || health === 'unknown') return 'away'
  if (mode === 'draining') return isBusy ? 'draining' : 'paused'
  if (mode === 'paused') return 'paused'
  if (health === 'slow') return 'slow'
  if (health === 'aside') return 'set aside'
  return isBusy ? 'working' : 'idle'
}

/** What a person should know beside the word, with what helps where something does. */
export function reasonOfGpu(facts: Facts): string | null {
  const { reason, foreign, isBusy, mode, heldBy, isHolderSilent } = facts
  switch (stateOfGpu(facts)) {
    case 'not held':
      if (isHolderSilent)
        return `Its worker (${heldBy}) does not answer. Another takes over within a minute, if one runs.`
      return 'No worker drives it. npm start brings one; if one runs, its log says why it cannot.'
    case 'away':
      return facts.health === 'unknown' ? 'It has not answered yet.' : (reason ?? 'It does not answer.')
    case 'set aside':
      return reason ?? 'It refuses work.'
    case 'slow':
      return reason ?? 'It answers too slowly to be given work.'
    case 'draining':
      return 'It finishes what it draws, and is then paused.'
    case 'paused':
      return isBusy && mode === 'paused'
        ? 'It finishes what it draws and takes nothing new.'
        : 'It takes nothing until it is resumed.'
    default:
      return foreign === 0 ? null : `${foreign === 1 ? 'One prompt' : `${foreign} prompts`} of another program on it.`
  }
}
