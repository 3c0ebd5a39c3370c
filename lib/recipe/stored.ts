import { type Lora, type Recipe, type RecipeCast, recipeKinds } from './recipe.ts'

type AlwaysThere = 'kind' | 'workflow' | 'size'
/** What every recipe has had is undefined when it is not there all the same. */
export type StoredRecipe = Omit<Recipe, AlwaysThere> & { [Key in AlwaysThere]: Recipe[Key] | undefined }

/**
 * Reads a recipe that some version of the product wrote down. One that knew fewer fields did without them, which is what their
 * defaults say; fields of a newer one are left alone. By hand: after a change of style, a board reads ten thousand of them.
 */
export function readStoredRecipe(stored: unknown): StoredRecipe {
  const fields = fieldsOf(stored)
  const { kind, workflow, scene, style, negative, cast, loras, size, steps, cfg, seed, source, quality } = fields
  const pictureIndex = numberOr(fields.pictureIndex, 0)
  return {
    kind: recipeKinds.find((known) => known === kind),
    workflow: textOr(workflow, undefined),
    scene: textOr(scene, ''),
    style: textOr(style, ''),
    negative: textOr(negative, ''),
    cast: listOf(cast).map(readMember),
    loras: readLoras(loras),
    size: readSize(size),
    steps: numberOr(steps, null),
    cfg: numberOr(cfg, null),
    seed: textOr(seed, null),
    source: textOr(source, null),
    ...(quality === 'draft' && { quality }),
    ...(pictureIndex > 0 && { pictureIndex }),
  }
}

/** LoRAs as a row or a recipe keeps them. */
export function readLoras(stored: unknown): Lora[] {
  return listOf(stored).flatMap((item) => {
    const { name, weight } = fieldsOf(item)
    return typeof name === 'string' && typeof weight === 'number' ? [{ name, weight }] : []
  })
}

function readMember(stored: unknown): RecipeCast {
  const { id, kind, name, look, triggerWords, loras, references } = fieldsOf(stored)
  return {
    id: textOr(id, ''),
    kind: kind === 'place' || kind === 'prop' ? kind : 'character',
    name: textOr(name, ''),
    look: textOr(look, ''),
    triggerWords: textOr(triggerWords, ''),
    loras: readLoras(loras),
    references: listOf(references).filter((hash) => typeof hash === 'string'),
  }
}

function readSize(stored: unknown): Recipe['size'] | undefined {
  const { width, height } = fieldsOf(stored)
  return typeof width === 'number' && typeof height === 'number' ? { width, height } : undefined
}

type Fields = Partial<Record<string, unknown>>

function fieldsOf(value: unknown): Fields {
  // Safe: whatever an object holds, reading a field of it gives something unknown.
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function textOr<T>(value: unknown, otherwise: T): string | T {
  return typeof value === 'string' ? value : otherwise
}

function numberOr<T>(value: unknown, otherwise: T): number | T {
  return typeof value === 'number' ? value : otherwise
}
