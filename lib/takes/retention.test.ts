import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shadowKey } from '#lib/runtime/media.ts'
import { createTurns } from '#lib/runtime/turns.ts'
import { silentLog, useStudio } from '#lib/testing/context.ts'
import { useMedia } from '#lib/testing/storage.ts'
import { aJob, aSentence, aTake, type Place, someTakes } from '#lib/testing/takes.ts'
import { fileKeyOf, takeKey, thumbKey } from './keys.ts'
import { type TakeRow, thumbWidths } from './model.ts'
import { afterTakes, pruneTakes } from './retention.ts'
import { createThumbnails } from './thumbnails.ts'

const studio = useStudio()
const storage = useMedia()

async function aStrip(count: number, keptTakes: number, kind: 'image' | 'video' = 'image') {
  const place = await aSentence(studio)
  await studio.ctx.db.project.update({ where: { id: place.projectId }, data: { keptTakes } })
  const takes: TakeRow[] = []
  for (let n = 0; n < count; n++) takes.push(await add(place, n, kind))
  return { place, takes }
}

async function add(place: Place, n: number, kind: 'image' | 'video' = 'image'): Promise<TakeRow> {
  studio.clock.advance(1_000)
  return (await aTake(studio.ctx, storage.media, { ...place, kind, color: `hsl(${n * 10}, 50%, 50%)` })).take
}

const prune = (place: Place, kind: TakeRow['kind'] = 'image') =>
  pruneTakes(studio.ctx, storage.media, { sentenceId: place.sentenceId, kind })

const marksInData = new Map<string | undefined, { favourite: true } | { locked: true } | { deletedAt: Date }>([
  ['favourite', { favourite: true }],
  ['locked', { locked: true }],
  ['deleted', { deletedAt: new Date() }],
])

async function kept(place: Place): Promise<string[]> {
  const rows = await studio.ctx.db.take.findMany({ where: place, orderBy: { createdAt: 'asc' } })
  return rows.map(({ id }) => id)
}

describe('pruneTakes', () => {
  it('keeps the newest, and removes every file of the others', async () => {
    const { place, takes } = await aStrip(5, 3)
    const oldest = takes[0]!
    const thumbnails = createThumbnails({ decoding: createTurns(2), log: silentLog })
    for (const width of thumbWidths) await thumbnails({ media: storage.media, take: oldest, width })
    expect(await prune(place)).toBe(2)
    expect(await kept(place)).toEqual(takes.slice(2).map(({ id }) => id))
    const keys = [fileKeyOf(oldest), takeKey(oldest, 'json'), ...thumbWidths.map((width) => thumbKey(oldest, width))]
    for (const key of keys) expect(await storage.media.stat(key)).toBeUndefined()
    for (const take of takes.slice(2)) expect(await storage.media.stat(fileKeyOf(take))).toBeDefined()
    expect(await prune(place)).toBe(0)
  })

  it('keeps what was made last in one go whole, until something newer is made', async () => {
    const { place } = await aStrip(3, 1)
    studio.clock.advance(1_000)
    const job = await aJob(studio.ctx, { ...place, quality: 'draft', count: 3 })
    const drafts = await someTakes(studio.ctx, storage.media, { job, colors: ['red', 'green', 'blue'] })
    await afterTakes(studio.ctx, storage.media, drafts)
    // The newest first, so the others are a moment older.
    expect(await kept(place)).toEqual(drafts.map(({ id }) => id).reverse())
    const next = await add(place, 7)
    await prune(place)
    expect(await kept(place)).toEqual([next.id])
  })

  it('keeps only the current one when nothing else is to be kept', async () => {
    const { place, takes } = await aStrip(3, 0)
    await prune(place)
    expect(await kept(place)).toEqual([takes[2]?.id])
  })

  it('keeps pictures and clips each by themselves', async () => {
    const { place } = await aStrip(2, 2)
    const clips = [await add(place, 0, 'video')]
    await prune(place, 'video')
    await prune(place)
    expect((await kept(place)).length).toBe(2 + clips.length)
  })

  it.each(['sourceTakeId', 'replayOfId'] as const)('keeps what is being worked with: %s', async (role) => {
    const { place, takes } = await aStrip(3, 0)
    await aJob(studio.ctx, { ...place, kind: 'upscale', state: 'queued', [role]: takes[0]?.id })
    await prune(place)
    expect(await kept(place)).toEqual([takes[0]?.id, takes[2]?.id])
  })

  it('keeps what another take was made from', async () => {
    const { place, takes } = await aStrip(3, 0)
    await aTake(studio.ctx, storage.media, { ...place, kind: 'video', sourceTakeId: takes[0]!.id })
    await prune(place)
    expect((await kept(place)).slice(0, 2)).toEqual([takes[0]?.id, takes[2]?.id])
  })

  it('never takes the current one, a favourite or a locked one, whatever is kept', async () => {
    const mark = fc.constantFrom('none', 'favourite', 'locked', 'deleted', 'current')
    const strip = fc.record({
      marks: fc.array(mark, { minLength: 1, maxLength: 5 }),
      most: fc.integer({ min: 0, max: 4 }),
    })
    await fc.assert(
      fc.asyncProperty(strip, async ({ marks, most }) => {
        const { place, takes } = await aStrip(marks.length, most)
        const { db } = studio.ctx
        for (const [index, take] of takes.entries()) {
          const data = marksInData.get(marks[index])
          if (data) await db.take.update({ where: { id: take.id }, data })
        }
        // The last of them that was marked so, or none.
        const current = takes[marks.lastIndexOf('current')]?.id ?? null
        await db.sentence.update({ where: { id: place.sentenceId }, data: { currentTakeId: current } })
        await prune(place)
        const live = takes.filter((_, index) => marks[index] !== 'deleted')
        const newest = live.slice(Math.max(0, live.length - most))
        const expected = takes.filter((take, index) => {
          const isMarked = ['favourite', 'locked', 'deleted'].includes(marks[index] ?? '')
          return isMarked || take.id === current || newest.includes(take)
        })
        expect(await kept(place)).toEqual(expected.map(({ id }) => id))
      }),
      { numRuns: 15 },
    )
  })
})

it('afterTakes brings the shadow up to date and prunes', async () => {
  const { place } = await aStrip(2, 1)
  const take = await add(place, 9)
  await afterTakes(studio.ctx, storage.media, [take])
  expect(await kept(place)).toEqual([take.id])
  const shadow = await storage.media.read(shadowKey(place.projectId, place.sentenceId))
  expect(shadow).toEqual(await storage.media.read(fileKeyOf(take)))
})
