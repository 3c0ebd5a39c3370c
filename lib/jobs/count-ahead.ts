import type { Tx } from '#lib/runtime/db.ts'

/** Where a job stands: higher priority first, then the older one. */
export type Position = { priority: number; createdAt: Date; id: string }

/** How many wait before this place, by queue: in these, or in all. */
export async function countAhead(
  db: Tx,
  { priority, createdAt, id }: Position,
  queues?: readonly string[],
): Promise<Map<string, number>> {
  const all = queues === undefined
  // Two counts for each queue, each a part of the index from its beginning: a condition on every row would cost as much again.
  const rows = await db.$queryRaw<{ queue: string; before: number; beside: number }[]>`
    select r.name as queue,
      (select count(*) from job
        where queue = r.name and state = 'queued' and not "isHeld" and priority > ${priority})::int as before,
      (select count(*) from job
        where queue = r.name and state = 'queued' and not "isHeld" and priority = ${priority}
          and ("createdAt", id) < (${createdAt}, ${id}::uuid))::int as beside
    from render_queue r where ${all} or r.name = any(${queues ?? []}::text[])`
  return new Map(rows.flatMap(({ queue, before, beside }) => (before + beside > 0 ? [[queue, before + beside]] : [])))
}
