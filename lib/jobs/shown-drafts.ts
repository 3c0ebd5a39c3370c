import type { Tx } from '#lib/runtime/db.ts'
import type { JobKind } from './model.ts'

/** A draft that a sentence shows: which seed, and which of its pictures, its final is made with. */
export type ShownDraft = { kind: JobKind; seed: string; pictureIndex: number }

/** By sentence. One that shows no draft, or a draft of a workflow without a seed, is not among them. */
export async function readShownDrafts(db: Tx, sentenceIds: readonly string[]): Promise<Map<string, ShownDraft>> {
  if (sentenceIds.length === 0) return new Map()
  const rows = await db.$queryRaw<(ShownDraft & { sentenceId: string })[]>`
    select s.id as "sentenceId", t.kind, t.seed::text, t."pictureIndex"
    from sentence s join take t on t.id = s."currentTakeId"
    where s.id = any(${sentenceIds}::uuid[]) and t.quality = 'draft' and t.seed is not null`
  return new Map(rows.map(({ sentenceId, ...draft }) => [sentenceId, draft]))
}
