import type { Graph } from '#lib/workflow/graph.ts'
import type { Gpu, Run, WorkerCtx } from './context.ts'
import { followProgress } from './progress.ts'
import { createProgressPublisher } from './progress-publisher.ts'

type Telling = { job: Run['job']; graph: Graph; signal: AbortSignal }

/** Tells people how a submitted job goes. Nothing depends on it, so nothing that goes wrong here stops the job. */
export async function tellProgress(ctx: WorkerCtx, { client }: Gpu, { job, graph, signal }: Telling): Promise<void> {
  const { id, projectId, sentenceId } = job
  const publisher = createProgressPublisher(ctx, ctx.watched, id)
  const progress = followProgress(graph, () => performance.now())
  try {
    for await (const event of client.watch(job.promptId, { signal })) {
      if (event.type === 'preview') publisher.preview(event.bytes)
      const now = progress.hear(event)
      if (now) publisher.progress({ type: 'job.progress', projectId, id, sentenceId, ...now })
    }
  } catch (error) {
    ctx.log.debug({ err: error }, 'Progress is no longer heard')
  } finally {
    publisher.stop()
  }
}
