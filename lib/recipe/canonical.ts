import type { Lora, Recipe, RecipeCast } from './recipe.ts'

/**
 * A recipe as one text: the same for recipes that give the same picture, whatever the order of their keys. What equals its
 * default is left out, so a field that a later version adds changes no text as long as nobody uses it. Names, ids and kinds of
 * the cast are for people; they do not determine a picture. Written by hand, since a board needs ten thousand of them.
 */
export function canonicalText(recipe: Recipe): string {
  const { kind, workflow, scene, style, negative, cast, loras, size, steps, cfg, seed, source, quality } = recipe
  const traces = canonicalCast(cast)
  // Those of the project count only where nobody of the cast brings any.
  const ownLoras = cast.some((member) => member.loras.length > 0) ? [] : loras
  // The order never changes, nor what a field means: the hashes of these texts live as long as the takes.
  let text = `kind ${kind}\nworkflow ${JSON.stringify(workflow)}\nsize ${size.width}x${size.height}`
  if (scene) text += `\nscene ${JSON.stringify(scene)}`
  if (style) text += `\nstyle ${JSON.stringify(style)}`
  if (negative) text += `\nnegative ${JSON.stringify(negative)}`
  if (traces) text += `\ncast${traces}`
  if (ownLoras.length > 0) text += `\nloras ${canonicalLoras(ownLoras)}`
  if (steps !== null) text += `\nsteps ${steps}`
  if (cfg !== null) text += `\ncfg ${cfg}`
  if (seed !== null) text += `\nseed ${seed}`
  if (source !== null) text += `\nsource ${source}`
  if (quality) text += `\nquality ${quality}`
  return text
}

/** Whoever has neither look nor words nor anything else leaves no trace in the picture. */
export function canonicalCast(cast: readonly RecipeCast[]): string {
  return cast.map(canonicalMember).join('')
}

function canonicalMember({ look, triggerWords, loras, references }: RecipeCast): string {
  if (!look && !triggerWords && loras.length === 0 && references.length === 0) return ''
  const words = `${JSON.stringify(look)} ${JSON.stringify(triggerWords)}`
  return `\n- ${words} ${canonicalLoras(loras)} ${JSON.stringify(references)}`
}

export function canonicalLoras(loras: readonly Lora[]): string {
  return loras.length === 0 ? '[]' : JSON.stringify(loras.map(({ name, weight }) => [name, weight]))
}
