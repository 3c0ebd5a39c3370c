import type { Lane } from '#lib/fleet/choice.ts'
import { type TxCtx, transact } from '#lib/live/transact.ts'
import { mostToldOneByOne } from '#lib/storyboard/announce-sentence.ts'
import { notFound } from '#lib/team/authorize.ts'
import type { Job } from '#prisma/client/client.ts'
import type { JobsCtx } from './context.ts'
import { type InsertedJob, insertRows } from './insert-rows.ts'
import { holdSentences, readLane } from './lane-state.ts'
import type { JobRow } from './model.ts'
import { type FittingJob, type Held, keyOf, type NewJob } from './new-job.ts'
import { ensureQueues, holdShare, type KnownQueue, placesOf } from './place-job.ts'
import { refuseUnrunnable } from './preflight-request.ts'
import { jobUpdated, toJobRow } from './rows.ts'
import { refuseTooMany } from './waiting-limits.ts'

export type Requested = {
  job: JobRow
  /** False when one was under way already, which is then the one there is. */
  isNew: boolean
}

/** Puts a job into the queue and tells of it, in one transaction, unless the sentence has one of that kind already. */
export async function insertJob(ctx: JobsCtx, given: NewJob): Promise<Requested> {
  const { sentenceId, kind, lane } = given
  // A queue that nothing comes into is removed by itself.
  const [queues] = await Promise.all([ensureQueues(ctx, [given.needs]), refuseUnrunnable(ctx, given)])
  const { job, isNew } = await transact(ctx, async (tx) => {
    const { made, active } = await insertInto(tx, ctx, { jobs: [given], queues, lane, counted: 1 })
    if (made[0]) return { job: made[0], isNew: true }
    const known = active.get(keyOf(sentenceId, kind))
    if (!known) throw notFound({ kind: 'sentence', id: sentenceId ?? '' })
    return { job: await tx.db.job.findUniqueOrThrow({ where: { id: known } }), isNew: false }
  })
  return { job: toJobRow(job), isNew }
}

type Inserting = {
  jobs: readonly NewJob[]
  /** Of each of them. */
  queues: readonly KnownQueue[]
  lane: Lane
  /** How many the limits are asked about, of which these may be a part. */
  counted: number
  batch?: { id: string; isHeld: boolean } | undefined
}

/** What was put in, and by sentence and kind what is under way anyway. */
export type Inserted = { made: Job[]; active: ReadonlyMap<string, string> }

/**
 * Puts many of one person and lane into their queues, in few statements. Those whose sentence is gone or has one under way are
 * left out, and take no time from the person's share.
 */
export async function insertInto(tx: TxCtx, { queue, limits }: JobsCtx, given: Inserting): Promise<Inserted> {
  const { lane, batch } = given
  const { personId } = tx.actor
  const sentences = await holdSentences(tx, given.jobs)
  const finishS = await holdShare(tx, { personId, lane })
  const state = await readLane(tx, { personId, lane, queues: given.queues, jobs: given.jobs })
  const fitting = given.jobs.flatMap((job, index): FittingJob[] => {
    const held = job.sentenceId === null ? unheld : sentences.get(job.sentenceId)
    const known = given.queues[index]
    return held && known && !state.active.has(keyOf(job.sentenceId, job.kind)) ? [{ job, held, queue: known }] : []
  })
  if (fitting.length === 0) return { made: [], active: state.active }
  refuseTooMany({ waiting: state.waiting, asked: given.counted, limits })
  const places = placesOf(
    fitting.map((one) => one.queue),
    { lane, state, finishS },
  )
  const rows = fitting.map((one, index) => ({ ...one, priority: places.priorities[index] ?? 0 }))
  const made = await insertRows(tx, { rows, batch, lane, finishS: places.finishS })
  if (!batch?.isHeld) await queue.add(tx.db, made)
  announceMade(tx, made)
  return { made, active: state.active }
}

const unheld: Held = { currentTakeId: null, currentClipId: null }

function announceMade(tx: TxCtx, made: readonly InsertedJob[]): void {
  if (made.length > mostToldOneByOne) {
    for (const projectId of new Set(made.map((job) => job.projectId))) tx.publish({ type: 'board.changed', projectId })
  } else {
    for (const job of made) {
      const { projectId, sentenceId: id, sentenceVersion: version } = job
      if (id && version !== null) tx.publish({ type: 'sentence.updated', projectId, id, version })
      tx.publish(jobUpdated(job))
    }
  }
  tx.publish({ type: 'queue.updated', hasNew: true })
}
