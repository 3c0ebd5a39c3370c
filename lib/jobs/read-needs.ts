import type { Needs } from '#lib/fleet/needs.ts'
import type { Tx } from '#lib/runtime/db.ts'

/** What the jobs of these queues need. */
export async function readNeeds(db: Tx, queues: readonly string[]): Promise<Map<string, Needs>> {
  if (queues.length === 0) return new Map()
  const rows = await db.renderQueue.findMany({
    where: { name: { in: [...new Set(queues)] } },
    select: { name: true, needs: true },
  })
  // Safe: only needs are written there.
  return new Map(rows.map(({ name, needs }) => [name, needs as unknown as Needs]))
}
