import type { Tx } from '#lib/runtime/db.ts'

/** A prompt that may still be on a GPU, and that nobody waits for there any more. */
export type StrayPrompt = { promptId: string; nodeUrl: string }

/** In the transaction that takes the job from it: from then on no worker gives this GPU anything before that is gone. */
export async function noteStray(db: Tx, { promptId, nodeUrl }: StrayPrompt): Promise<void> {
  await db.strayPrompt.createMany({ data: [{ promptId, nodeUrl }], skipDuplicates: true })
}

export async function readStrays(db: Tx, nodeUrl: string): Promise<string[]> {
  const rows = await db.strayPrompt.findMany({ where: { nodeUrl }, select: { promptId: true } })
  return rows.map(({ promptId }) => promptId)
}

/** The server is known not to have it. */
export async function endStray(db: Tx, promptId: string): Promise<void> {
  await db.strayPrompt.deleteMany({ where: { promptId } })
}

/** A server that has not been back for so long is another one by then. */
const keptMs = 30 * 24 * 60 * 60 * 1_000

export async function endOldStrays(db: Tx, now: Date): Promise<number> {
  const { count } = await db.strayPrompt.deleteMany({ where: { createdAt: { lt: new Date(now.getTime() - keptMs) } } })
  return count
}
