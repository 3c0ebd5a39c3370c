import type { z } from 'zod'
import type { Quality } from '#lib/recipe/recipe.ts'
import { draftReason } from '#lib/recipe/stale.ts'
import type { Tx } from '#lib/runtime/db.ts'
import { AppError } from '#lib/runtime/errors.ts'
import type { SentenceRow } from '#lib/storyboard/model.ts'
import { authorize } from '#lib/team/authorize.ts'
import type { generateInput, Quote } from './batch-model.ts'
import type { JobsCtx } from './context.ts'
import { estimateWork } from './estimate-work.ts'
import { insertBatch, type MadeBatch } from './insert-batch.ts'
import { type Ask, type Plan, planJobs } from './plan-jobs.ts'
import { readFailed } from './read-failed.ts'
import { countWaiting, roomFor } from './waiting-limits.ts'

type Input = z.output<typeof generateInput>
/** And those that would lie beside a final which is still what would be made now. */
type PlannedBatch = Plan & { beside: number }

/** What making the pictures of many sentences would be. Nothing is made. */
export async function quoteGeneration(ctx: JobsCtx, input: Input): Promise<Quote> {
  const { jobs, works, beside, cannot, skipped, view } = await planGeneration(ctx, input)
  const waiting = await countWaiting(ctx.db, ctx.actor.personId)
  const room = roomFor({ waiting, limits: ctx.limits })
  return { count: jobs.length, ...estimateWork(view, works), room, beside, cannot, skipped }
}

/** Makes the pictures of many sentences. What is under way, locked or cannot be made is left out, as the quote says. */
export async function generate(ctx: JobsCtx, input: Input): Promise<MadeBatch> {
  const plan = await planGeneration(ctx, input)
  refuseNothing(plan)
  return await insertBatch(ctx, { projectId: input.projectId, jobs: plan.jobs })
}

async function planGeneration(ctx: JobsCtx, { projectId, scope, ids, quality }: Input): Promise<PlannedBatch> {
  await authorize(ctx, 'picture.make', { kind: 'project', id: projectId })
  refuseNoIds({ scope, ids })
  const named = ids && new Set(ids)
  const failed = scope === 'failed' ? await readFailedIds(ctx.db, projectId) : new Set<string>()
  const isMeant = (row: SentenceRow) => {
    if (named && !named.has(row.id)) return false
    if (scope === 'stale') return isNeeded(row, quality)
    return scope !== 'failed' || failed.has(row.id)
  }
  const finals = new Set<string>()
  const choose = (rows: readonly SentenceRow[]): Ask[] => {
    const meant = rows.filter(isMeant)
    // No draft is ever up to date, so what is so is a final.
    for (const { id, isImageDirty } of meant) if (quality === 'draft' && !isImageDirty) finals.add(id)
    // Who has chosen among drafts and makes the finals of all wants those pictures.
    const from = quality === 'final' ? 'draft' : undefined
    return meant.map(({ id: sentenceId }) => ({ sentenceId, kind: 'image', quality, from }))
  }
  const plan = await planJobs(ctx, { projectId, lane: 'batch', choose })
  return { ...plan, beside: plan.jobs.filter(({ sentenceId }) => sentenceId && finals.has(sentenceId)).length }
}

/** A draft is always stale beside a final. Another draft is of use only when something else has changed as well. */
function isNeeded({ currentTakeId, isImageDirty, staleBecause }: SentenceRow, quality: Quality): boolean {
  if (quality === 'final' || currentTakeId === null) return isImageDirty
  return staleBecause.some((reason) => reason !== draftReason)
}

function refuseNoIds({ scope, ids }: Pick<Input, 'scope' | 'ids'>): void {
  if (scope !== 'selected' || (ids && ids.length > 0)) return
  throw new AppError({
    code: 'INVALID_INPUT',
    message: 'No sentence is selected.',
    suggestion: 'Say which in ids, or choose another scope.',
    fields: { ids: 'Which sentences?' },
  })
}

/** Sentences whose last picture job failed. */
async function readFailedIds(db: Tx, projectId: string): Promise<Set<string>> {
  const failed = await readFailed(db, { projectId, batchId: null })
  return new Set(failed.filter(({ kind }) => kind === 'image').map(({ sentenceId }) => sentenceId))
}

/** When nothing at all can be made, the first reason why is the answer. */
export function refuseNothing({ jobs, refusal, skipped }: Pick<Plan, 'jobs' | 'refusal' | 'skipped'>): void {
  if (jobs.length > 0) return
  if (refusal) throw refusal
  const { locked, noPrompt, underWay } = skipped
  const why = [
    ...(underWay > 0 ? [`${underWay} under way`] : []),
    ...(noPrompt > 0 ? [`${noPrompt} without a prompt`] : []),
    ...(locked > 0 ? [`${locked} locked`] : []),
  ]
  throw new AppError({
    code: 'CONFLICT',
    message: why.length > 0 ? `There is nothing to make: ${why.join(', ')}.` : 'There is nothing to make.',
    suggestion: noPrompt > 0 ? 'Describe their scenes first.' : 'Choose other sentences.',
    details: { skipped },
  })
}
