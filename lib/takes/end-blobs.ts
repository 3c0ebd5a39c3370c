import type { Ctx } from '#lib/runtime/context.ts'
import { blobKey, type Media } from '#lib/runtime/media.ts'

/** Ends reference pictures older than that which no member of the cast has, no take was made with, and no job waits for. */
export async function endBlobs(ctx: Ctx, media: Media, before: Date): Promise<number> {
  const found = await ctx.db.$queryRaw<{ hash: string }[]>`
    select hash from blob b where b."createdAt" < ${before}
      and not exists (select 1 from cast_reference where "blobHash" = b.hash)
      and not exists (select 1 from take_reference where "blobHash" = b.hash)
      and not exists (
        select 1 from job where state in ('queued', 'processing')
          and jsonb_path_exists(recipe, '$.cast[*].references[*] ? (@ == $hash)', jsonb_build_object('hash', b.hash))
      )`
  let ended = 0
  for (const { hash } of found) {
    await ctx.db.$transaction(async (db) => {
      const { count } = await db.blob.deleteMany({ where: { hash, references: { none: {} }, takes: { none: {} } } })
      // While the row is held: whoever gives the same picture just now waits, and then puts it there again.
      if (count === 1) await media.remove(blobKey(hash))
      ended += count
    })
  }
  return ended
}
