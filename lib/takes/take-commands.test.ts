import { describe, expect, it } from 'vitest'
import type { Ctx } from '#lib/runtime/context.ts'
import { newId } from '#lib/runtime/ids.ts'
import { shadowKey } from '#lib/runtime/media.ts'
import { readOne } from '#lib/storyboard/announce-sentence.ts'
import { useStudio } from '#lib/testing/context.ts'
import { useMedia } from '#lib/testing/storage.ts'
import { aJob, aPng, aSentence, aTake, type Place } from '#lib/testing/takes.ts'
import { listTakesInput, type TakeRow } from './model.ts'
import { listTakes, readTake } from './queries.ts'
import { followTake } from './shadow.ts'
import { chooseTake, deleteTake, favouriteTake, lockTake, restoreTake } from './take-commands.ts'

const studio = useStudio()
const storage = useMedia()

type Strip = Place & { red: TakeRow; green: TakeRow; blue: TakeRow }

/** Three takes, one second apart; the sentence shows the last. */
async function aStrip(): Promise<Strip> {
  const place = await aSentence(studio)
  const make = async (color: string) => {
    studio.clock.advance(1_000)
    return (await aTake(studio.ctx, storage.media, { ...place, color })).take
  }
  return { ...place, red: await make('red'), green: await make('green'), blue: await make('blue') }
}

async function choose({ id }: TakeRow): Promise<TakeRow> {
  const take = await chooseTake(studio.ctx, { id })
  await followTake(studio.ctx, storage.media, take)
  return take
}

async function remove({ id }: TakeRow): Promise<TakeRow> {
  const take = await deleteTake(studio.ctx, { id })
  await followTake(studio.ctx, storage.media, take)
  return take
}

const currentOf = async ({ sentenceId }: Place) =>
  (await studio.ctx.db.sentence.findUniqueOrThrow({ where: { id: sentenceId } })).currentTakeId
const rowOf = async ({ projectId, sentenceId: id }: Place) => await readOne(studio.ctx, { projectId, id })
const shadowOf = async ({ projectId, sentenceId }: Place) => await storage.media.read(shadowKey(projectId, sentenceId))
const list = async ({ sentenceId }: Place, page: { cursor?: string; limit?: number } = {}, ctx = studio.as('viewer')) =>
  await listTakes(ctx, listTakesInput.parse({ sentenceId, ...page }))

async function countWaiting(): Promise<number> {
  const waiting = await studio.ctx.db.$queryRaw<unknown[]>`
    select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  return waiting.length
}

describe('listTakes', () => {
  it('gives the newest first, page by page, without the deleted', async () => {
    const strip = await aStrip()
    const first = await list(strip, { limit: 2 })
    expect(first.items.map(({ id }) => id)).toEqual([strip.blue.id, strip.green.id])
    expect(first.items.map(({ isCurrent }) => isCurrent)).toEqual([true, false])
    const second = await list(strip, { limit: 2, cursor: first.nextCursor ?? '' })
    expect(second).toMatchObject({ items: [{ id: strip.red.id, seed: '42' }], nextCursor: null })
    await deleteTake(studio.ctx, { id: strip.green.id })
    expect((await list(strip)).items.map(({ id }) => id)).toEqual([strip.blue.id, strip.red.id])
  })

  it('loses none of those that were made at one moment', async () => {
    const place = await aSentence(studio)
    for (const color of ['red', 'green', 'blue']) await aTake(studio.ctx, storage.media, { ...place, color })
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: { items: TakeRow[]; nextCursor: string | null } = await list(place, {
        limit: 1,
        ...(cursor ? { cursor } : {}),
      })
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor)
    expect(new Set(seen).size).toBe(3)
  })

  it('is not led astray by a cursor that somebody made up', async () => {
    const strip = await aStrip()
    await expect(list(strip, { cursor: 'x' })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    for (const place of [
      ['x', 'y'],
      ['2030-01-01T00:00:00.000Z', "'"],
      ['-271821-04-20T00:00:00.000Z', newId()],
    ]) {
      const cursor = btoa(JSON.stringify(place))
      await expect(list(strip, { cursor })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    }
  })
})

describe('chooseTake', () => {
  it('shows an older one, and the one before again', async () => {
    const strip = await aStrip()
    expect(await choose(strip.red)).toMatchObject({ isCurrent: true })
    expect(await currentOf(strip)).toBe(strip.red.id)
    expect(await shadowOf(strip)).toEqual(Buffer.from(await aPng('red')))
    await choose(strip.blue)
    expect(await shadowOf(strip)).toEqual(Buffer.from(await aPng('blue')))
  })

  it('changes nothing when it is shown already', async () => {
    const strip = await aStrip()
    const version = async () =>
      (await studio.ctx.db.sentence.findUniqueOrThrow({ where: { id: strip.sentenceId } })).version
    const before = await version()
    await chooseTake(studio.ctx, { id: strip.blue.id })
    expect(await version()).toBe(before)
  })

  it('refuses a deleted one', async () => {
    const strip = await aStrip()
    await deleteTake(studio.ctx, { id: strip.red.id })
    const chosen = chooseTake(studio.ctx, { id: strip.red.id })
    await expect(chosen).rejects.toMatchObject({ code: 'CONFLICT', suggestion: 'Restore it first.' })
  })

  it('changes nothing in a locked sentence', async () => {
    const strip = await aStrip()
    await studio.ctx.db.sentence.update({ where: { id: strip.sentenceId }, data: { locked: true } })
    const refused = { code: 'CONFLICT', suggestion: 'Unlock it first.', details: { locked: true } }
    await expect(chooseTake(studio.ctx, { id: strip.red.id })).rejects.toMatchObject(refused)
    await expect(deleteTake(studio.ctx, { id: strip.blue.id })).rejects.toMatchObject(refused)
    expect(await currentOf(strip)).toBe(strip.blue.id)
  })

  it('waits for whoever ends a job before it holds the sentence', async () => {
    const { sentenceId, projectId, red } = await aStrip()
    const job = await aJob(studio.ctx, { sentenceId, projectId })
    const chosen = await studio.ctx.db.$transaction(async (db) => {
      await db.$queryRaw`select 1 from job where id = ${job.id}::uuid for no key update`
      const choosing = chooseTake(studio.ctx, { id: red.id })
      await expect.poll(countWaiting).toBe(1)
      await db.$queryRaw`select 1 from sentence where id = ${sentenceId}::uuid for no key update nowait`
      return { choosing }
    })
    expect(await chosen.choosing).toMatchObject({ isCurrent: true })
  })

  it('agrees with its shadow when many choose at once', async () => {
    const strip = await aStrip()
    const takes = [strip.red, strip.green, strip.blue, strip.red, strip.green]
    await Promise.all(takes.map(choose))
    const colors = { [strip.red.id]: 'red', [strip.green.id]: 'green', [strip.blue.id]: 'blue' }
    const color = colors[(await currentOf(strip)) ?? ''] ?? ''
    expect(await shadowOf(strip)).toEqual(Buffer.from(await aPng(color)))
  })
})

describe('marks', () => {
  it('are put on and taken off, any number of times', async () => {
    const { red } = await aStrip()
    for (const value of [true, true, false, false]) {
      expect(await favouriteTake(studio.ctx, { id: red.id, value })).toMatchObject({ favourite: value })
      expect(await lockTake(studio.ctx, { id: red.id, value })).toMatchObject({ locked: value })
    }
  })
})

describe('deleteTake', () => {
  it('shows the newest of the others instead, and can be taken back', async () => {
    const strip = await aStrip()
    expect(await remove(strip.blue)).toMatchObject({ deleted: true, isCurrent: false })
    expect(await currentOf(strip)).toBe(strip.green.id)
    expect(await shadowOf(strip)).toEqual(Buffer.from(await aPng('green')))
    expect(await restoreTake(studio.ctx, { id: strip.blue.id })).toMatchObject({ deleted: false, isCurrent: false })
    expect(await currentOf(strip)).toBe(strip.green.id)
    await chooseTake(studio.ctx, { id: strip.blue.id })
    expect(await currentOf(strip)).toBe(strip.blue.id)
  })

  it('leaves the current one alone when it deletes another', async () => {
    const strip = await aStrip()
    await deleteTake(studio.ctx, { id: strip.red.id })
    await deleteTake(studio.ctx, { id: strip.red.id })
    expect(await currentOf(strip)).toBe(strip.blue.id)
  })

  it('tells of the sentence when the star of its row goes or comes, and only then', async () => {
    const strip = await aStrip()
    await favouriteTake(studio.ctx, { id: strip.red.id, value: true })
    const before = await rowOf(strip)
    expect(before).toMatchObject({ isFavourite: true, currentTakeId: strip.blue.id })
    await deleteTake(studio.ctx, { id: strip.red.id })
    const without = await rowOf(strip)
    expect(without).toMatchObject({ isFavourite: false, version: before.version + 1 })
    await restoreTake(studio.ctx, { id: strip.red.id })
    const back = await rowOf(strip)
    expect(back).toMatchObject({ isFavourite: true, version: without.version + 1 })
    await deleteTake(studio.ctx, { id: strip.green.id })
    await restoreTake(studio.ctx, { id: strip.green.id })
    expect(await rowOf(strip)).toEqual(back)
  })

  it('leaves no picture and no shadow when it was the last', async () => {
    const strip = await aStrip()
    for (const take of [strip.red, strip.green, strip.blue]) await remove(take)
    expect(await currentOf(strip)).toBeNull()
    expect(await shadowOf(strip)).toBeUndefined()
  })

  it('refuses a locked one', async () => {
    const { red } = await aStrip()
    await lockTake(studio.ctx, { id: red.id, value: true })
    const deleted = deleteTake(studio.ctx, { id: red.id })
    await expect(deleted).rejects.toMatchObject({ code: 'CONFLICT', suggestion: 'Unlock it first.' })
  })
})

describe('rights', () => {
  const commands: [string, (ctx: Ctx, id: string) => Promise<TakeRow>][] = [
    ['chooseTake', (ctx, id) => chooseTake(ctx, { id })],
    ['favouriteTake', (ctx, id) => favouriteTake(ctx, { id, value: true })],
    ['lockTake', (ctx, id) => lockTake(ctx, { id, value: false })],
    ['deleteTake', (ctx, id) => deleteTake(ctx, { id })],
    ['restoreTake', (ctx, id) => restoreTake(ctx, { id })],
  ]

  it.each(commands)('%s is for editors', async (_, command) => {
    const { red } = await aStrip()
    await expect(command(studio.as('viewer'), red.id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(command(studio.as('reviewer'), red.id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(command(studio.stranger, red.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(command(studio.as('editor'), red.id)).resolves.toMatchObject({ id: red.id })
  })

  it('reading is for everyone of the team', async () => {
    const strip = await aStrip()
    expect(await readTake(studio.as('viewer'), { id: strip.red.id })).toMatchObject({ id: strip.red.id })
    await expect(readTake(studio.stranger, { id: strip.red.id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(list(strip, {}, studio.stranger)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
