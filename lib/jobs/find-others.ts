import { splitByAbility } from '#lib/fleet/can-run.ts'
import { avoiding } from '#lib/fleet/needs.ts'
import type { Job } from '#prisma/client/client.ts'
import type { JobsCtx } from './context.ts'
import { readNodes } from './fleet-view.ts'
import { ensureQueues } from './place-job.ts'
import { runnersOf } from './preflight-request.ts'
import { readNeeds } from './read-needs.ts'

/** The GPUs that may do a job better than those it was on. */
export type Others = {
  /** Where it waits for them. */
  queue: string
  /** One of them takes jobs now. Otherwise it goes on where it was, unless one comes before. */
  isOpen: boolean
  /** It came to nothing on one GPU only. */
  isFirstTime: boolean
}

/** Undefined when there are none that can run it. */
export async function findOthers(ctx: JobsCtx, { queue, nodeUrl }: Job): Promise<Others | undefined> {
  const needs = (await readNeeds(ctx.db, [queue])).get(queue)
  if (!needs || !nodeUrl) return undefined
  const wanted = avoiding(needs, nodeUrl)
  const { avoid = [], ...plain } = wanted
  const able = splitByAbility(runnersOf(await readNodes(ctx)), plain).able
  const others = able.filter(({ url }) => url !== undefined && !avoid.includes(url))
  if (others.length === 0) return undefined
  const [made] = await ensureQueues(ctx, [wanted])
  if (!made) return undefined
  return { queue: made.name, isOpen: others.some(({ isOpen }) => isOpen), isFirstTime: avoid.length === 1 }
}
