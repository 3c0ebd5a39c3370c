import type { Ctx } from '#lib/runtime/context.ts'
import { type Media, shadowKey } from '#lib/runtime/media.ts'
import { fileKeyOf, readKey, shadowFolder } from './keys.ts'
import type { TakeRow } from './model.ts'

/**
 * Brings `images/{sentenceId}.png` to what the sentence shows, after the commit that changed it. Two who do so at once agree in
 * the end, because each looks again after it wrote. What goes wrong is logged and no more: the take is safe, and the
 * housekeeping puts its shadow right.
 */
export async function writeShadow(ctx: Ctx, media: Media, sentenceId: string): Promise<void> {
  try {
    let seen: Shown | undefined
    for (let now = await readShown(ctx, sentenceId); now && now.takeId !== seen?.takeId; ) {
      await bringTo(media, now)
      seen = now
      now = await readShown(ctx, sentenceId)
    }
  } catch (error) {
    ctx.log.warn({ err: error, sentenceId }, 'The file of a current picture could not be brought up to date')
  }
}

/** As `writeShadow`, after a take was chosen, made or deleted. Clips have no shadow. */
export async function followTake(ctx: Ctx, media: Media, { sentenceId, kind }: TakeRow): Promise<void> {
  if (sentenceId && kind !== 'video') await writeShadow(ctx, media, sentenceId)
}

/** Pictures looked after at once: enough that a bucket far away is no matter of minutes, few enough for any disk. */
const atOnce = 16

type Looking = {
  /** Only at sentences that were changed since: a bucket far away is asked about every picture otherwise. */
  changedSince?: Date
  /** Ends it between two pictures. */
  signal?: AbortSignal
}

/**
 * Puts right what a process that died after a commit has left, and what other programs have changed: one look at the size and
 * time of two files for each picture, without reading any. Returns how many there were.
 */
export async function repairShadows(
  ctx: Ctx,
  media: Media,
  { changedSince = new Date(0), signal }: Looking = {},
): Promise<number> {
  let repaired = 0
  const sentences = { some: { updatedAt: { gte: changedSince } } }
  for (const { id } of await ctx.db.project.findMany({ where: { sentences }, select: { id: true } })) {
    if (signal?.aborted) break
    for await (const sentenceId of findWrong(ctx, media, { projectId: id, changedSince, signal })) {
      await writeShadow(ctx, media, sentenceId)
      repaired++
    }
  }
  return repaired
}

type Shown = { id: string; projectId: string; takeId: string | null; mediaType: string | null }
type Place = { projectId: string; changedSince: Date; signal: AbortSignal | undefined }

async function* findWrong(ctx: Ctx, media: Media, { projectId, changedSince, signal }: Place): AsyncGenerator<string> {
  const there = new Set<string>()
  for await (const key of media.list(shadowFolder(projectId))) there.add(readKey(key)?.id ?? '')
  const shown = await ctx.db.$queryRaw<Shown[]>`
    select s.id, s."projectId", s."currentTakeId" as "takeId", t."mediaType"
    from sentence s left join take t on t.id = s."currentTakeId"
    where s."projectId" = ${projectId}::uuid and s."updatedAt" >= ${changedSince}`
  for (let at = 0; at < shown.length && !signal?.aborted; at += atOnce) {
    const some = shown.slice(at, at + atOnce)
    const isRight = await Promise.all(some.map((one) => isShown(media, one, there.has(one.id))))
    yield* some.flatMap(({ id }, index) => (isRight[index] ? [] : [id]))
  }
}

async function isShown(media: Media, shown: Shown, isThere: boolean): Promise<boolean> {
  const take = takeOf(shown)
  if (!take || !isThere) return !take && !isThere
  return await media.isCopy(fileKeyOf(take), shadowKey(shown.projectId, shown.id))
}

async function bringTo(media: Media, shown: Shown): Promise<void> {
  const shadow = shadowKey(shown.projectId, shown.id)
  const take = takeOf(shown)
  if (take) await media.copy(fileKeyOf(take), shadow)
  else await media.remove(shadow)
}

function takeOf({ takeId, projectId, mediaType }: Shown) {
  return takeId && mediaType ? { id: takeId, projectId, mediaType } : undefined
}

async function readShown(ctx: Ctx, sentenceId: string): Promise<Shown | undefined> {
  const row = await ctx.db.sentence.findUnique({
    where: { id: sentenceId },
    select: { id: true, projectId: true, currentTakeId: true, currentTake: { select: { mediaType: true } } },
  })
  if (!row) return undefined
  const { id, projectId, currentTakeId } = row
  return { id, projectId, takeId: currentTakeId, mediaType: row.currentTake?.mediaType ?? null }
}
