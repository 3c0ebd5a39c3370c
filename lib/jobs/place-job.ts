import type { Lane } from '#lib/fleet/choice.ts'
import { type Needs, needsOf, queueNameOf, workOf } from '#lib/fleet/needs.ts'
import type { TxCtx } from '#lib/live/transact.ts'
import type { Recipe } from '#lib/recipe/recipe.ts'
import { parseJson } from '#lib/runtime/json.ts'
import type { Graph } from '#lib/workflow/graph.ts'
import type { PictureSize } from '#lib/workflow/request.ts'
import { bindRecipe } from './bind-recipe.ts'
import type { JobsCtx } from './context.ts'
import { costOf, fairStarts, priorityOf, startOfPriority } from './fair.ts'

type Made = { recipe: Recipe; quality: Needs['quality']; count?: number }

/** What a recipe needs of a GPU, found by binding it as for a server that has everything. */
export function needsOfRecipe({ library }: Pick<JobsCtx, 'library'>, { recipe, quality, count = 1 }: Made): Needs {
  const template = library.get(recipe.workflow)
  const source = recipe.source ? { key: '', name: 'source.png' } : undefined
  const { graph, renderedSize } = bindRecipe({
    template,
    recipe,
    seed: 0n,
    source,
    count,
    filenamePrefix: 'framewright/needs',
  })
  return needsOf({ graph, manifest: template.manifest, quality, renderedSize, count })
}

/** What the graph of a take needs when it is run again, whatever has become of its workflow since. */
export function needsOfGraph(
  graphText: string,
  { workflow, ...asked }: Pick<Needs, 'workflow' | 'quality'> & { renderedSize: PictureSize; count: number },
): Needs {
  // Safe: only graphs are written there.
  const graph = parseJson(graphText) as Graph
  const manifest = { id: workflow, capabilities: [], models: {} }
  return needsOf({ graph, manifest, ...asked })
}

/** A queue that is there, and how long its jobs take in virtual seconds. */
export type KnownQueue = { name: string; costS: number }

/**
 * The queues for these needs, in their order, made unless they are there. Before the transaction that puts something into them,
 * which has most of a day: so long nobody removes a queue that was asked for.
 */
export async function ensureQueues(ctx: JobsCtx, needs: readonly Needs[]): Promise<KnownQueue[]> {
  const named = needs.map((one) => ({ name: queueNameOf(one), needs: one, work: workOf(one) }))
  const given = [...new Map(named.map((one) => [one.name, one])).values()]
  const now = ctx.clock.now()
  const rows = await ctx.db.$queryRaw<{ name: string; isNew: boolean; runMs: number | null }[]>`
    with given as (
      select * from json_to_recordset(${JSON.stringify(given)}::json) as x (name text, needs jsonb, work text)
    ), touched as (
      insert into render_queue as r (name, needs, "createdAt", "usedAt")
      select name, needs, ${now}, ${now} from given order by name
      on conflict (name) do update set "usedAt" = excluded."usedAt"
        where r."usedAt" < excluded."usedAt" - interval '1 hour'
      returning name, xmax = 0 as "isNew"
    )
    select name, coalesce(touched."isNew", false) as "isNew",
      (select avg("runMs") from gpu_speed s where s.work = given.work) as "runMs"
    from given left join touched using (name)`
  for (const { name, isNew } of rows) await ctx.queue.ensure(name, { isNew })
  const known = new Map(rows.map(({ name, runMs }) => [name, runMs]))
  return named.map(({ name, needs: { count } }) => ({ name, costS: costOf(known.get(name) ?? null, count) }))
}

/**
 * Where a person stands in a lane, held until the end of the transaction: of two requests of one person, one comes after the
 * other.
 */
export async function holdShare(tx: TxCtx, { personId, lane }: { personId: string; lane: Lane }): Promise<number> {
  const [share] = await tx.db.$queryRaw<{ finish: number }[]>`
    insert into fair_share as f ("personId", lane, finish) values (${personId}::uuid, ${lane}::"Lane", 0)
    on conflict ("personId", lane) do update set finish = f.finish
    returning finish`
  return share?.finish ?? 0
}

/** What a lane's order is made from: its clock, and the place of the first of each of these queues. */
export type LaneState = { clockS: number; heads: Readonly<Record<string, number>> }

/** The fair places of what a person asks for, in its order, and where they stand after it. */
export function placesOf(
  asked: readonly KnownQueue[],
  { lane, state, finishS }: { lane: Lane; state: LaneState; finishS: number },
): { priorities: number[]; finishS: number } {
  const asks = asked.map(({ name, costS }) => {
    const head = state.heads[name]
    return { costS, headS: head === undefined ? null : startOfPriority(lane, head) }
  })
  const fair = fairStarts(asks, { clockS: state.clockS, finishS })
  return { priorities: fair.startsS.map((startS) => priorityOf(lane, startS)), finishS: fair.finishS }
}
