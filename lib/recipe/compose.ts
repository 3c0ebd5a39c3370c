import type { Lora, Recipe, RecipeCast } from './recipe.ts'
import { hasWords, joinTerms, splitTerms, termKey } from './terms.ts'

/** Where a part of a prompt comes from, in words, and what it says. */
export type PromptPart = { from: string; text: string }

export type Composed = {
  prompt: string
  negative: string
  loras: Lora[]
  /** Pictures, by the hash of their bytes. */
  references: string[]
  /** What the prompt was put together from, in its order. */
  parts: PromptPart[]
  /** What could not be taken along, in sentences. */
  warnings: string[]
}

type Ingredients = Pick<Recipe, 'scene' | 'style' | 'negative' | 'cast' | 'loras'>
/** What the workflow takes. Left out: any number. */
type Limits = { mostLoras?: number | undefined; mostReferences?: number | undefined }

/**
 * What a model is told, from a recipe: the cast's trigger words that the scene lacks, their looks, the scene, the style. The
 * scene stays as it was written; around it, no term is said twice.
 */
export function composePrompt(recipe: Ingredients, { mostLoras, mostReferences }: Limits = {}): Composed {
  const parts = composeParts(recipe)
  const loras = takeFirst(collectLoras(recipe), { most: mostLoras, what: 'LoRA', nameOf: ({ name }) => name })
  const references = takeFirst(collectReferences(recipe.cast), {
    most: mostReferences,
    what: 'reference picture',
    nameOf: ({ of }) => `one of ${of}`,
  })
  return {
    prompt: joinTerms(parts.map(({ text }) => text)),
    negative: joinTerms(splitTerms(recipe.negative)),
    loras: loras.taken,
    references: references.taken.map(({ hash }) => hash),
    parts,
    warnings: [...loras.warnings, ...references.warnings],
  }
}

function composeParts({ scene, style, cast }: Ingredients): PromptPart[] {
  const sceneTerms = splitTerms(scene)
  const said = new Set(sceneTerms.map(termKey))
  const sayOnce = (terms: readonly string[]) =>
    terms.filter((term) => {
      const key = termKey(term)
      return said.has(key) ? false : said.add(key)
    })
  const words = cast.flatMap((member) => splitTerms(member.triggerWords)).filter((term) => !hasWords(scene, term))
  const parts: { from: string; terms: readonly string[] }[] = [
    { from: 'trigger words', terms: sayOnce(words) },
    ...cast.map(({ name, look }) => ({ from: `${name}'s look`, terms: sayOnce(splitTerms(look)) })),
    { from: 'scene', terms: sceneTerms },
    { from: 'style', terms: sayOnce(splitTerms(style)) },
  ]
  return parts.flatMap(({ from, terms }) => (terms.length > 0 ? [{ from, text: joinTerms(terms) }] : []))
}

/** The cast's own in its order, or else the project's. Of two of one name the stronger counts, at the place of the first. */
function collectLoras({ cast, loras }: Pick<Ingredients, 'cast' | 'loras'>): Lora[] {
  const own = cast.flatMap((member) => member.loras)
  const byName = new Map<string, Lora>()
  for (const lora of own.length > 0 ? own : loras) {
    const known = byName.get(lora.name)
    if (!known || Math.abs(known.weight) < Math.abs(lora.weight)) byName.set(lora.name, lora)
  }
  return [...byName.values()]
}

function collectReferences(cast: readonly RecipeCast[]): { hash: string; of: string }[] {
  const byHash = new Map<string, { hash: string; of: string }>()
  for (const { name, references } of cast) {
    for (const hash of references) if (!byHash.has(hash)) byHash.set(hash, { hash, of: name })
  }
  return [...byHash.values()]
}

type Taking<T> = { most: number | undefined; what: string; nameOf(item: T): string }

function takeFirst<T>(items: readonly T[], { most, what, nameOf }: Taking<T>): { taken: T[]; warnings: string[] } {
  if (most === undefined || items.length <= most) return { taken: [...items], warnings: [] }
  const left = [...new Set(items.slice(most).map(nameOf))].join(', ')
  const limit = most === 0 ? `no ${what}s` : most === 1 ? `one ${what}` : `at most ${most} ${what}s`
  return { taken: items.slice(0, most), warnings: [`This workflow takes ${limit}, so these are left out: ${left}.`] }
}
