import type { ComfyClient } from '#lib/comfy/client.ts'
import type { FleetNode } from '#lib/fleet/model.ts'
import type { JobsCtx } from '#lib/jobs/context.ts'
import type { WatchedJobs } from '#lib/live/watching.ts'
import type { Media } from '#lib/runtime/media.ts'
import type { ObjectInfo } from '#lib/workflow/object-info.ts'
import type { Job } from '#prisma/client/client.ts'
import type { RunningJobs } from './running-jobs.ts'

/** What a worker's hands on its GPUs share. */
export type WorkerCtx = JobsCtx & { media: Media; watched: WatchedJobs; running: RunningJobs }

/** A GPU this worker holds. */
export type Gpu = {
  node: FleetNode
  client: ComfyClient
  /** Nothing has happened since it last answered that says it is away. */
  isWell: boolean
  /** Prompts that were given up while it was away: should it still have one, nobody waits for that any more. */
  strays: Set<string>
  /** Its node classes and models, once it has told them. */
  info: ObjectInfo | undefined
  /** ComfyUI's version there. */
  version: string | undefined
}

export type Run = {
  job: Job & { promptId: string; graph: string }
  /** It has not been submitted yet. Otherwise it was left here, and what became of it is found out. */
  isNew: boolean
  /** Aborted when the GPU is no longer ours, or the worker stops. */
  signal: AbortSignal
}
