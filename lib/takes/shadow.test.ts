import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Media, shadowKey } from '#lib/runtime/media.ts'
import { useStudio } from '#lib/testing/context.ts'
import { s3Keys, useMedia, useS3Server } from '#lib/testing/storage.ts'
import { aPng, aSentence, aTake, type Place } from '#lib/testing/takes.ts'
import { fileKeyOf } from './keys.ts'
import { createS3Media } from './media-s3.ts'
import { repairShadows, writeShadow } from './shadow.ts'

const studio = useStudio()
const files = useMedia()
const s3 = useS3Server('pictures')

const shadowOf = ({ projectId, sentenceId }: Place) => shadowKey(projectId, sentenceId)
const show = ({ sentenceId: id }: Place, currentTakeId: string | null) =>
  studio.ctx.db.sentence.update({ where: { id }, data: { currentTakeId } })

describe.each<[string, () => Media]>([
  ['in a folder', () => files.media],
  [
    'in a bucket',
    () => createS3Media({ ...s3Keys, endpoint: s3.endpoint, region: 'us-east-1', bucket: 'pictures', prefix: 'a/' }),
  ],
])('shadows %s', (_, open) => {
  beforeEach(async () => {
    await studio.ctx.db.project.deleteMany({})
  })

  it('are what the sentence shows, and are gone when it shows nothing', async () => {
    const media = open()
    const place = await aSentence(studio)
    const red = await aTake(studio.ctx, media, { ...place, color: 'red' })
    await writeShadow(studio.ctx, media, place.sentenceId)
    expect(await media.read(shadowOf(place))).toEqual(Buffer.from(await aPng('red')))
    await show(place, null)
    await writeShadow(studio.ctx, media, place.sentenceId)
    expect(await media.stat(shadowOf(place))).toBeUndefined()
    await show(place, red.take.id)
    await writeShadow(studio.ctx, media, place.sentenceId)
    expect(await media.isCopy(fileKeyOf(red.take), shadowOf(place))).toBe(true)
  })

  it('are put right where they differ, and left alone where not', async () => {
    const media = open()
    const [right, missing] = [await aSentence(studio), await aSentence(studio)]
    const [old, stray] = [await aSentence(studio), await aSentence(studio)]
    for (const place of [right, missing, old, stray]) {
      await aTake(studio.ctx, media, { ...place, color: 'red' })
      await writeShadow(studio.ctx, media, place.sentenceId)
    }
    expect(await repairShadows(studio.ctx, media)).toBe(0)
    // A worker died after the commit, and something else tidied up.
    await media.remove(shadowOf(missing))
    await aTake(studio.ctx, media, { ...old, color: 'blue' })
    await show(stray, null)
    expect(await repairShadows(studio.ctx, media, { signal: AbortSignal.abort() })).toBe(0)
    expect(await repairShadows(studio.ctx, media, { changedSince: new Date(Date.now() + 60_000) })).toBe(0)
    expect(await repairShadows(studio.ctx, media, { changedSince: new Date(Date.now() - 60_000) })).toBe(3)
    expect(await media.read(shadowOf(right))).toEqual(Buffer.from(await aPng('red')))
    expect(await media.read(shadowOf(missing))).toEqual(Buffer.from(await aPng('red')))
    expect(await media.read(shadowOf(old))).toEqual(Buffer.from(await aPng('blue')))
    expect(await media.stat(shadowOf(stray))).toBeUndefined()
    expect(await repairShadows(studio.ctx, media)).toBe(0)
  })
})

describe('shadows in a folder', () => {
  it('are put right when another program has written into them, and the take is as it was', async () => {
    const place = await aSentence(studio)
    const { take } = await aTake(studio.ctx, files.media, { ...place, color: 'red' })
    await writeShadow(studio.ctx, files.media, place.sentenceId)
    await writeFile(path.join(files.dir, shadowOf(place)), 'scribble')
    await repairShadows(studio.ctx, files.media)
    for (const key of [shadowOf(place), fileKeyOf(take)]) {
      expect(await files.media.read(key)).toEqual(Buffer.from(await aPng('red')))
    }
  })

  it('fail nobody when they cannot be written', async () => {
    const place = await aSentence(studio)
    const { take } = await aTake(studio.ctx, files.media, place)
    await rm(path.join(files.dir, fileKeyOf(take)))
    await writeShadow(studio.ctx, files.media, place.sentenceId)
    expect(await files.media.stat(shadowOf(place))).toBeUndefined()
  })
})
