import { hash } from 'node:crypto'
import { canonicalText } from './canonical.ts'
import type { Recipe } from './recipe.ts'
import { isSeedKept } from './stale.ts'

/** What a recipe is recognised by. Only for the server: browsers have no such function on a plain-http address. */
export function hashRecipe(recipe: Recipe): string {
  return hash('sha256', canonicalText(recipe), 'hex')
}

/**
 * Whether a take was made from this very recipe, told without reading the one it was made from. Pinning the seed it was made
 * with, or unpinning it, changes the hash but not the picture.
 */
export function isMadeFrom(now: Recipe, made: { recipeHash: string; seed: string | null }): boolean {
  if (!isSeedKept(now.seed, made.seed)) return false
  if (hashRecipe(now) === made.recipeHash) return true
  return [null, made.seed].some((seed) => seed !== now.seed && hashRecipe({ ...now, seed }) === made.recipeHash)
}
