import type { Ctx } from '#lib/runtime/context.ts'
import { processParts } from '#lib/runtime/process-parts.ts'
import type { WorkflowLibrary } from '#lib/workflow/library.ts'
import type { RenderQueue } from './render-queue.ts'

/** Where jobs wait, and the workflows there are. */
export type JobsParts = { queue: RenderQueue; library: Pick<WorkflowLibrary, 'get' | 'list'> }

/** What commands about jobs are given. */
export type JobsCtx = Ctx & JobsParts

/** Those of the web process. */
export function jobsParts(): JobsParts {
  // Safe: bin/web.ts puts them there, of this very type.
  return processParts().nouns.jobs as JobsParts
}
