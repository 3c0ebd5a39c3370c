import { defaultWorkflows } from '#lib/recipe/default-workflows.ts'
import { hashRecipe } from '#lib/recipe/hash.ts'
import type { RecipeKind } from '#lib/recipe/recipe.ts'
import { recipeOf } from '#lib/recipe/recipe-of.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { newId } from '#lib/runtime/ids.ts'
import { readIngredients } from '#lib/storyboard/ingredients.ts'

/** A take made from what the sentence is now, which it then shows. It has no file. */
export async function aFreshTake({ db, actor }: Ctx, sentenceId: string, kind: RecipeKind = 'image'): Promise<string> {
  const { projectId } = await db.sentence.findUniqueOrThrow({ where: { id: sentenceId } })
  const ingredients = await readIngredients({ db }, { projectId, sentenceId })
  if (!ingredients) throw new Error('There is no such sentence.')
  const source = ingredients.sentence.currentTakeId
  const recipe = recipeOf({ ...ingredients, kind, source, defaultWorkflow: defaultWorkflows[kind] })
  const take = await db.take.create({
    data: {
      ...{ id: newId(), projectId, sentenceId, createdById: actor.personId, kind },
      ...{ recipe, recipeHash: hashRecipe(recipe), workflow: recipe.workflow, seed: recipe.seed ?? '7' },
      ...{ graph: '{}', made: {}, contentHash: 'a'.repeat(64) },
      ...{ mediaType: 'image/png', sizeBytes: 1, width: 1, height: 1 },
    },
  })
  const shown = kind === 'video' ? { currentClipId: take.id } : { currentTakeId: take.id }
  await db.sentence.update({ where: { id: sentenceId }, data: shown })
  return take.id
}
