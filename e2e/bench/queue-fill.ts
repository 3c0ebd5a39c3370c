import { abilitiesOf, hashAbilities } from '#lib/fleet/abilities.ts'
import { type Needs, workOf } from '#lib/fleet/needs.ts'
import { costOf, priorityOf } from '#lib/jobs/fair.ts'
import { ensureQueues, needsOfRecipe } from '#lib/jobs/place-job.ts'
import { hashRecipe } from '#lib/recipe/hash.ts'
import type { Recipe } from '#lib/recipe/recipe.ts'
import { newId } from '#lib/runtime/ids.ts'
import { positionsBetween } from '#lib/storyboard/positions.ts'
import { createProject } from '#lib/storyboard/project-commands.ts'
import { modelNamesOf } from '#lib/workflow/model-names.ts'
import { nodeTable, toObjectInfoJson } from '#lib/workflow/node-table.ts'
import { parseObjectInfo } from '#lib/workflow/object-info.ts'
import type { QueueWorld } from './queue-world.ts'

type Amounts = { people: number; queues: number; waiting: number; free: number }
type Ctx = QueueWorld['ctx']

const gpuCount = 6
const insertedAtOnce = 1_000
const scene = 'A woman walks through the rain in a city at night, reflections on the street, seen from behind. '.repeat(
  3,
)

/** People who have asked for thousands of pictures each, as batches, over queues of unlike needs. */
export async function fillQueue(
  { ctx }: QueueWorld,
  { people, queues: queueCount, waiting, free }: Amounts,
): Promise<{ freeSentenceIds: string[]; lastJobId: string }> {
  const recipes = Array.from({ length: queueCount }, (_, index) => aRecipe(index))
  const needs = recipes.map((recipe) => needsOfRecipe(ctx, { recipe, quality: 'final' }))
  const queues = await ensureQueues(ctx, needs)
  await addGpus(ctx, needs)
  const personIds = await addPeople(ctx, people)
  const { projectId, sentenceIds } = await addScript(ctx, waiting + free)
  const asked = new Map<string, number>()
  const rows = sentenceIds.slice(0, waiting).map((sentenceId, index) => {
    const personId = personIds[index % people] ?? ''
    const kind = Math.floor(index / people) % queueCount
    const recipe = { ...(recipes[kind] ?? aRecipe(0)), scene: `${scene}${index}` }
    const startS = asked.get(personId) ?? 0
    asked.set(personId, startS + costOf(null))
    const lane = index % 10 === 0 ? ('urgent' as const) : ('batch' as const)
    return {
      ...{ id: newId(), projectId, sentenceId, requestedById: personId, kind: 'image' as const, lane, recipe },
      ...{ recipeHash: hashRecipe(recipe), workflow: recipe.workflow, seed: '18446744073709551615' },
      ...{ queue: queues[kind]?.name ?? '', priority: priorityOf(lane, startS) },
    }
  })
  for (let at = 0; at < rows.length; at += insertedAtOnce) {
    const part = rows.slice(at, at + insertedAtOnce)
    await ctx.db.$transaction(async (tx) => {
      // By hand: so many rows take the client minutes.
      await tx.$executeRaw`
        insert into job (id, "projectId", "sentenceId", "requestedById", kind, lane, recipe, "recipeHash", workflow, seed, queue,
          priority)
        select * from json_to_recordset(${JSON.stringify(part)}::json) as x (id uuid, "projectId" uuid, "sentenceId" uuid,
          "requestedById" uuid, kind "JobKind", lane "Lane", recipe jsonb, "recipeHash" text, workflow text, seed numeric,
          queue text, priority int)`
      await ctx.queue.add(tx, part)
    })
  }
  // As autovacuum would have done by the time so many wait.
  await ctx.db.$executeRawUnsafe('vacuum analyze')
  const last = rows.toSorted((a, b) => a.priority - b.priority)[0]
  return { freeSentenceIds: sentenceIds.slice(waiting), lastJobId: last?.id ?? '' }
}

function aRecipe(index: number): Recipe {
  const workflow = ['flux-2', 'sdxl_txt2img', 'z-image-turbo'][index % 3] ?? 'flux-2'
  const side = 768 + 64 * Math.floor(index / 3)
  const plain = { style: 'ink drawing', negative: 'blurry', cast: [], loras: [], steps: null, cfg: null }
  return { kind: 'image', workflow, scene, size: { width: side, height: side }, seed: null, source: null, ...plain }
}

async function addGpus({ db, library, clock }: Ctx, needs: readonly Needs[]): Promise<void> {
  const models = modelNamesOf(library.list().flatMap(({ template }) => template ?? []))
  const abilities = abilitiesOf(parseObjectInfo(toObjectInfoJson(nodeTable, models)))
  const settings = { tier: 'standard', capabilities: null, vramGb: null, maxResolution: null, maxBatch: 1 }
  const ids = Array.from({ length: gpuCount }, (_, index) => `gpu-${index + 1}`)
  await db.gpuNode.createMany({
    data: ids.map((id) => ({
      ...{ id, url: `http://${id}:8188`, name: id, settings, health: 'well', heldBy: 'bench', checkedAt: clock.now() },
      ...{ abilities: { ...abilities }, abilitiesHash: hashAbilities(abilities) },
    })),
  })
  const works = [...new Set(needs.map(workOf))]
  await db.gpuSpeed.createMany({
    data: ids.flatMap((nodeId) => works.map((work) => ({ nodeId, work, runMs: 10_000, samples: 20 }))),
  })
}

async function addPeople({ db, teamId }: Ctx, count: number): Promise<string[]> {
  const rows = Array.from({ length: count }, (_, index) => ({ id: newId(), name: `Person ${index + 1}` }))
  await db.person.createMany({ data: rows })
  await db.membership.createMany({ data: rows.map(({ id: personId }) => ({ teamId, personId, role: 'editor' })) })
  return rows.map(({ id }) => id)
}

async function addScript(ctx: Ctx, count: number): Promise<{ projectId: string; sentenceIds: string[] }> {
  const { id: projectId } = await createProject(ctx, { teamId: ctx.teamId, name: 'Bench' })
  const { id: sectionId } = await ctx.db.section.findFirstOrThrow({ where: { projectId } })
  const rows = positionsBetween(null, null, count).map((position, index) => {
    const text = `Sentence ${index} is as long as a sentence of a script usually is.`
    return { id: newId(), projectId, sectionId, text, imagePrompt: `${scene}${index}`, position }
  })
  for (let at = 0; at < rows.length; at += insertedAtOnce) {
    const part = JSON.stringify(rows.slice(at, at + insertedAtOnce))
    await ctx.db.$executeRaw`
      insert into sentence (id, "projectId", "sectionId", text, "imagePrompt", position, "updatedAt")
      select *, now() from json_to_recordset(${part}::json) as x (id uuid, "projectId" uuid, "sectionId" uuid, text text,
        "imagePrompt" text, position text)`
  }
  return { projectId, sentenceIds: rows.map(({ id }) => id) }
}
