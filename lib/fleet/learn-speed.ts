import type { Ctx } from '#lib/runtime/context.ts'
import { type Needs, warmKeyOf, workOf } from './needs.ts'
import { learn, usualLoadMs, workOfLoading } from './speeds.ts'

/** Unknown after others have had the server. */
export type Loading = 'needed' | 'not needed' | 'unknown'

type Measured = {
  nodeId: string
  needs: Needs
  ms: number
  /** Whether the models had to be loaded first. */
  loading: Loading
}

/** A run whose loading was a guess is worth nothing as soon as there is one without. */
const nothingSure = 0
/** However long loading is thought to take, drawing takes this share of the whole at least. */
const leastShare = 0.2

/** Learns from a run how fast the GPU is, and what loading the models costs it. Only its holder does, so it reads and writes. */
export async function learnSpeed(
  { db }: Pick<Ctx, 'db'>,
  { nodeId, needs, ms, loading: wasLoading }: Measured,
): Promise<void> {
  const [work, load] = [workOf(needs), workOfLoading(warmKeyOf(needs))]
  const rows = await db.gpuSpeed.findMany({ where: { nodeId, work: { in: [work, load] } } })
  const [run, loading] = [work, load].map((name) => rows.find((row) => row.work === name))
  const save = async (name: string, values: ReturnType<typeof learn>) => {
    const key = { nodeId, work: name }
    await db.gpuSpeed.upsert({ where: { nodeId_work: key }, create: { ...key, ...values }, update: values })
  }
  if (wasLoading === 'not needed') return await save(work, learn(run, ms))
  if (run && wasLoading === 'unknown') return
  if (run) return await save(load, learn(loading, Math.max(0, ms - run.runMs)))
  const loadMs = loading?.runMs ?? usualLoadMs(needs)
  await save(work, { runMs: Math.max(ms - loadMs, ms * leastShare), samples: nothingSure })
}
