import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import { type TxCtx, transact } from '#lib/live/transact.ts'
import { defaultWorkflows } from '#lib/recipe/default-workflows.ts'
import { hashRecipe } from '#lib/recipe/hash.ts'
import type { Recipe } from '#lib/recipe/recipe.ts'
import { recipeOf } from '#lib/recipe/recipe-of.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { isBlank } from '#lib/runtime/fields.ts'
import { newId } from '#lib/runtime/ids.ts'
import { announceSentence } from '#lib/storyboard/announce-sentence.ts'
import { readIngredients } from '#lib/storyboard/ingredients.ts'
import { authorize, notFound } from '#lib/team/authorize.ts'
import type { Job, Prisma } from '#prisma/client/client.ts'
import type { JobsCtx } from './context.ts'
import type { JobKind, JobRow, jobInput, requestTakeInput } from './model.ts'
import { jobUpdated, toJobRow, toSeedText } from './rows.ts'

export type Requested = {
  job: JobRow
  /** False when one was under way already, which is then the one there is. */
  isNew: boolean
}

/** Asks for a take of a sentence. While one is being made, asking again makes no second one. */
export async function requestTake(ctx: JobsCtx, input: z.output<typeof requestTakeInput>): Promise<Requested> {
  const { projectId } = await authorize(ctx, 'picture.make', { kind: 'sentence', id: input.sentenceId })
  return await transact(ctx, async (tx) => {
    const active = await findActive(tx, input)
    if (active) return { job: toJobRow(active), isNew: false }
    const ingredients = await readIngredients(tx, input.sentenceId)
    if (!ingredients || ingredients.sentence.deleted) throw notFound({ kind: 'sentence', id: input.sentenceId })
    const { sentence } = ingredients
    refuseLocked(sentence)
    const { kind } = input
    // A clip, a variation and an upscale start from the picture that is there.
    const source = kind === 'image' ? null : sentence.currentTakeId
    refuseMissingSource(kind, source)
    const recipe = recipeOf({ ...ingredients, kind, source, defaultWorkflow: defaultWorkflows[kind] })
    refuseEmptyScene(recipe)
    // An unknown or broken workflow is told to the person who asks, not found out by a GPU.
    ctx.library.get(recipe.workflow)
    const pinned = recipe.seed === null ? undefined : BigInt(recipe.seed)
    const asked = input.seed ? BigInt(input.seed) : undefined
    const seed = asked ?? pinned ?? randomSeed()
    return await insertJob(tx, ctx, {
      ...{ projectId, sentenceId: input.sentenceId, kind, quality: input.quality, seed },
      recipe: { ...recipe, seed: pinned === undefined ? null : String(seed) },
      chosenTakeId: kind === 'video' ? sentence.currentClipId : sentence.currentTakeId,
      sourceTakeId: recipe.source,
    })
  })
}

/** The same again, with the seed it had, for a job that failed or was cancelled. What was edited since is taken as it is now. */
export async function retryJob(ctx: JobsCtx, { id }: z.output<typeof jobInput>): Promise<Requested> {
  await authorize(ctx, 'picture.make', { kind: 'job', id })
  const job = await ctx.db.job.findUniqueOrThrow({ where: { id } })
  if (job.state !== 'failed' && job.state !== 'cancelled') {
    throw new AppError({
      code: 'CONFLICT',
      message: job.state === 'completed' ? 'This has been made.' : 'This is being made already.',
      suggestion: job.state === 'completed' ? 'Regenerate to make another.' : 'Wait for it, or cancel it first.',
      details: { jobId: id, state: job.state },
    })
  }
  if (job.replayOfId) return await replayTake(ctx, { id: job.replayOfId })
  if (!job.sentenceId) throw new Error(`Job ${id} belongs to no sentence.`)
  const { sentenceId, kind, quality, seed } = job
  return await requestTake(ctx, { sentenceId, kind, quality, seed: toSeedText(seed) })
}

/** Runs the very graph of a take again, whatever has become of the sentence and the workflow since. */
export async function replayTake(ctx: JobsCtx, { id }: z.output<typeof jobInput>): Promise<Requested> {
  const { projectId } = await authorize(ctx, 'picture.make', { kind: 'take', id })
  return await transact(ctx, async (tx) => {
    const take = await tx.db.take.findUniqueOrThrow({ where: { id } })
    const { sentenceId, kind } = take
    const active = sentenceId ? await findActive(tx, { sentenceId, kind }) : undefined
    if (active) return { job: toJobRow(active), isNew: false }
    const sentence = sentenceId ? await tx.db.sentence.findUniqueOrThrow({ where: { id: sentenceId } }) : undefined
    return await insertJob(tx, ctx, {
      ...{ projectId, sentenceId, kind, quality: 'final' },
      // Safe: only recipes are written there.
      recipe: take.recipe as unknown as Recipe,
      seed: take.seed === null ? 0n : BigInt(toSeedText(take.seed)),
      chosenTakeId: (kind === 'video' ? sentence?.currentClipId : sentence?.currentTakeId) ?? null,
      sourceTakeId: null,
      replayOfId: id,
    })
  })
}

type NewJob = {
  projectId: string
  sentenceId: string | null
  kind: JobKind
  quality: 'draft' | 'final'
  recipe: Recipe
  seed: bigint
  chosenTakeId: string | null
  sourceTakeId: string | null
  replayOfId?: string
}

async function insertJob(tx: TxCtx, { queue, actor }: JobsCtx, { recipe, seed, ...given }: NewJob): Promise<Requested> {
  const job = await tx.db.job.create({
    data: {
      ...given,
      id: newId(tx.clock.now().getTime()),
      requestedById: actor.personId,
      // Safe: a recipe is plain data.
      recipe: recipe as unknown as Prisma.InputJsonValue,
      recipeHash: hashRecipe(recipe),
      workflow: recipe.workflow,
      seed: String(seed),
      createdAt: tx.clock.now(),
    },
  })
  await queue.add(tx.db, job.id)
  tx.publish(jobUpdated(job))
  if (job.sentenceId) await announceSentence(tx, job.sentenceId)
  return { job: toJobRow(job), isNew: true }
}

/** Holding the sentence, so that of two who ask at once one waits and finds the other's job. */
async function findActive(
  tx: TxCtx,
  { sentenceId, kind }: { sentenceId: string; kind: JobKind },
): Promise<Job | undefined> {
  await tx.db.$queryRaw`select 1 from sentence where id = ${sentenceId}::uuid for no key update`
  const active = await tx.db.job.findFirst({
    where: { sentenceId, kind, state: { in: ['queued', 'processing'] } },
  })
  return active ?? undefined
}

function refuseLocked({ locked }: { locked: boolean }): void {
  if (!locked) return
  throw new AppError({
    code: 'CONFLICT',
    message: 'This sentence is locked, so nothing new is made for it.',
    suggestion: 'Unlock it first.',
    details: { locked: true },
  })
}

function refuseMissingSource(kind: JobKind, source: string | null): void {
  if (kind === 'image' || source !== null) return
  throw new AppError({
    code: 'INVALID_INPUT',
    message: 'There is no picture to start from.',
    suggestion: 'Make the picture first.',
  })
}

function refuseEmptyScene({ kind, scene }: Recipe): void {
  if (kind === 'upscale' || !isBlank(scene)) return
  throw new AppError({
    code: 'INVALID_INPUT',
    message: 'There is no prompt to make a picture from.',
    suggestion: 'Describe the scene first.',
    fields: { [kind === 'video' ? 'videoPrompt' : 'imagePrompt']: 'A prompt is needed.' },
  })
}

function randomSeed(): bigint {
  return randomBytes(8).readBigUInt64BE()
}
