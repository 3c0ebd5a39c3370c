import type { Tx } from '#lib/runtime/db.ts'

export type QueueState = { installed: boolean; waiting: number; active: number }

export async function queueState(db: Tx): Promise<QueueState> {
  const [found] = await db.$queryRaw<{ installed: boolean }[]>`
    select to_regclass('pgboss.job') is not null as installed`
  if (!found?.installed) return { installed: false, waiting: 0, active: 0 }
  const [counts] = await db.$queryRaw<{ waiting: number; active: number }[]>`
    select count(*) filter (where state in ('created', 'retry') and start_after <= now())::int as waiting,
      count(*) filter (where state = 'active')::int as active
    from pgboss.job where name not like '\\_\\_pgboss%'`
  return { installed: true, waiting: counts?.waiting ?? 0, active: counts?.active ?? 0 }
}
