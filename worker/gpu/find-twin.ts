import type { Gpu, WorkerCtx } from './context.ts'

/** Our prompts are named by these; those of other programs may be named by anything. */
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * One server may be configured twice, by two addresses. Then a job that was given to the other address is in the queue here, which
 * cannot be otherwise: its prompt has a name that nobody else makes. Of the two, the one whose address comes first is used.
 */
export async function findTwin({ db }: WorkerCtx, gpu: Gpu, foreign: readonly string[]): Promise<Gpu['twin']> {
  const { twin, node } = gpu
  if (twin) return (await isConfigured(twin.url)) ? twin : undefined
  const named = foreign.filter((promptId) => uuid.test(promptId))
  if (named.length === 0) return undefined
  const job = await db.job.findFirst({
    where: { promptId: { in: named }, state: 'processing', nodeUrl: { lt: node.url } },
    select: { nodeUrl: true, node: true },
  })
  if (!job?.nodeUrl || !(await isConfigured(job.nodeUrl))) return undefined
  return { name: job.node ?? job.nodeUrl, url: job.nodeUrl }

  async function isConfigured(url: string): Promise<boolean> {
    return (await db.gpuNode.count({ where: { url, isConfigured: true } })) > 0
  }
}
