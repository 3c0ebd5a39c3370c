import { type TxCtx, transact } from '#lib/live/transact.ts'
import { hashRecipe } from '#lib/recipe/hash.ts'
import type { Recipe } from '#lib/recipe/recipe.ts'
import { newId } from '#lib/runtime/ids.ts'
import { announceSentence } from '#lib/storyboard/announce-sentence.ts'
import type { Job, Prisma } from '#prisma/client/client.ts'
import type { JobsCtx } from './context.ts'
import { isActive, type JobKind, type JobRow, jobStates } from './model.ts'
import { jobUpdated, toJobRow } from './rows.ts'

export type Requested = {
  job: JobRow
  /** False when one was under way already, which is then the one there is. */
  isNew: boolean
}

export type NewJob = {
  projectId: string
  sentenceId: string | null
  kind: JobKind
  quality: 'draft' | 'final'
  recipe: Recipe
  seed: bigint
  sourceTakeId: string | null
  replayOfId?: string
}

const activeStates = jobStates.filter(isActive)

/** Puts a job into the queue and tells of it, in one transaction, unless the sentence has one of that kind already. */
export async function insertJob(ctx: JobsCtx, given: NewJob): Promise<Requested> {
  for (;;) {
    const made = await transact(ctx, (tx) => tryInsert(tx, ctx, given))
    if (made) return { job: toJobRow(made), isNew: true }
    const { sentenceId, kind } = given
    const active = await ctx.db.job.findFirst({ where: { sentenceId, kind, state: { in: activeStates } } })
    // It may have ended in between, and then there is room for this one.
    if (active) return { job: toJobRow(active), isNew: false }
  }
}

async function tryInsert(
  tx: TxCtx,
  { queue, actor }: JobsCtx,
  { recipe, seed, ...given }: NewJob,
): Promise<Job | undefined> {
  const { sentenceId, kind } = given
  const sentence = sentenceId ? await holdSentence(tx, sentenceId) : undefined
  const data: Prisma.JobCreateManyInput = {
    ...given,
    id: newId(tx.clock.now().getTime()),
    requestedById: actor.personId,
    // Safe: a recipe is plain data.
    recipe: recipe as unknown as Prisma.InputJsonValue,
    recipeHash: hashRecipe(recipe),
    workflow: recipe.workflow,
    seed: String(seed),
    chosenTakeId: (kind === 'video' ? sentence?.currentClipId : sentence?.currentTakeId) ?? null,
    createdAt: tx.clock.now(),
  }
  // A unique index allows one active job for each sentence and kind; the second of two finds nothing to do.
  const [job] = await tx.db.job.createManyAndReturn({ data: [data], skipDuplicates: true })
  if (!job) return undefined
  await queue.add(tx.db, job.id)
  if (sentence && sentenceId) await announceSentence(tx, sentenceId)
  tx.publish(jobUpdated(job))
  return job
}

type Held = { currentTakeId: string | null; currentClipId: string | null }

/** Of two who ask at once, or who ask and choose, one waits for the other. */
async function holdSentence(tx: TxCtx, id: string): Promise<Held | undefined> {
  const [held] = await tx.db.$queryRaw<Held[]>`
    select "currentTakeId", "currentClipId" from sentence where id = ${id}::uuid for no key update`
  return held
}
