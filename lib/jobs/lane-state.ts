import type { Lane } from '#lib/fleet/choice.ts'
import type { TxCtx } from '#lib/live/transact.ts'
import { laneRange } from './fair.ts'
import type { Held, NewJob } from './new-job.ts'
import type { KnownQueue, LaneState } from './place-job.ts'
import type { Waiting } from './waiting-limits.ts'

/** Of two who ask at once, or who ask and choose, one waits for the other. Those that are deleted are not among them. */
export async function holdSentences(
  tx: TxCtx,
  jobs: readonly Pick<NewJob, 'sentenceId'>[],
): Promise<Map<string, Held>> {
  const ids = idsOf(jobs)
  // In one order for all, so that two who ask for many do not wait for each other.
  const rows = await tx.db.$queryRaw<(Held & { id: string })[]>`
    select id, "currentTakeId", "currentClipId" from sentence
    where id = any(${ids}::uuid[]) and "deletedAt" is null order by id for no key update`
  return new Map(rows.map(({ id, ...held }) => [id, held]))
}

function idsOf(jobs: readonly Pick<NewJob, 'sentenceId'>[]): string[] {
  return [...new Set(jobs.flatMap(({ sentenceId }) => sentenceId ?? []))]
}

type Asked = {
  personId: string
  lane: Lane
  queues: readonly KnownQueue[]
  jobs: readonly Pick<NewJob, 'sentenceId'>[]
}
type Read = LaneState & { waiting: Waiting; active: { id: string; key: string }[] }

/** Everything a place is found by. After the sentences and the share are held, so that nothing of it is old. */
export async function readLane(
  tx: TxCtx,
  { personId, lane, queues, jobs }: Asked,
): Promise<LaneState & { waiting: Waiting; active: ReadonlyMap<string, string> }> {
  const { lowest, highest } = laneRange(lane)
  const names = [...new Set(queues.map(({ name }) => name))]
  const [read] = await tx.db.$queryRaw<Read[]>`
    select
      coalesce((select now from fair_clock where lane = ${lane}::"Lane"), 0) as "clockS",
      (select coalesce(json_object_agg(q.name, head.priority), '{}')
        from unnest(${names}::text[]) as q (name) cross join lateral (
          select priority from job
          where queue = q.name and state = 'queued' and not "isHeld" and priority between ${lowest} and ${highest}
          order by priority desc limit 1
        ) head) as heads,
      json_build_object(
        'own', (select count(*) from job where "requestedById" = ${personId}::uuid and state = 'queued'),
        'all', (select count(*) from job where state = 'queued' and not "isHeld")) as waiting,
      (select coalesce(json_agg(json_build_object('id', id, 'key', "sentenceId" || ' ' || kind)), '[]') from job
        where "sentenceId" = any(${idsOf(jobs)}::uuid[]) and state in ('queued', 'processing')) as active`
  if (!read) throw new Error('Postgres answered a select without from with no row.')
  return { ...read, active: new Map(read.active.map(({ key, id }) => [key, id])) }
}
