import { expect, it } from 'vitest'
import { useStudio } from '#lib/testing/context.ts'
import { useMedia } from '#lib/testing/storage.ts'
import { aJob, aSentence, aTake } from '#lib/testing/takes.ts'
import { endOldJobs } from './end-old-jobs.ts'

const studio = useStudio()
const storage = useMedia()

it('ends what ended long ago and nothing else, and leaves the takes', async () => {
  const { db, clock } = studio.ctx
  const daysAgo = (days: number) => new Date(clock.now().getTime() - days * 24 * 60 * 60 * 1000)
  const [place, other] = [await aSentence(studio), await aSentence(studio)]
  const { take, job: old } = await aTake(studio.ctx, storage.media, place)
  const recent = await aJob(studio.ctx, { ...place, state: 'failed' })
  const running = await aJob(studio.ctx, { ...other, state: 'processing' })
  await db.job.update({ where: { id: old.id }, data: { endedAt: daysAgo(91) } })
  await db.job.update({ where: { id: recent.id }, data: { endedAt: daysAgo(89) } })
  expect(await endOldJobs(studio.ctx)).toBe(1)
  const left = await db.job.findMany({ orderBy: { id: 'asc' }, select: { id: true } })
  expect(left).toEqual([{ id: recent.id }, { id: running.id }])
  expect(await db.take.findUniqueOrThrow({ where: { id: take.id } })).toMatchObject({ jobId: null, recipe: {} })
})
