import { transact } from '#lib/live/transact.ts'
import type { JobsCtx } from './context.ts'
import { clockIsLateS } from './fair.ts'

/** So long nothing was put into it: who asked for it has put something in long ago, or never will. */
const unusedForMs = 24 * 60 * 60 * 1000

/** The one queue there was before each set of needs had its own. */
const formerQueue = 'render'

/** Ends the queues in which nothing is and has not been for a day: every other size and model makes one. */
export async function endUnusedQueues(ctx: JobsCtx): Promise<number> {
  const before = new Date(ctx.clock.now().getTime() - unusedForMs)
  const unused = await ctx.db.renderQueue.findMany({ where: { usedAt: { lt: before } }, select: { name: true } })
  let ended = 0
  for (const { name } of unused) {
    await transact(ctx, async (tx) => {
      // Held by this: whoever asks for the queue meanwhile waits, and then makes it anew.
      const gone = await tx.db.$executeRaw`
        delete from render_queue where name = ${name} and "usedAt" < ${before} and not exists (
          select 1 from job where queue = ${name} and state in ('queued', 'processing')
        )`
      if (gone === 0) return
      await ctx.queue.end(tx.db, name)
      ended++
    })
  }
  await endFormerQueue(ctx)
  await setClocksBack(ctx)
  return ended
}

async function endFormerQueue(ctx: JobsCtx): Promise<void> {
  await transact(ctx, async (tx) => {
    const [there] = await tx.db.$queryRaw<unknown[]>`select 1 from pgboss.queue where name = ${formerQueue}`
    if (there) await ctx.queue.end(tx.db, formerQueue)
  })
}

/** The order of a lane is made of numbers that only grow. Where nothing waits they mean nothing, and begin anew. */
async function setClocksBack({ db }: JobsCtx): Promise<void> {
  await db.$executeRaw`
    with late as (
      update fair_clock c set now = 0 where now > ${clockIsLateS}
        and not exists (select 1 from job where state = 'queued' and lane = c.lane)
      returning lane
    )
    delete from fair_share f using late where f.lane = late.lane`
}
