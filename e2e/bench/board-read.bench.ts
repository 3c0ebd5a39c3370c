import { pino } from 'pino'
import { defaultWorkflows } from '#lib/recipe/default-workflows.ts'
import { hashRecipe } from '#lib/recipe/hash.ts'
import { recipeOf } from '#lib/recipe/recipe-of.ts'
import { systemClock } from '#lib/runtime/clock.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { createDb } from '#lib/runtime/db.ts'
import { newId } from '#lib/runtime/ids.ts'
import { addCastMember } from '#lib/storyboard/cast-commands.ts'
import { readIngredients } from '#lib/storyboard/ingredients.ts'
import { positionsBetween } from '#lib/storyboard/positions.ts'
import { createProject } from '#lib/storyboard/project-commands.ts'
import { readBoard } from '#lib/storyboard/queries.ts'
import { ensureOwner } from '#lib/team/owner.ts'
import { databaseUrlOf } from '../fixtures/database-url.ts'
import { startInstance } from '../fixtures/instance.ts'
import type { Series } from './stats.ts'

const sentenceCount = 10_000
const castCount = 8
const warmUps = 3
const runs = 20
const batchSize = 1_000

export const title = 'Reading the board of 10,000 sentences with two of the cast in each, milliseconds'
export const floor = 'floor'

/** The floor reads the same sentences as they are stored, and derives nothing. */
export async function run(log: (line: string) => void): Promise<Series[]> {
  const instance = await startInstance()
  const db = createDb(await databaseUrlOf(instance.dataDir))
  try {
    const { personId, teamId } = await ensureOwner(db)
    const bare = { db, clock: systemClock, log: pino({ level: 'silent' }), filesRoot: 'data/' }
    const ctx: Ctx = { ...bare, actor: { personId } }
    const { id: projectId } = await createProject(ctx, { teamId, name: 'Bench' })
    const ids = await addScript(ctx, projectId)
    const read = () => readBoard(ctx, { projectId })
    const least = () => db.$queryRaw`select * from sentence where "projectId" = ${projectId}::uuid`
    const series: Series[] = [
      { name: 'floor', samples: await measure(least) },
      { name: 'no pictures', samples: await measure(read) },
    ]
    log('Making a take for each.')
    await addTakes(ctx, { projectId, ids })
    series.push({ name: 'all fresh', samples: await measure(read) })
    await db.project.update({ where: { id: projectId }, data: { style: 'ink' } })
    return [...series, { name: 'all stale', samples: await measure(read) }]
  } finally {
    await db.$disconnect()
    await instance.stop()
  }
}

async function measure(work: () => Promise<unknown>): Promise<number[]> {
  const samples: number[] = []
  for (let i = 0; i < warmUps + runs; i++) {
    const startedAt = performance.now()
    await work()
    if (i >= warmUps) samples.push(performance.now() - startedAt)
  }
  return samples
}

const scene = 'A woman walks through the rain in a city at night, reflections on the street, seen from behind. '.repeat(
  3,
)

async function addScript(ctx: Ctx, projectId: string): Promise<string[]> {
  const { id: sectionId } = await ctx.db.section.findFirstOrThrow({ where: { projectId } })
  const cast: string[] = []
  for (let i = 0; i < castCount; i++) {
    const look = 'a woman with red hair and a long coat, '.repeat(4)
    cast.push((await addCastMember(ctx, { projectId, name: `Nova ${i}`, look })).id)
  }
  const positions = positionsBetween(null, null, sentenceCount)
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

async function addTakes(ctx: Ctx, { projectId, ids }: { projectId: string; ids: string[] }): Promise<void> {
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
