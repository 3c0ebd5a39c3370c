import { transact } from '#lib/live/transact.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import type { Media } from '#lib/runtime/media.ts'
import { lockSentences } from '#lib/storyboard/lock-sentences.ts'
import { fileKeyOf, takeKey, thumbKey } from './keys.ts'
import { siblingKinds, type TakeRow, thumbWidths } from './model.ts'
import { followTake } from './shadow.ts'

/** What follows the commit that made the takes of one job. It fails at nothing: what goes wrong is logged and made good later. */
export async function afterTakes(ctx: Ctx, media: Media, takes: readonly TakeRow[]): Promise<void> {
  const { sentenceId, kind } = takes[0] ?? {}
  if (!sentenceId || !kind) return
  const current = takes.find(({ isCurrent }) => isCurrent)
  if (current) await followTake(ctx, media, current)
  try {
    await pruneTakes(ctx, media, { sentenceId, kind })
  } catch (error) {
    ctx.log.warn({ err: error, sentenceId }, 'Old takes could not be pruned')
  }
}

type Doomed = { id: string; projectId: string; mediaType: string }

/**
 * Ends for good what is more than the project keeps of a sentence: pictures and clips each by themselves, the oldest first, and
 * never the current one, a favourite, a locked one, what another was made from, or what is being worked with. What was made last
 * in one go is there to be chosen from, so it is kept whole until something newer is made. Deleted ones do not count and wait
 * for their own end.
 */
export async function pruneTakes(
  ctx: Ctx,
  media: Media,
  { sentenceId, kind }: Pick<TakeRow, 'kind'> & { sentenceId: string },
): Promise<number> {
  const doomed = await transact(ctx, async (tx) => {
    await lockSentences(tx, [sentenceId])
    const rows = await tx.db.$queryRaw<Doomed[]>`
      with kept as (select p."keptTakes" as most from sentence s join project p on p.id = s."projectId" where s.id = ${sentenceId}::uuid),
        ranked as (
          select id, "projectId", "mediaType", "jobId", favourite, locked, row_number() over (order by "createdAt" desc, id desc) as place
          from take t
          where "sentenceId" = ${sentenceId}::uuid and "deletedAt" is null and kind::text = any(${siblingKinds(kind)})
        )
      select r.id, r."projectId", r."mediaType" from ranked r, kept
      where r.place > kept.most and not r.favourite and not r.locked
        and not exists (
          select 1 from ranked newest where newest.place = 1 and newest."jobId" = r."jobId" and newest.id <> r.id
        )
        and not exists (select 1 from sentence s where s."currentTakeId" = r.id or s."currentClipId" = r.id)
        and not exists (select 1 from take_parent where "parentId" = r.id)
        and not exists (
          select 1 from job j where j.state in ('queued', 'processing') and (j."sourceTakeId" = r.id or j."replayOfId" = r.id)
        )`
    await tx.db.take.deleteMany({ where: { id: { in: rows.map(({ id }) => id) } } })
    for (const { id, projectId } of rows) tx.publish({ type: 'take.updated', projectId, id, sentenceId })
    return rows
  })
  for (const take of doomed) await removeTakeFiles(media, take)
  return doomed.length
}

/** Only when the row is gone: a row without its file would be a picture that cannot be shown. */
export async function removeTakeFiles(media: Media, take: Doomed): Promise<void> {
  const keys = [fileKeyOf(take), takeKey(take, 'json'), ...thumbWidths.map((width) => thumbKey(take, width))]
  await Promise.all(keys.map((key) => media.remove(key)))
}
