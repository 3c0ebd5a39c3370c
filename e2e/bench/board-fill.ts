import { defaultWorkflows } from '#lib/recipe/default-workflows.ts'
import { hashRecipe } from '#lib/recipe/hash.ts'
import { recipeOf } from '#lib/recipe/recipe-of.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { newId } from '#lib/runtime/ids.ts'
import { addCastMember } from '#lib/storyboard/cast-commands.ts'
import { readIngredients } from '#lib/storyboard/ingredients.ts'
import { positionsBetween } from '#lib/storyboard/positions.ts'

const castCount = 8
const batchSize = 1_000

const scene = 'A woman walks through the rain in a city at night, reflections on the street, seen from behind. '.repeat(
  3,
)

/** Sentences of the usual length with prompts of the usual length, two of the cast in each. */
export async function addScript(
  ctx: Ctx,
  { projectId, count }: { projectId: string; count: number },
): Promise<string[]> {
  const { id: sectionId } = await ctx.db.section.findFirstOrThrow({ where: { projectId } })
  const cast: string[] = []
  for (let i = 0; i < castCount; i++) {
    const look = 'a woman with red hair and a long coat, '.repeat(4)
    cast.push((await addCastMember(ctx, { projectId, name: `Nova ${i}`, look })).id)
  }
  const positions = positionsBetween(null, null, count)
  const rows = positions.map((position, index) => {
    const text = `Sentence ${index} is as long as a sentence of a script usually is.`
    return { id: newId(), projectId, sectionId, text, imagePrompt: `${scene}${index}`, position }
  })
  const links = rows.flatMap(({ id: sentenceId }, index) =>
    [index, index + 3].map((who) => ({ sentenceId, projectId, castMemberId: cast[who % castCount] ?? '' })),
  )
  for (const data of inBatches(rows)) await ctx.db.sentence.createMany({ data })
  for (const data of inBatches(links)) await ctx.db.sentenceCast.createMany({ data })
  await ctx.db.$executeRaw`analyze`
  return rows.map(({ id }) => id)
}

/** A picture for each, as far as the database knows. */
export async function addTakes(ctx: Ctx, { projectId, ids }: { projectId: string; ids: string[] }): Promise<void> {
  const takes = []
  for (const sentenceId of ids) {
    const ingredients = await readIngredients(ctx, { projectId, sentenceId })
    if (!ingredients) throw new Error('A sentence of the bench is gone.')
    const recipe = recipeOf({ ...ingredients, kind: 'image', source: null, defaultWorkflow: defaultWorkflows.image })
    takes.push({
      ...{ id: newId(), projectId, sentenceId, createdById: ctx.actor.personId, kind: 'image' as const },
      ...{ recipe, recipeHash: hashRecipe(recipe), workflow: recipe.workflow, seed: '18446744073709551615' },
      ...{ graph: '{}', made: {}, mediaType: 'image/png', contentHash: 'a'.repeat(64) },
      ...{ sizeBytes: 1, width: 1920, height: 1080 },
    })
  }
  for (const data of inBatches(takes)) await ctx.db.take.createMany({ data })
  await ctx.db.$executeRaw`update sentence s set "currentTakeId" = t.id from take t where t."sentenceId" = s.id`
  await ctx.db.$executeRaw`analyze`
}

function* inBatches<T>(rows: T[]): Generator<T[]> {
  for (let at = 0; at < rows.length; at += batchSize) yield rows.slice(at, at + batchSize)
}
