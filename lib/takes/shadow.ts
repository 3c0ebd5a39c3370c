import type { Ctx } from '#lib/runtime/context.ts'
import type { Media } from '#lib/runtime/media.ts'
import { fileKeyOf, readKey, shadowFolder, shadowKey } from './keys.ts'

/**
 * Brings `images/{sentenceId}.png` to what the sentence shows, after the commit that changed it. Two who do so at once agree in
 * the end, because each looks again after it wrote. What goes wrong is logged and no more: the take is safe, and the next
 * start of a worker puts its shadow right.
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

/** Pictures looked after at once: enough that a bucket far away is no matter of minutes, few enough for any disk. */
const atOnce = 16

/**
 * Puts right what a worker that died after a commit has left, and what other programs have changed: one look at the size and
 * time of two files for each picture, without reading any. Returns how many there were.
 */
export async function repairShadows(ctx: Ctx, media: Media): Promise<number> {
  let repaired = 0
  for (const { id: projectId } of await ctx.db.project.findMany({ select: { id: true } })) {
    const wrong = await findWrong(ctx, media, projectId)
    for (const sentenceId of wrong) await writeShadow(ctx, media, sentenceId)
    repaired += wrong.length
  }
  return repaired
}

type Shown = { id: string; projectId: string; takeId: string | null; mediaType: string | null }

async function findWrong(ctx: Ctx, media: Media, projectId: string): Promise<string[]> {
  const there = new Set<string>()
  for await (const key of media.list(shadowFolder(projectId))) there.add(readKey(key)?.id ?? '')
  const shown = await ctx.db.$queryRaw<Shown[]>`
    select s.id, s."projectId", s."currentTakeId" as "takeId", t."mediaType"
    from sentence s left join take t on t.id = s."currentTakeId" where s."projectId" = ${projectId}::uuid`
  const wrong: string[] = []
  for (let at = 0; at < shown.length; at += atOnce) {
    const some = shown.slice(at, at + atOnce)
    const isRight = await Promise.all(some.map((one) => isShown(media, one, there.has(one.id))))
    wrong.push(...some.filter((_, index) => !isRight[index]).map(({ id }) => id))
  }
  return wrong
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
  const row = await ctx.db.sentence.findUnique({ where: { id: sentenceId }, include: { currentTake: true } })
  if (!row) return undefined
  const { id, projectId, currentTakeId } = row
  return { id, projectId, takeId: currentTakeId, mediaType: row.currentTake?.mediaType ?? null }
}
