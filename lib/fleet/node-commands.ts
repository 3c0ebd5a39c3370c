import { z } from 'zod'
import { transact } from '#lib/live/transact.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { authorize } from '#lib/team/authorize.ts'

export const nodeInput = z.object({ id: z.string().min(1).max(200) })

type NodeInput = z.output<typeof nodeInput>
type TeamCtx = Ctx & { teamId: string }
type Mode = 'active' | 'draining' | 'paused'

/** What became of it. A GPU that drains and has nothing in hand is paused. */
export type NodeMode = { id: string; name: string; mode: Mode }

/** It takes nothing new from now on; what it draws is finished, what it has prepared goes back. */
export const pauseNode = (ctx: TeamCtx, input: NodeInput) => setMode(ctx, input, 'paused')

/** The same, said differently: it finishes, and then it is paused, so that somebody may switch it off. */
export const drainNode = (ctx: TeamCtx, input: NodeInput) => setMode(ctx, input, 'draining')

export const resumeNode = (ctx: TeamCtx, input: NodeInput) => setMode(ctx, input, 'active')

async function setMode(ctx: TeamCtx, { id }: NodeInput, mode: Mode): Promise<NodeMode> {
  await authorize(ctx, 'queue.manage', { kind: 'team', id: ctx.teamId })
  return await transact(ctx, async (tx) => {
    const [row] = await tx.db.gpuNode.updateManyAndReturn({
      where: { id, isConfigured: true },
      data: { mode },
      select: { id: true, name: true, mode: true },
    })
    if (!row) throw noSuchGpu(id)
    tx.publish({ type: 'node.updated', id })
    return row
  })
}

export function noSuchGpu(id: string): AppError {
  return new AppError({
    code: 'NOT_FOUND',
    message: 'There is no such GPU.',
    suggestion: 'It may have been taken out of the configuration. Look at the list of GPUs.',
    details: { kind: 'gpu', id },
  })
}
