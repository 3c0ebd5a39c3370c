import type { RecipeKind } from './recipe.ts'
import { redoReason, seedReason } from './stale.ts'

/** The picture that is shown, and what tells it from what would be made now. */
export type Shown = {
  kind: RecipeKind
  seed: string | null
  pictureIndex: number
  staleBecause: readonly string[]
}

/**
 * Whether a picture that is asked for now would be the shown one over again: nothing in its recipe has changed, and it is the
 * same picture of the same seed. The seed that is asked for counts, not the pinned one. Null draws a new one.
 */
export function isSamePicture(shown: Shown, asked: { seed: string | null; pictureIndex: number }): boolean {
  const { kind, seed, pictureIndex, staleBecause } = shown
  const isSameRecipe =
    kind === 'image' && staleBecause.every((reason) => reason === redoReason || reason === seedReason)
  return isSameRecipe && asked.seed !== null && asked.seed === seed && asked.pictureIndex === pictureIndex
}
