import { createHash } from 'node:crypto'
import { utimes } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { blobKey, shadowKey } from '#lib/runtime/media.ts'
import { addCastMember } from '#lib/storyboard/cast-commands.ts'
import { createTestClock, useStudio } from '#lib/testing/context.ts'
import { useMedia } from '#lib/testing/storage.ts'
import { aJob, aSentence, aTake, type Place } from '#lib/testing/takes.ts'
import { endForGood } from './housekeeping.ts'
import { endingKey, fileKeyOf, takeKey } from './keys.ts'
import type { TakeRow } from './model.ts'
import { writeShadow } from './shadow.ts'

const studio = useStudio()
const storage = useMedia()
const dayMs = 24 * 60 * 60 * 1000
/** Files carry the time of the disk, so that is the time here too. */
const now = new Date()
const ctx = () => ({ ...studio.ctx, clock: createTestClock(now) })
const daysAgo = (days: number) => new Date(now.getTime() - days * dayMs)

async function aShownTake(): Promise<{ take: TakeRow; place: Place; keys: string[] }> {
  const place = await aSentence(studio)
  const { take } = await aTake(studio.ctx, storage.media, place)
  await writeShadow(studio.ctx, storage.media, place.sentenceId)
  const keys = [fileKeyOf(take), takeKey(take, 'json'), shadowKey(place.projectId, place.sentenceId)]
  return { take, place, keys }
}

async function age(keys: string[], days: number): Promise<void> {
  for (const key of keys) await utimes(path.join(storage.dir, key), daysAgo(days), daysAgo(days))
}

async function there(keys: string[]): Promise<boolean[]> {
  return await Promise.all(keys.map(async (key) => (await storage.media.stat(key)) !== undefined))
}

const aHash = (text: string) => createHash('sha256').update(text).digest('hex')

describe('endForGood', () => {
  it('leaves alone what belongs to something', async () => {
    const { keys } = await aShownTake()
    await age(keys, 400)
    await endForGood(ctx(), storage.media)
    expect(await there(keys)).toEqual([true, true, true])
  })

  it('removes files of a lost transaction after a day, not before', async () => {
    const { take, keys } = await aShownTake()
    await studio.ctx.db.take.delete({ where: { id: take.id } })
    const own = keys.slice(0, 2)
    await endForGood(ctx(), storage.media)
    expect(await there(own)).toEqual([true, true])
    await age(own, 1.1)
    await endForGood(ctx(), storage.media)
    expect(await there(own)).toEqual([false, false])
  })

  it('ends takes that were deleted long ago, with their files', async () => {
    const [old, recent] = [await aShownTake(), await aShownTake()]
    for (const [{ take, place }, days] of [
      [old, 31],
      [recent, 29],
    ] as const) {
      await studio.ctx.db.sentence.update({ where: { id: place.sentenceId }, data: { currentTakeId: null } })
      await studio.ctx.db.take.update({ where: { id: take.id }, data: { deletedAt: daysAgo(days) } })
    }
    await endForGood(ctx(), storage.media)
    expect(await there(old.keys.slice(0, 2))).toEqual([false, false])
    expect(await there(recent.keys.slice(0, 2))).toEqual([true, true])
    expect(await studio.ctx.db.take.count({ where: { id: { in: [old.take.id, recent.take.id] } } })).toBe(1)
  })

  it.each(['sentence', 'project'] as const)('removes the files of a %s that was deleted long ago', async (what) => {
    const { place, keys } = await aShownTake()
    await age(keys, 40)
    const change = { data: { deletedAt: daysAgo(31) } }
    if (what === 'sentence') await studio.ctx.db.sentence.update({ where: { id: place.sentenceId }, ...change })
    else await studio.ctx.db.project.update({ where: { id: place.projectId }, ...change })
    await endForGood(ctx(), storage.media)
    expect(await there(keys)).toEqual([false, false, false])
    if (what === 'sentence') return
    // What has told that it was to end goes last.
    expect(await there([endingKey(place.projectId)])).toEqual([true])
    await age([endingKey(place.projectId)], 2)
    await endForGood(ctx(), storage.media)
    expect(await there([endingKey(place.projectId)])).toEqual([false])
  })

  it('ends references long after they were given, unless somebody has them or they were of use', async () => {
    const place = await aSentence(studio)
    const recipe = (hash: string) => ({ cast: [{ references: [hash] }] })
    const hashes = Object.fromEntries(
      ['ofCast', 'ofTake', 'ofJob', 'unused', 'fresh'].map((name) => [name, aHash(name)]),
    )
    for (const [name, hash = ''] of Object.entries(hashes)) {
      const createdAt = daysAgo(name === 'fresh' ? 29 : 31)
      await studio.ctx.db.blob.create({
        data: { hash, mediaType: 'image/png', sizeBytes: 1, width: 1, height: 1, createdAt },
      })
      await storage.media.put(blobKey(hash), new Uint8Array(1))
    }
    const { ofCast = '', ofTake = '', ofJob = '', unused = '', fresh = '' } = hashes
    const member = await addCastMember(studio.ctx, { projectId: place.projectId, name: 'Nova' })
    await studio.ctx.db.castReference.create({ data: { castMemberId: member.id, blobHash: ofCast, position: 'a0' } })
    await aTake(studio.ctx, storage.media, { ...place, made: { bound: { references: [ofTake], parameters: {} } } })
    const job = await aJob(studio.ctx, place)
    await studio.ctx.db.job.update({ where: { id: job.id }, data: { recipe: recipe(ofJob) } })
    expect((await endForGood(ctx(), storage.media)).blobs).toBe(1)
    expect(await there([ofCast, ofTake, ofJob, unused, fresh].map(blobKey))).toEqual([true, true, true, false, true])
  })

  it('does not touch what another database keeps in the same place', async () => {
    const { place, keys } = await aShownTake()
    await age(keys, 400)
    await studio.ctx.db.project.delete({ where: { id: place.projectId } })
    await storage.media.put('projects/not-an-id/takes/readme.txt', new Uint8Array(1))
    await endForGood(ctx(), storage.media)
    expect(await there(keys)).toEqual([true, true, true])
    expect(await there(['projects/not-an-id/takes/readme.txt'])).toEqual([true])
  })
})
