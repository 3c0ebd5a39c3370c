import type { Fleet } from '#lib/fleet/choice.ts'
import { type ExpectedStart, estimateStarts } from '#lib/fleet/estimate-starts.ts'
import type { Needs } from '#lib/fleet/needs.ts'
import type { AppError } from '#lib/runtime/errors.ts'
import type { JobsCtx } from './context.ts'
import { ableNodes } from './estimate-work.ts'
import type { FleetView, NodeView } from './fleet-view.ts'
import { explainUnrunnable } from './preflight-request.ts'

/** What the fleet promises the jobs of one queue. */
export type QueueOutlook = {
  needs: Needs | undefined
  able: readonly NodeView[]
  refusal: AppError | undefined
  /** The queues that these GPUs serve too: what waits there may come first. */
  rivals: ReadonlySet<string>
}

/** The fleet as those who wait see it. What is found for one queue is found once. */
export type Outlook = {
  view: FleetView
  ofQueue(queue: string): QueueOutlook
  /** When a job starts, with so many ahead of it in each queue. Null when nothing can be said. */
  startsInMs(job: { id: string; queue: string }, ahead: ReadonlyMap<string, number>): number | null
}

type Seen = {
  view: FleetView
  needs: ReadonlyMap<string, Needs>
  /** Only a job at this place is asked about: what comes behind it need not be played. */
  upTo?: number
}

export function createOutlook(ctx: Pick<JobsCtx, 'library'>, { view, needs, upTo }: Seen): Outlook {
  const known = new Map<string, QueueOutlook>()
  let starts: Map<string, ExpectedStart> | undefined
  const needsOfQueue = (queue: string) => needs.get(queue) ?? view.needs.get(queue)
  const ofQueue = (queue: string) => {
    const found = known.get(queue) ?? lookAt(ctx, { view, queue, needs: needsOfQueue(queue) })
    known.set(queue, found)
    return found
  }
  return {
    view,
    ofQueue,
    startsInMs({ id, queue }, ahead) {
      const { able } = ofQueue(queue)
      const open = able.filter(({ isOpen }) => isOpen)
      if (view.isPaused || open.length === 0) return null
      const { nowMs } = view.fleet
      const expected = isListed(view.fleet, { id, queue }) ? playStarts().get(id) : undefined
      if (expected) return Math.max(0, Math.round(expected.startMs - nowMs))
      return Math.round(byCount({ open, nowMs, ahead, meanOf }))
    },
  }

  function playStarts(): Map<string, ExpectedStart> {
    starts ??= estimateStarts(upTo === undefined ? view.fleet : cutFleet(view.fleet, upTo))
    return starts
  }

  /** How long a job of a queue takes on the mean GPU that serves it, and which those are. */
  function meanOf(queue: string): { ids: readonly string[]; runMs: number } {
    const wanted = needsOfQueue(queue)
    const { able } = ofQueue(queue)
    if (!wanted || able.length === 0) return { ids: [], runMs: 0 }
    const sum = able.reduce((total, { id }) => total + view.speedOf(id, wanted).runMs, 0)
    return { ids: able.map(({ id }) => id), runMs: sum / able.length }
  }
}

function isListed({ queues }: Fleet, { id, queue }: { id: string; queue: string }): boolean {
  return queues.some(({ name, jobs }) => name === queue && jobs.some((job) => job.id === id))
}

/** Without what waits behind this place. */
function cutFleet(fleet: Fleet, priority: number): Fleet {
  const queues = fleet.queues.flatMap((queue) => {
    const jobs = queue.jobs.filter((job) => job.priority >= priority)
    return jobs.length > 0 ? [{ ...queue, jobs, count: jobs.length }] : []
  })
  return { ...fleet, queues }
}

function lookAt(
  { library }: Pick<JobsCtx, 'library'>,
  { view, queue, needs }: { view: FleetView; queue: string; needs: Needs | undefined },
): QueueOutlook {
  const able = needs ? ableNodes(view.nodes, needs) : []
  const ids = new Set(able.map(({ id }) => id))
  const serving = view.fleet.nodes.filter(({ id }) => ids.has(id))
  return {
    needs,
    able,
    refusal: needs && able.length === 0 ? explainUnrunnable({ library }, { nodes: view.nodes, needs }) : undefined,
    rivals: new Set([queue, ...serving.flatMap(({ works }) => [...works.keys()])]),
  }
}

type Counting = {
  open: readonly NodeView[]
  nowMs: number
  ahead: ReadonlyMap<string, number>
  meanOf(queue: string): { ids: readonly string[]; runMs: number }
}

/** Behind those that are looked at one by one: what is ahead, shared evenly among the GPUs that serve it. */
function byCount({ open, nowMs, ahead, meanOf }: Counting): number {
  const own = new Set(open.map(({ id }) => id))
  let workMs = open.reduce((sum, { freeAtMs }) => sum + Math.max(0, freeAtMs - nowMs), 0)
  for (const [queue, count] of ahead) {
    const { ids, runMs } = meanOf(queue)
    const shared = ids.filter((id) => own.has(id)).length
    if (ids.length > 0) workMs += (count * runMs * shared) / ids.length
  }
  return workMs / open.length
}
