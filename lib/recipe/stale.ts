import { canonicalCast, canonicalLoras } from './canonical.ts'
import type { Recipe, RecipeCast } from './recipe.ts'
import { readStoredRecipe } from './stored.ts'

/** Of a draft beside the final that would be made now, also when nothing else has changed. */
export const draftReason = 'this is a draft'

/** Of a picture of which somebody asked for another by hand: its recipe is the same. */
export const redoReason = 'a new one was asked for'

export const seedReason = 'seed changed'

/** What a take was made from: the recipe as it was stored, by whatever version, and the seed that was used. */
export type Made = { recipe: unknown; seed: string | null }

/** Why the take is not what would be made now, each difference in words. Empty when it still is. */
export function staleBecause(now: Recipe, { recipe, seed }: Made): string[] {
  const stored = readStoredRecipe(recipe)
  // What every recipe has and this one lacks cannot have changed as far as anybody can tell.
  const made: Recipe = {
    ...stored,
    kind: stored.kind ?? now.kind,
    workflow: stored.workflow ?? now.workflow,
    size: stored.size ?? now.size,
  }
  const seedReasons = isSeedKept(now.seed, seed) ? [] : [seedReason]
  return [...plainReasons(now, made), ...castReasons(now.cast, made.cast), ...loraReasons(now, made), ...seedReasons]
}

/** Only a pinned seed asks for one; the seed a take was made with is as good as pinned. Null is used where none has a use. */
export function isSeedKept(pinned: string | null, used: string | null): boolean {
  return pinned === null || used === null || pinned === used
}

function plainReasons(now: Recipe, made: Recipe): string[] {
  const reasons: [isChanged: boolean, reason: string][] = [
    [now.quality !== made.quality, made.quality ? draftReason : 'this is a final'],
    [now.scene !== made.scene, 'prompt changed'],
    [now.style !== made.style, 'style changed'],
    [now.negative !== made.negative, 'negative prompt changed'],
    [now.size.width !== made.size.width || now.size.height !== made.size.height, 'size changed'],
    [now.workflow !== made.workflow, 'workflow changed'],
    [now.steps !== made.steps, 'steps changed'],
    [now.cfg !== made.cfg, 'guidance changed'],
    [now.source !== made.source, 'picture changed'],
    [now.kind !== made.kind, 'made in another way'],
  ]
  return reasons.flatMap(([isChanged, reason]) => (isChanged ? [reason] : []))
}

function loraReasons(now: Recipe, made: Recipe): string[] {
  const cameByCast = [now, made].some(({ cast }) => cast.some(({ loras }) => loras.length > 0))
  // With LoRAs of the cast, then or now, it was the cast that changed.
  return cameByCast || canonicalLoras(now.loras) === canonicalLoras(made.loras) ? [] : ['project LoRAs changed']
}

function castReasons(now: readonly RecipeCast[], made: readonly RecipeCast[]): string[] {
  if (canonicalCast(now) === canonicalCast(made)) return []
  const before = new Map(made.map((member) => [member.id, member]))
  const after = new Set(now.map(({ id }) => id))
  const reasons = [
    ...now.flatMap((member) => memberReasons(member, before.get(member.id))),
    ...made.filter((member) => !after.has(member.id) && hasTrace(member)).map(({ name }) => `${name} was removed`),
  ]
  return reasons.length > 0 ? reasons : ['order of the cast changed']
}

function memberReasons(now: RecipeCast, made: RecipeCast | undefined): string[] {
  const { name } = now
  if (!made) return hasTrace(now) ? [`${name} was added`] : []
  const reasons: [isSame: boolean, reason: string][] = [
    [now.look === made.look, `${name}'s look changed`],
    [now.triggerWords === made.triggerWords, `${name}'s trigger words changed`],
    [canonicalLoras(now.loras) === canonicalLoras(made.loras), `${name}'s LoRA changed`],
    [now.references.join() === made.references.join(), `${name}'s references changed`],
  ]
  return reasons.flatMap(([isSame, reason]) => (isSame ? [] : [reason]))
}

function hasTrace(member: RecipeCast): boolean {
  return canonicalCast([member]) !== ''
}
