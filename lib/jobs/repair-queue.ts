import { transact } from '#lib/live/transact.ts'
import type { Recipe } from '#lib/recipe/recipe.ts'
import { isAppError } from '#lib/runtime/errors.ts'
import type { Job } from '#prisma/client/client.ts'
import { countDrawn, renderedSizeOf } from './bind-recipe.ts'
import { changeLocked, lockJob } from './change.ts'
import type { JobsCtx } from './context.ts'
import { toStored, unexpected } from './failures.ts'
import { ensureQueues, needsOfGraph, needsOfRecipe } from './place-job.ts'

/** Jobs that wait, and that no queue has: they are put back. Also those from before there was a queue for each set of needs. */
export async function repairQueue(ctx: JobsCtx): Promise<number> {
  const lost = await ctx.db.$queryRaw<{ id: string; queue: string }[]>`
    select id, queue from job j where state = 'queued' and not "isHeld" and not exists (
      select 1 from pgboss.job b where b.id = j.id and b.name = j.queue and b.state in ('created', 'retry')
    )`
  for (const { id, queue } of lost) {
    const name = queue || (await findQueue(ctx, id))
    if (name === undefined) continue
    await ctx.queue.ensure(name)
    await transact(ctx, async (tx) => {
      const job = await lockJob(tx, id)
      if (job?.state !== 'queued' || job.isHeld) return
      if (job.queue !== name) await tx.db.job.update({ where: { id }, data: { queue: name } })
      await ctx.queue.putBack(tx.db, { ...job, queue: name })
      tx.publish({ type: 'queue.updated', hasNew: true })
    })
  }
  return lost.length
}

/** The queue of its needs. Undefined when those cannot be found: then it can never be made, and has failed. */
async function findQueue(ctx: JobsCtx, id: string): Promise<string | undefined> {
  const job = await ctx.db.job.findUniqueOrThrow({ where: { id } })
  try {
    const [queue] = await ensureQueues(ctx, [await needsOfJob(ctx, job)])
    return queue?.name
  } catch (cause) {
    const error = isAppError(cause) ? cause : unexpected(ctx.log, { jobId: id, cause })
    await transact(ctx, async (tx) => {
      const held = await lockJob(tx, id)
      if (held) await changeLocked(tx, ctx.queue, { job: held, event: 'fail', data: { error: toStored(error) } })
    })
    return undefined
  }
}

async function needsOfJob(ctx: JobsCtx, { replayOfId, recipe, quality, count, workflow }: Job) {
  const take = replayOfId && (await ctx.db.take.findUnique({ where: { id: replayOfId } }))
  if (take) {
    const [renderedSize, count] = [renderedSizeOf(take), countDrawn(take.made)]
    return needsOfGraph(take.graph, { workflow, renderedSize, quality, count })
  }
  // Safe: only recipes are written there.
  return needsOfRecipe(ctx, { recipe: recipe as unknown as Recipe, quality, count })
}
