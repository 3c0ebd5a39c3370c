import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { newId } from '#lib/runtime/ids.ts'
import { useStudio } from '#lib/testing/context.ts'
import { useMedia } from '#lib/testing/storage.ts'
import { aClip, aJob, aPng, aSentence, aTake, testSize } from '#lib/testing/takes.ts'
import { compareWith } from './compare.ts'
import { fileKeyOf } from './keys.ts'
import { readReplayed } from './model.ts'
import { prepareTake } from './store-take.ts'

const studio = useStudio()
const storage = useMedia()

const made = (bytes: Uint8Array, mediaType = 'image/png') => ({
  ...{ bytes, mediaType },
  contentHash: createHash('sha256').update(bytes).digest('hex'),
})

it('compareWith tells bytes from pixels', async () => {
  const red = { id: newId(), projectId: newId(), ...made(await aPng('red')) }
  await storage.media.put(fileKeyOf(red), red.bytes)
  const withGraph = await sharp(red.bytes)
    .withExif({ IFD0: { Artist: 'graph' } })
    .png()
    .toBuffer()
  const opaque = await sharp(red.bytes).ensureAlpha().png().toBuffer()
  const same = async (other: ReturnType<typeof made>) => {
    const { takeId, sameBytes, samePixels } = await compareWith(storage.media, red, other)
    expect(takeId).toBe(red.id)
    return [sameBytes, samePixels]
  }
  expect(await same(made(red.bytes))).toEqual([true, true])
  expect(await same(made(withGraph))).toEqual([false, true])
  expect(await same(made(opaque))).toEqual([false, true])
  expect(await same(made(await aPng('#fe0000')))).toEqual([false, false])
  expect(await same(made(await aPng('red', { width: 448, height: 200 })))).toEqual([false, false])
  expect(await same(made(aClip.bytes, aClip.mimeType))).toEqual([false, false])
  await storage.media.remove(fileKeyOf(red))
  expect(await same(made(withGraph))).toEqual([false, false])
})

it('a take that was made again says what came of it', async () => {
  const place = await aSentence(studio)
  const first = await aTake(studio.ctx, storage.media, { ...place, color: 'red' })
  expect(first.take.replayed).toBeNull()
  const replayOf = await studio.ctx.db.take.findUniqueOrThrow({ where: { id: first.take.id } })
  const job = await aJob(studio.ctx, { ...place, replayOfId: replayOf.id })
  const file = { bytes: await aPng('blue'), mimeType: 'image/png' }
  const given = { job, output: 0, file, size: testSize, graph: '{}', made: { node: 'test' }, replayOf }
  const { data } = await prepareTake(storage.media, given)
  expect(readReplayed(data.made)).toEqual({ takeId: first.take.id, sameBytes: false, samePixels: false })
})
