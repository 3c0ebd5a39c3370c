import { readStoredRecipe } from '#lib/recipe/stored.ts'
import { isModelName } from '#lib/workflow/model-files.ts'

type Made = { workflow: string; recipe: unknown; graph: string }

/**
 * What a take can be found by, beside its seed: its workflow, and every model file that was in its recipe or its graph. One of them
 * a line, its kind before it, in one order: takes that were made with the same have the same text, of which there are few.
 */
export function listIngredients({ workflow, recipe, graph }: Made): string {
  const { loras, cast } = readStoredRecipe(recipe)
  const lines = new Set([`workflow ${workflow}`])
  for (const { name } of [...loras, ...cast.flatMap((member) => member.loras)]) lines.add(`lora ${name}`)
  for (const [, input = '', text = ''] of graph.matchAll(/"(\w+)"\s*:\s*("(?:[^"\\]|\\.)*")/gu)) {
    const value: unknown = JSON.parse(text)
    if (isModelName(value)) lines.add(`${input.startsWith('lora') ? 'lora' : 'model'} ${value}`)
  }
  return cut([...lines].sort())
}

/** An index holds texts of some two thousand bytes: what is behind that is not found. */
const mostChars = 600

function cut(lines: readonly string[]): string {
  let chars = -1
  return lines
    .filter((line) => !line.includes('\n'))
    .filter((line) => {
      if (chars + 1 + line.length > mostChars) return false
      chars += 1 + line.length
      return true
    })
    .join('\n')
}
