import type { Lane } from '#lib/fleet/choice.ts'
import type { Needs } from '#lib/fleet/needs.ts'
import type { Quality, Recipe } from '#lib/recipe/recipe.ts'
import type { JobKind } from './model.ts'
import type { KnownQueue } from './place-job.ts'

/** A job as it is asked for. */
export type NewJob = {
  projectId: string
  sentenceId: string | null
  kind: JobKind
  quality: Quality
  /** Pictures in one go. */
  count: number
  recipe: Recipe
  /** Of a take that is made again: its recipe may be of a version that hashed it otherwise. */
  recipeHash?: string
  seed: bigint
  sourceTakeId: string | null
  replayOfId?: string
  needs: Needs
  lane: Lane
}

/** What a sentence shows when a job is made for it. */
export type Held = { currentTakeId: string | null; currentClipId: string | null }

/** One that can be put into its queue. */
export type FittingJob = { job: NewJob; held: Held; queue: KnownQueue }

/** A sentence has one job of each kind under way at most. */
export function keyOf(sentenceId: string | null, kind: JobKind): string {
  return `${sentenceId} ${kind}`
}
