import type { ComfyClient } from '#lib/comfy/client.ts'
import type { RunFacts } from '#lib/comfy/outcome.ts'
import type { FleetNode } from '#lib/fleet/model.ts'
import type { Warm } from '#lib/fleet/node-row.ts'
import type { Trust, TryWaits } from '#lib/fleet/trust.ts'
import type { JobsCtx } from '#lib/jobs/context.ts'
import type { FleetView } from '#lib/jobs/fleet-view.ts'
import type { WatchedJobs } from '#lib/live/watching.ts'
import type { AppError } from '#lib/runtime/errors.ts'
import type { Media } from '#lib/runtime/media.ts'
import type { ObjectInfo } from '#lib/workflow/object-info.ts'
import type { Job } from '#prisma/client/client.ts'
import type { RunningJobs } from './running-jobs.ts'

/** What a worker's hands on its GPUs share. */
export type WorkerCtx = JobsCtx & {
  media: Media
  watched: WatchedJobs
  running: RunningJobs
  /** What this worker is called where it says that it holds a GPU. */
  worker: string
  /** The fleet as it is now, read once for all hands that ask at the same time. */
  readView: () => Promise<FleetView>
  /** What its GPUs have no memory for, by the id of the GPU: none waits for another that waits for it. */
  tooMuch: Map<string, Gpu['tooMuch']>
  /** Of a GPU that refuses work. */
  waits: TryWaits
}

/** Nothing is known to be loaded. */
export const cold: Warm = { warmKey: null, warmSinceMs: null }

/** A GPU this worker holds. */
export type Gpu = {
  node: FleetNode
  client: ComfyClient
  /** Nothing has happened since it last answered that says it is away. */
  isWell: boolean
  /** Prompts that were given up while it was away: until it is known not to have one any more, it is given nothing. */
  strays: Set<string>
  /** Whether the work it was given came to anything. */
  trust: Trust
  /** Jobs that failed here and are tried elsewhere: when they fail there, too, they are to blame themselves. */
  suspects: Set<string>
  /** Queues whose jobs were too much for its memory, which it leaves to others for a while. */
  tooMuch: Map<string, Trust>
  /** What came to nothing and is its fault if it is well, to be found out with the next look. */
  doubts: AppError[]
  /** Another GPU of the configuration turned out to be this very server, and is the one that is used. */
  twin: { name: string; url: string } | undefined
  /** Prompts of ours it was given of late, so that those of other programs are told from them. */
  prompts: Set<string>
  /** Its node classes and models, once it has told them. */
  info: ObjectInfo | undefined
  /** ComfyUI's version there. */
  version: string | undefined
  /** The models it has loaded, as far as we loaded them. */
  warm: Warm
  /** Looks at it soon: it may be away, or have other models than before. */
  lookSoon(why: 'may be away' | 'may have changed' | 'is other than told'): void
  /** Rejects when the server has been away for too long; otherwise never, once the signal says so. */
  whenGone(signal: AbortSignal): Promise<never>
}

export type ClaimedJob = Job & { promptId: string; graph: string }

export type Run = {
  job: ClaimedJob
  /** It has not been submitted yet. Otherwise it was left here, and what became of it is found out. */
  isNew: boolean
  /** Aborted when the GPU is no longer ours, the worker stops, or the job was taken back. */
  signal: AbortSignal
  /** The server has it. */
  onSubmitted(): void
  /** It draws. */
  onBegun(): void
  /** The GPU is done with it; what is left is to take home what it made. */
  onRendered(facts: Partial<RunFacts>): void
  /** It was taken out of the server's queue, and is no business of the run any more. */
  isTakenBack(): Promise<boolean>
  /** It was to be taken back before it began, and what came of that was not heard: should it be gone, that was our doing. */
  wasAskedBack(): boolean
  /** It never began, as far as was heard, and others were before it: what happened to the server is not its doing. */
  isInnocent(): boolean
}
