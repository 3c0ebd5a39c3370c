import type { Tx } from '#lib/runtime/db.ts'
import type { JobKind } from './model.ts'
import type { NewJob } from './new-job.ts'

/** Every kind of picture of a sentence whose last job failed, in the order of the script. */
export async function readFailed(
  db: Tx,
  { projectId, batchId }: { projectId: string; batchId: string | null },
): Promise<Failed[]> {
  return await db.$queryRaw<Failed[]>`
    select last."sentenceId", last.kind, last.quality, last.count, last.seed,
      (last.recipe->>'pictureIndex')::int as "pictureIndex", last."replayOfId"
    from (
      select distinct on ("sentenceId", kind) * from job
      where "projectId" = ${projectId}::uuid and "sentenceId" is not null
      order by "sentenceId", kind, "createdAt" desc, id desc
    ) last
    join sentence on sentence.id = last."sentenceId"
    join section on section.id = sentence."sectionId"
    where last.state = 'failed' and (${batchId}::uuid is null or last."batchId" = ${batchId}::uuid)
    order by section.position, section.id, sentence.position, sentence.id, last.kind`
}

/** What to ask for once more. */
export type Failed = {
  sentenceId: string
  kind: JobKind
  quality: NewJob['quality']
  count: number
  seed: { toFixed(places: number): string }
  pictureIndex: number | null
  replayOfId: string | null
}
