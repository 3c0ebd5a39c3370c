import type { Lane } from '#lib/fleet/choice.ts'
import { type Needs, queueNameOf } from '#lib/fleet/needs.ts'
import { announce } from '#lib/live/transact.ts'
import { defaultWorkflows } from '#lib/recipe/default-workflows.ts'
import type { Recipe } from '#lib/recipe/recipe.ts'
import { recipeOf } from '#lib/recipe/recipe-of.ts'
import { type AppError, describeError, isAppError } from '#lib/runtime/errors.ts'
import { isBlank } from '#lib/runtime/fields.ts'
import type { CastRow, ProjectRow, SentenceRow } from '#lib/storyboard/model.ts'
import { inScriptOrder } from '#lib/storyboard/positions.ts'
import { readCast } from '#lib/storyboard/read-cast.ts'
import { toProjectRow } from '#lib/storyboard/rows.ts'
import { readSentenceRows } from '#lib/storyboard/sentence-rows.ts'
import { notFound } from '#lib/team/authorize.ts'
import type { Cannot, Skipped } from './batch-model.ts'
import { chooseSeed, seedRecipe } from './choose-seed.ts'
import type { JobsCtx } from './context.ts'
import { type FleetView, readFleetView } from './fleet-view.ts'
import type { NewJob } from './new-job.ts'
import { needsOfRecipe } from './place-job.ts'
import { explainUnrunnable } from './preflight-request.ts'
import { refuseEmptyScene, refuseMissingSource } from './refuse-unmakeable.ts'
import { readShownDrafts, type ShownDraft } from './shown-drafts.ts'

/** One that is to be made, with a seed when it is to be made with that one. */
export type Ask = Pick<NewJob, 'kind' | 'quality'> & {
  sentenceId: string
  seed?: string | undefined
  pictureIndex?: number | undefined
  /** With the seed of the draft that the sentence shows, where there is one and no other is asked for. */
  from?: 'draft' | undefined
  /** Pictures in one go. Left out: one. */
  count?: number
}

export type Plan = {
  jobs: NewJob[]
  /** What they need, each once, and how many need it. */
  works: { needs: Needs; count: number }[]
  cannot: Cannot[]
  /** The first reason why something cannot be made, whole. */
  refusal: AppError | undefined
  skipped: Skipped
  view: FleetView
}

type Asked = { projectId: string; lane: Lane; choose(rows: readonly SentenceRow[]): readonly Ask[] }

/** What it takes to make many of one project, found by one read of its board, however many they are. */
export async function planJobs(ctx: JobsCtx, { projectId, lane, choose }: Asked): Promise<Plan> {
  const project = await ctx.db.project.findUnique({ where: { id: projectId } })
  if (!project || project.deletedAt) throw notFound({ kind: 'project', id: projectId })
  const sections = await ctx.db.section.findMany({ where: { projectId }, select: { id: true, position: true } })
  // Pictures come in the order in which the script is read.
  const rows = inScriptOrder(sections, await readSentenceRows(ctx, { projectId }))
  const cast = new Map((await readCast(ctx.db, projectId)).map((member) => [member.id, member]))
  const view = await readFleetView(ctx)
  const board: Board = { project: toProjectRow(project), cast, rows: new Map(rows.map((row) => [row.id, row])) }
  const doubted = new Set<string>()
  const needsLike = rememberNeeds(ctx, view, doubted)
  const plan: Plan = {
    jobs: [],
    works: [],
    cannot: [],
    refusal: undefined,
    skipped: { locked: 0, noPrompt: 0, underWay: 0 },
    view,
  }
  const works = new Map<string, Plan['works'][number]>()
  const asks = choose(rows)
  const ofDrafts = asks.flatMap(({ from, sentenceId }) => (from === 'draft' ? [sentenceId] : []))
  const drafts = await readShownDrafts(ctx.db, ofDrafts)
  for (const ask of asks) {
    const row = board.rows.get(ask.sentenceId)
    if (!row) continue
    const skipped = whySkipped(row, ask)
    if (skipped) {
      plan.skipped[skipped]++
      continue
    }
    const draft = ask.from === 'draft' ? drafts.get(row.id) : undefined
    const result = tryPlan(board, { row, ask, draft, lane, needsLike })
    if (isAppError(result)) {
      plan.cannot.push({ sentenceId: row.id, reason: describeError(result) })
      plan.refusal ??= result
      continue
    }
    plan.jobs.push(result)
    const name = queueNameOf(result.needs)
    const work = works.get(name) ?? { needs: result.needs, count: 0 }
    work.count++
    works.set(name, work)
  }
  plan.works = [...works.values()]
  // Who is told what is missing may put it there, and asks again.
  for (const workflow of doubted) await announce(ctx.db, { type: 'fleet.doubted', workflow })
  return plan
}

type Board = { project: ProjectRow; cast: ReadonlyMap<string, CastRow>; rows: ReadonlyMap<string, SentenceRow> }

function whySkipped(row: SentenceRow, { kind }: Ask): keyof Skipped | undefined {
  if (row.locked) return 'locked'
  if ((kind === 'video' ? row.activeVideoJobId : row.activeJobId) !== null) return 'underWay'
  if (kind !== 'upscale' && isBlank(kind === 'video' ? row.videoPrompt : row.imagePrompt)) return 'noPrompt'
  return undefined
}

type Planning = { row: SentenceRow; ask: Ask; draft: ShownDraft | undefined; lane: Lane; needsLike: NeedsLike }

function tryPlan({ project, cast }: Board, { row, ask, draft, lane, needsLike }: Planning): NewJob | AppError {
  const { kind, quality, count = 1 } = ask
  const source = kind === 'image' ? null : row.currentTakeId
  const members = row.castIds.flatMap((id) => cast.get(id) ?? [])
  try {
    refuseMissingSource(kind, source)
    const wanted = recipeOf({
      kind,
      sentence: row,
      cast: members,
      project,
      quality,
      source,
      defaultWorkflow: defaultWorkflows[kind],
    })
    refuseEmptyScene(wanted)
    const { seed, recipe } = seedRecipe(wanted, chooseSeed({ ...ask, pinned: wanted.seed, draft }))
    const needs = needsLike({ recipe, quality, count })
    if (isAppError(needs)) return needs
    return {
      ...{ projectId: project.id, sentenceId: row.id, kind, quality, count, seed, needs, lane, recipe },
      sourceTakeId: recipe.source,
    }
  } catch (error) {
    if (isAppError(error)) return error
    throw error
  }
}

type Wanted = { recipe: Recipe; quality: Needs['quality']; count: number }
type NeedsLike = (wanted: Wanted) => Needs | AppError

/** Binding is most of the work, and recipes that differ in their words alone need the same: each kind is bound once. */
function rememberNeeds(ctx: JobsCtx, { nodes }: FleetView, doubted: Set<string>): NeedsLike {
  const known = new Map<string, Needs | AppError>()
  return (wanted) => {
    const key = keyOfNeeds(wanted)
    const found = known.get(key) ?? findNeeds()
    known.set(key, found)
    return found

    function findNeeds(): Needs | AppError {
      try {
        const needs = needsOfRecipe(ctx, wanted)
        const refusal = explainUnrunnable(ctx, { nodes, needs })
        if (refusal) doubted.add(needs.workflow)
        return refusal ?? needs
      } catch (error) {
        if (isAppError(error)) return error
        throw error
      }
    }
  }
}

/** All of a recipe that reaches the models, the nodes and the size of its graph. */
function keyOfNeeds({ recipe, quality, count }: Wanted): string {
  const { kind, workflow, size, steps, cfg, loras, source } = recipe
  const cast = recipe.cast.map((member) => [member.loras, member.references])
  const has = [!isBlank(recipe.negative), source !== null, recipe.pictureIndex !== undefined]
  return JSON.stringify([quality, count, kind, workflow, size, steps, cfg, loras, cast, has])
}
