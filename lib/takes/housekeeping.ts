import type { Ctx } from '#lib/runtime/context.ts'
import type { Media } from '#lib/runtime/media.ts'
import { keepDeletedForDays } from '#lib/storyboard/model.ts'
import { purgeDeleted } from '#lib/storyboard/purge.ts'
import { endBlobs } from './end-blobs.ts'
import { noteEnding } from './ending.ts'
import { endingKey, type Named, readKey } from './keys.ts'
import { removeTakeFiles } from './retention.ts'

const dayMs = 24 * 60 * 60 * 1000

export type Ended = { rows: number; takes: number; blobs: number; files: number }

/**
 * Ends for good what was deleted long ago, and removes the files that belong to nothing any more: of what was ended, and of
 * takes whose transaction was lost a day ago.
 */
export async function endForGood(ctx: Ctx, media: Media): Promise<Ended> {
  const now = ctx.clock.now().getTime()
  const before = new Date(now - keepDeletedForDays * dayMs)
  const takes = await endTakes(ctx, media, before)
  // Files of a project that this database does not know are removed only where this was said before: they may be another
  // database's, which keeps its files in the same place.
  const projects = await ctx.db.project.findMany({ where: { deletedAt: { lt: before } }, select: { id: true } })
  for (const { id } of projects) await noteEnding(media, id)
  const rows = await purgeDeleted(ctx.db, ctx.clock.now())
  const blobs = await endBlobs(ctx, media, before)
  const dayAgo = new Date(now - dayMs)
  const files = await sweepFiles(ctx, media, dayAgo)
  await media.tidy(dayAgo)
  return { rows, takes, blobs, files }
}

async function endTakes(ctx: Ctx, media: Media, before: Date): Promise<number> {
  const ended = await ctx.db.$queryRaw<{ id: string; projectId: string; mediaType: string }[]>`
    delete from take t where t."deletedAt" < ${before}
      and not exists (select 1 from sentence s where s."currentTakeId" = t.id or s."currentClipId" = t.id)
    returning t.id, t."projectId", t."mediaType"`
  for (const take of ended) await removeTakeFiles(media, take)
  return ended.length
}

/** As many names as one question to the database may carry at ease. */
const batchSize = 1_000

async function sweepFiles(ctx: Ctx, media: Media, before: Date): Promise<number> {
  let removed = 0
  let batch: Found[] = []
  const sweep = async () => {
    for (const key of await findOrphans(ctx, media, batch)) {
      const file = await media.stat(key)
      // A younger one may belong to a take that is about to be inserted.
      if (!file || file.modifiedAt >= before) continue
      await media.remove(key)
      removed++
    }
    batch = []
  }
  for await (const key of media.list('projects/')) {
    const named = readKey(key)
    if (named) batch.push({ ...named, key })
    if (batch.length >= batchSize) await sweep()
  }
  await sweep()
  return removed
}

type Found = Named & { key: string }

async function findOrphans(ctx: Ctx, media: Media, found: Found[]): Promise<string[]> {
  const ids = (kind: Named['kind']) => found.filter((each) => each.kind === kind).map(({ id }) => id)
  const some = (list: string[]) => ({ where: { id: { in: [...new Set(list)].filter(isId) } }, select: { id: true } })
  const projectIds = [...new Set(found.map(({ projectId }) => projectId))]
  const rows = await Promise.all([
    ctx.db.project.findMany(some(projectIds)),
    ctx.db.take.findMany(some(ids('take'))),
    ctx.db.sentence.findMany(some(ids('sentence'))),
  ])
  const [projects, takes, sentences] = rows.map((list) => new Set(list.map(({ id }) => id)))
  const ending = new Set<string>()
  for (const id of projectIds) {
    if (!projects?.has(id) && isId(id) && (await media.stat(endingKey(id)))) ending.add(id)
  }
  return found
    .filter(({ projectId, kind, id }) => {
      // By the time it is a day old, either its project's files are gone or the project was brought back.
      if (kind === 'ending') return true
      if (!projects?.has(projectId)) return ending.has(projectId)
      return !(kind === 'take' ? takes : sentences)?.has(id)
    })
    .map(({ key }) => key)
}

function isId(text: string): boolean {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(text)
}
