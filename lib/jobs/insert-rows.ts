import type { Lane } from '#lib/fleet/choice.ts'
import type { TxCtx } from '#lib/live/transact.ts'
import { hashRecipe } from '#lib/recipe/hash.ts'
import { newId } from '#lib/runtime/ids.ts'
import type { Job } from '#prisma/client/client.ts'
import type { FittingJob } from './new-job.ts'

/** The version of its sentence is what that became by it. */
export type InsertedJob = Job & { sentenceVersion: number | null }

type Rows = {
  rows: readonly (FittingJob & { priority: number })[]
  batch?: { id: string; isHeld: boolean } | undefined
  lane: Lane
  /** Where the person stands in the lane from now on. */
  finishS: number
}

/** One statement, however many: the jobs, the versions of their sentences, and the person's share. */
export async function insertRows(tx: TxCtx, { rows, batch, lane, finishS }: Rows): Promise<InsertedJob[]> {
  const now = tx.clock.now()
  const { personId } = tx.actor
  // Of the same moment and the same place in the queue, the smaller id comes first.
  const ids = rows.map(() => newId(now.getTime())).sort()
  const given = rows.map(({ job, held, queue, priority }, index) => ({
    id: ids[index],
    ...{ projectId: job.projectId, sentenceId: job.sentenceId, kind: job.kind },
    ...{ quality: job.quality, count: job.count },
    ...{ recipe: job.recipe, recipeHash: job.recipeHash ?? hashRecipe(job.recipe), workflow: job.needs.workflow },
    ...{ seed: String(job.seed), sourceTakeId: job.sourceTakeId, replayOfId: job.replayOfId ?? null },
    chosenTakeId: job.kind === 'video' ? held.currentClipId : held.currentTakeId,
    ...{ queue: queue.name, priority },
  }))
  return await tx.db.$queryRaw<InsertedJob[]>`
    with made as (
      insert into job (id, "projectId", "sentenceId", "requestedById", kind, quality, count, recipe, "recipeHash", workflow, seed,
        "sourceTakeId", "replayOfId", "chosenTakeId", lane, queue, priority, "batchId", "isHeld", "createdAt")
      select id, "projectId", "sentenceId", ${personId}::uuid, kind, quality, count, recipe, "recipeHash", workflow, seed,
        "sourceTakeId", "replayOfId", "chosenTakeId", ${lane}::"Lane", queue, priority,
        ${batch?.id ?? null}::uuid, ${batch?.isHeld ?? false}, ${now}
      from json_to_recordset(${JSON.stringify(given)}::json) as x (id uuid, "projectId" uuid, "sentenceId" uuid,
        kind "JobKind", quality "Quality", count int, recipe jsonb, "recipeHash" text, workflow text, seed numeric,
        "sourceTakeId" uuid, "replayOfId" uuid, "chosenTakeId" uuid, queue text, priority int)
      returning *
    ), share as (
      update fair_share set finish = ${Math.round(finishS)}::int
      where "personId" = ${personId}::uuid and lane = ${lane}::"Lane"
    ), shown as (
      update sentence set version = version + 1, "updatedAt" = ${now}
      where id in (select "sentenceId" from made)
      returning id, version
    )
    select made.*, shown.version as "sentenceVersion"
    from made left join shown on shown.id = made."sentenceId"
    order by made.priority desc, made.id`
}
