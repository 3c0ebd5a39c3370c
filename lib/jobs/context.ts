import type { Ctx } from '#lib/runtime/context.ts'
import type { Env } from '#lib/runtime/env.ts'
import { processParts } from '#lib/runtime/process-parts.ts'
import type { WorkflowLibrary } from '#lib/workflow/library.ts'
import type { RenderQueue } from './render-queue.ts'

/** Where jobs wait, how many may, and the workflows there are. */
export type JobsParts = {
  queue: RenderQueue
  library: Pick<WorkflowLibrary, 'get' | 'list'>
  limits: WaitingLimits
}

/** How many jobs may wait at once. */
export type WaitingLimits = { perPerson: number; inAll: number }

export function limitsOf(env: Pick<Env, 'MAX_WAITING_PER_PERSON' | 'MAX_WAITING'>): WaitingLimits {
  return { perPerson: env.MAX_WAITING_PER_PERSON, inAll: env.MAX_WAITING }
}

/** What commands about jobs are given. */
export type JobsCtx = Ctx & JobsParts

/** Those of the web process. */
export function jobsParts(): JobsParts {
  // Safe: bin/web.ts puts them there, of this very type.
  return processParts().nouns.jobs as JobsParts
}
