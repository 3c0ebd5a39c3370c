import type { z } from 'zod'
import type { Tx } from '#lib/runtime/db.ts'
import { readCursor, toPage } from '#lib/runtime/paging.ts'
import { authorize } from '#lib/team/authorize.ts'
import type { Job } from '#prisma/client/client.ts'
import type { JobsCtx } from './context.ts'
import { countAhead, type Position } from './count-ahead.ts'
import { readQueueFacts, waitingOf } from './explain-waiting.ts'
import { readFleetView } from './fleet-view.ts'
import { createOutlook } from './outlook.ts'
import type { QueueItem, QueuePage, readQueueInput } from './queue-model.ts'
import { readNeeds } from './read-needs.ts'
import { toJobRow } from './rows.ts'

/** Everything that waits for the GPUs, in its order, with when and why. */
export async function readQueue(
  ctx: JobsCtx & { teamId: string },
  input: z.output<typeof readQueueInput>,
): Promise<QueuePage> {
  await authorize(ctx, 'project.see', { kind: 'team', id: ctx.teamId })
  const from = readPosition(input)
  const [rows, counts, view, facts, before] = await Promise.all([
    readRows(ctx, { from, count: input.limit + 1 }),
    readCounts(ctx.db),
    readFleetView(ctx),
    readQueueFacts(ctx),
    from ? countAhead(ctx.db, from) : new Map<string, number>(),
  ])
  const { items: shown, nextCursor } = toPage(rows, input, placeOf)
  const needs = await readNeeds(
    ctx.db,
    shown.map(({ queue }) => queue),
  )
  const outlook = createOutlook(ctx, { view, needs })
  const ahead = new Map(before)
  // The one the page begins behind is ahead too.
  if (from && rows[0]) await addCursorItself(ctx.db, { from, ahead })
  let place = [...ahead.values()].reduce((sum, count) => sum + count, 0)
  const items = shown.map((row): QueueItem => {
    place++
    // What went wrong with a job may quote from it.
    const job = row.maySee ? row : { ...row, error: null }
    const { startsInMs, reason } = waitingOf(outlook, { job, ahead, queue: facts })
    ahead.set(row.queue, (ahead.get(row.queue) ?? 0) + 1)
    return toItem(row, { place, startsInMs, reason })
  })
  return { isPaused: view.isPaused, pausedBy: facts.pausedBy, ...counts, items, nextCursor }
}

type QueueRow = Job & {
  maySee: boolean
  personName: string
  sentenceText: string | null
  projectName: string
}

function toItem(row: QueueRow, known: Pick<QueueItem, 'place' | 'startsInMs' | 'reason'>): QueueItem {
  const { id, personName, sentenceText, projectName } = row
  if (row.maySee) return { id, job: toJobRow(row), ...known, personName, sentenceText, projectName }
  return { id, job: null, ...known, personName: null, sentenceText: null, projectName: null }
}

async function readRows(
  { db, actor }: JobsCtx,
  { from, count }: { from: Position | undefined; count: number },
): Promise<QueueRow[]> {
  return await db.$queryRaw<QueueRow[]>`
    select job.*, person.name as "personName", sentence.text as "sentenceText", project.name as "projectName",
      exists (
        select 1 from membership m where m."teamId" = project."teamId" and m."personId" = ${actor.personId}::uuid
      ) as "maySee"
    from (
      select id, "projectId", "sentenceId", "requestedById", kind, quality, count, state, epoch, attempts, version, workflow, seed,
        error, "cancelAskedAt", lane, queue, priority, "notBefore", "isHeld", "batchId", "createdAt", node, "startedAt", "endedAt"
      from job
      where state = 'queued' and not "isHeld" and priority <= ${from?.priority ?? highest}
        and (${from === undefined} or priority < ${from?.priority ?? highest}
          or ("createdAt", id) > (${from?.createdAt ?? new Date(0)}, ${from?.id ?? nobody}::uuid))
      order by priority desc, "createdAt", id limit ${count}
    ) job
    join project on project.id = job."projectId"
    join person on person.id = job."requestedById"
    left join sentence on sentence.id = job."sentenceId"
    order by job.priority desc, job."createdAt", job.id`
}

const highest = 2_147_483_647
const nobody = '00000000-0000-0000-0000-000000000000'

async function readCounts(db: Tx): Promise<Pick<QueuePage, 'waiting' | 'running' | 'held'>> {
  const [counts] = await db.$queryRaw<Pick<QueuePage, 'waiting' | 'running' | 'held'>[]>`
    select (select count(*) from job where state = 'queued' and not "isHeld")::int as waiting,
      (select count(*) from job where state = 'queued' and "isHeld")::int as held,
      (select count(*) from job where state = 'processing')::int as running`
  return counts ?? { waiting: 0, running: 0, held: 0 }
}

async function addCursorItself(db: Tx, { from, ahead }: { from: Position; ahead: Map<string, number> }): Promise<void> {
  const [there] = await db.job.findMany({
    where: { id: from.id, priority: from.priority, state: 'queued', isHeld: false },
    select: { queue: true },
  })
  if (there) ahead.set(there.queue, (ahead.get(there.queue) ?? 0) + 1)
}

function placeOf({ priority, createdAt, id }: Position): string[] {
  return [String(priority), createdAt.toISOString(), id]
}

function readPosition(input: z.output<typeof readQueueInput>): Position | undefined {
  const [priority, createdAt, id] = readCursor(input, ['text', 'time', 'id']) ?? []
  if (priority === undefined || createdAt === undefined || id === undefined) return undefined
  // A cursor that somebody made up begins where its number says, if anywhere.
  const number = Math.trunc(Number(priority))
  const safe = Number.isFinite(number) ? Math.max(-highest, Math.min(highest, number)) : highest
  return { priority: safe, createdAt: new Date(createdAt), id }
}
