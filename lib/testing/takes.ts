import sharp from 'sharp'
import { transact } from '#lib/live/transact.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { newId } from '#lib/runtime/ids.ts'
import type { Media } from '#lib/runtime/media.ts'
import type { TakeRow } from '#lib/takes/model.ts'
import { insertTakes, prepareTake } from '#lib/takes/store-take.ts'
import type { Job, Prisma } from '#prisma/client/client.ts'
import { aProject, sentences, type TestStudio } from './context.ts'

export type Place = { projectId: string; sentenceId: string }

/** A sentence in a project of its own. */
export async function aSentence(studio: TestStudio, text = 'Nova walks along the pier.'): Promise<Place> {
  const { id: projectId, sectionId } = await aProject(studio)
  const [row] = await sentences(studio.ctx, sectionId, text)
  return { projectId, sentenceId: row?.id ?? '' }
}

type JobOptions = Place & Partial<Pick<Job, 'kind' | 'quality' | 'count' | 'state' | 'sourceTakeId' | 'replayOfId'>>

/** A job as one that is being processed, asked for now: it remembers what is chosen now. */
export async function aJob(
  ctx: Ctx,
  { kind = 'image', state = 'processing', quality = 'final', ...given }: JobOptions,
): Promise<Job> {
  const sentence = await ctx.db.sentence.findUniqueOrThrow({ where: { id: given.sentenceId } })
  return await ctx.db.job.create({
    data: {
      ...{ id: newId(), kind, quality, state, ...given },
      requestedById: ctx.actor.personId,
      recipe: { kind, scene: 'a pier', ...(quality === 'draft' && { quality }) },
      recipeHash: 'a'.repeat(64),
      workflow: 'flux-2',
      seed: '42',
      chosenTakeId: kind === 'video' ? sentence.currentClipId : sentence.currentTakeId,
    },
  })
}

export const testSize = { width: 400, height: 224 }

/** A picture of one colour, as ComfyUI would give it. */
export async function aPng(color: string, size = testSize): Promise<Uint8Array> {
  return await sharp({ create: { ...size, channels: 3, background: color } })
    .png()
    .toBuffer()
}

/** What a clip begins with; nobody looks further. */
export const aClip = { bytes: new TextEncoder().encode('....ftypmp42'), mimeType: 'video/mp4' }

type TakeOptions = JobOptions & { color?: string; job?: Job; made?: Prisma.InputJsonObject }

/** The takes of a job that drew several in one go, one of each colour. */
export async function someTakes(
  ctx: Ctx,
  media: Media,
  { job, colors }: { job: Job; colors: readonly string[] },
): Promise<TakeRow[]> {
  const prepared = await Promise.all(
    colors.map(async (color, output) => {
      const file = { bytes: await aPng(color), mimeType: 'image/png' }
      return await prepareTake(media, { job, output, file, size: testSize, graph: '{}', made: {} })
    }),
  )
  return await transact(ctx, async (tx) => {
    await tx.db.job.update({ where: { id: job.id }, data: { state: 'completed' } })
    return await insertTakes(tx, prepared)
  })
}

/** A take from beginning to end: asked for, made, stored, and the job completed. */
export async function aTake(
  ctx: Ctx,
  media: Media,
  { color = 'teal', made = { node: 'test' }, ...options }: TakeOptions,
): Promise<{ take: TakeRow; isChosen: boolean; job: Job }> {
  const { job = await aJob(ctx, options) } = options
  const file = job.kind === 'video' ? aClip : { bytes: await aPng(color), mimeType: 'image/png' }
  const graph = '{"1":{"class_type":"KSampler","inputs":{"seed":18446744073709551615}}}'
  const prepared = await prepareTake(media, { job, output: 0, file, size: testSize, graph, made })
  const take = await transact(ctx, async (tx) => {
    await tx.db.job.update({ where: { id: job.id }, data: { state: 'completed' } })
    return (await insertTakes(tx, [prepared]))[0]
  })
  if (!take) throw new Error('What was inserted is there.')
  return { take, isChosen: take.isCurrent, job }
}
