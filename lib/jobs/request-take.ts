import type { z } from 'zod'
import { defaultWorkflows } from '#lib/recipe/default-workflows.ts'
import type { Recipe } from '#lib/recipe/recipe.ts'
import { recipeOf } from '#lib/recipe/recipe-of.ts'
import { readStoredRecipe } from '#lib/recipe/stored.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { isGone, readIngredients } from '#lib/storyboard/ingredients.ts'
import { refuseLocked } from '#lib/storyboard/refuse-locked.ts'
import { authorize, notFound } from '#lib/team/authorize.ts'
import { countDrawn, renderedSizeOf } from './bind-recipe.ts'
import { chooseSeed, seedRecipe } from './choose-seed.ts'
import type { JobsCtx } from './context.ts'
import { insertJob, type Requested } from './insert-job.ts'
import type { jobInput, requestTakeInput } from './model.ts'
import { needsOfGraph, needsOfRecipe } from './place-job.ts'
import { refuseEmptyScene, refuseMissingSource } from './refuse-unmakeable.ts'
import { toSeedText } from './rows.ts'
import { readShownDrafts } from './shown-drafts.ts'

/** Asks for a take of a sentence. While one is being made, asking again makes no second one. */
export async function requestTake(ctx: JobsCtx, input: z.output<typeof requestTakeInput>): Promise<Requested> {
  const { sentenceId, kind, quality, count, lane, from } = input
  const { projectId } = await authorize(ctx, 'picture.make', { kind: 'sentence', id: sentenceId })
  const ingredients = await readIngredients(ctx, { projectId, sentenceId })
  if (!ingredients || ingredients.isGone) throw notFound({ kind: 'sentence', id: sentenceId })
  const { sentence } = ingredients
  refuseLocked(sentence)
  // A clip, a variation and an upscale start from the picture that is there.
  const source = kind === 'image' ? null : sentence.currentTakeId
  refuseMissingSource(kind, source)
  const wanted = recipeOf({ ...ingredients, kind, quality, source, defaultWorkflow: defaultWorkflows[kind] })
  refuseEmptyScene(wanted)
  const draft = from === 'draft' ? (await readShownDrafts(ctx.db, [sentenceId])).get(sentenceId) : undefined
  const { seed, recipe } = seedRecipe(wanted, chooseSeed({ ...input, pinned: wanted.seed, draft }))
  // An unknown or broken workflow is told to the person who asks, not found out by a GPU.
  const needs = needsOfRecipe(ctx, { recipe, quality, count })
  return await insertJob(ctx, {
    ...{ projectId, sentenceId, kind, quality, count, seed, needs, lane, recipe },
    sourceTakeId: recipe.source,
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
  const { sentenceId, kind, quality, count, seed, lane } = job
  const { pictureIndex } = readStoredRecipe(job.recipe)
  return await requestTake(ctx, { sentenceId, kind, quality, count, lane, seed: toSeedText(seed), pictureIndex })
}

/** Runs the very graph of a take again, whatever has become of the sentence and the workflow since. */
export async function replayTake(ctx: JobsCtx, { id }: z.output<typeof jobInput>): Promise<Requested> {
  const { projectId } = await authorize(ctx, 'picture.make', { kind: 'take', id })
  const take = await ctx.db.take.findUniqueOrThrow({
    where: { id },
    include: { sentence: { select: { locked: true } } },
  })
  const { sentenceId, kind } = take
  if (sentenceId && (await isGone(ctx, sentenceId))) throw notFound({ kind: 'sentence', id: sentenceId })
  if (take.sentence) refuseLocked(take.sentence)
  // Safe: only recipes are written there.
  const recipe = take.recipe as unknown as Recipe
  const { workflow, quality } = take
  const count = countDrawn(take.made)
  return await insertJob(ctx, {
    ...{ projectId, sentenceId, kind, quality, replayOfId: id, recipe, recipeHash: take.recipeHash },
    // However many its graph draws in one go: it is the one that is wanted.
    count: 1,
    sourceTakeId: recipe.source ?? null,
    needs: needsOfGraph(take.graph, { workflow, quality, count, renderedSize: renderedSizeOf(take) }),
    lane: 'urgent',
    seed: take.seed === null ? 0n : BigInt(toSeedText(take.seed)),
  })
}
