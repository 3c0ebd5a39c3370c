import type { Recipe } from '#lib/recipe/recipe.ts'
import type { JobKind } from './model.ts'
import { randomSeed } from './refuse-unmakeable.ts'
import type { ShownDraft } from './shown-drafts.ts'

type Asked = {
  kind: JobKind
  /** In decimal. */
  seed?: string | null | undefined
  pictureIndex?: number | undefined
  /** Of the sentence. */
  pinned: string | null
  /** The draft that the sentence shows, when this is to be its final. */
  draft?: ShownDraft | undefined
}

/** The recipe as it is made with that seed. */
export function seedRecipe(wanted: Recipe, { seed, pictureIndex }: ChosenSeed): { seed: bigint; recipe: Recipe } {
  // One that nobody pinned determines nothing.
  const pinned = wanted.seed === null ? null : String(seed)
  return { seed, recipe: { ...wanted, seed: pinned, ...(pictureIndex > 0 && { pictureIndex }) } }
}

export type ChosenSeed = { seed: bigint; pictureIndex: number }

/**
 * The seed of a new picture, and which of its pictures: as asked for, as pinned, as of the draft whose final it is, or a new one.
 * Of the draft's own seed it is the draft's own picture, also when somebody has typed or pinned that.
 */
export function chooseSeed({ kind, seed, pictureIndex, pinned, draft: shown }: Asked): ChosenSeed {
  // What was drawn from another picture has noise of another kind.
  const draft = shown?.kind === kind ? shown : undefined
  const chosen = seed ?? pinned ?? draft?.seed
  if (chosen === undefined) return { seed: randomSeed(), pictureIndex: pictureIndex ?? 0 }
  return { seed: BigInt(chosen), pictureIndex: pictureIndex ?? (chosen === draft?.seed ? draft.pictureIndex : 0) }
}
