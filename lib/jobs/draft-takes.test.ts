import { beforeEach, describe, expect, it } from 'vitest'
import type { LiveEvent } from '#lib/live/catalogue.ts'
import { listen } from '#lib/live/listen.ts'
import { transact } from '#lib/live/transact.ts'
import { readSentence } from '#lib/storyboard/list-queries.ts'
import { updateSentence } from '#lib/storyboard/update-sentence.ts'
import { takeKey } from '#lib/takes/keys.ts'
import { listTakes } from '#lib/takes/queries.ts'
import { insertTakes, prepareTake } from '#lib/takes/store-take.ts'
import { lockTake } from '#lib/takes/take-commands.ts'
import { aScript, silentLog, useStudio } from '#lib/testing/context.ts'
import { useMedia } from '#lib/testing/storage.ts'
import { aPng, type Place, someTakes, testSize } from '#lib/testing/takes.ts'
import { useJobs } from '#lib/testing/worker.ts'
import { requestTakeInput } from './model.ts'
import { requestTake } from './request-take.ts'

const studio = useStudio()
const storage = useMedia()
const jobs = useJobs(studio)
let place: Place

beforeEach(async () => {
  const { projectId, sentenceIds } = await aScript(studio, 1)
  place = { projectId, sentenceId: sentenceIds[0] ?? '' }
})

/** Asked for as a person does, and made. */
async function make(quality: 'draft' | 'final', colors: string[] = ['red']) {
  const { sentenceId } = place
  const asked = await requestTake(jobs.ctx, requestTakeInput.parse({ sentenceId, quality, count: colors.length }))
  const job = await studio.ctx.db.job.findUniqueOrThrow({ where: { id: asked.job.id } })
  return await someTakes(studio.ctx, storage.media, { job, colors })
}
const shown = () => readSentence(studio.ctx, { id: place.sentenceId })
const edit = (imagePrompt: string) => updateSentence(studio.ctx, { id: place.sentenceId, imagePrompt })

describe('a draft', () => {
  it('takes the place of nothing, and is stale for being one', async () => {
    const [draft] = await make('draft')
    expect(draft).toMatchObject({ quality: 'draft', pictureIndex: 0, isCurrent: true })
    expect(await shown()).toMatchObject({
      ...{ currentTakeId: draft?.id, isImageDirty: true },
      staleBecause: ['this is a draft'],
    })
    const record = await storage.media.read(takeKey(draft!, 'json'))
    expect(JSON.parse(String(record))).toMatchObject({ quality: 'draft', recipe: { quality: 'draft' } })
  })

  it('takes the place of another draft', async () => {
    await make('draft', ['red'])
    const [second] = await make('draft', ['blue'])
    expect(await shown()).toMatchObject({ currentTakeId: second?.id })
  })

  it('lies beside a final that is what would be made now', async () => {
    const [final] = await make('final')
    const drafts = await make('draft', ['red', 'green'])
    expect(drafts.map(({ isCurrent }) => isCurrent)).toEqual([false, false])
    expect(await shown()).toMatchObject({ currentTakeId: final?.id, isImageDirty: false })
  })

  it.each<[string, () => Promise<unknown>]>([
    ['its prompt changed', () => edit('a harbour at night')],
    ['a new one was asked for', () => updateSentence(studio.ctx, { id: place.sentenceId, isImageDirty: true })],
  ])('takes the place of a final that is stale: %s', async (_, spoil) => {
    await make('final')
    await spoil()
    const [draft] = await make('draft')
    expect(await shown()).toMatchObject({ currentTakeId: draft?.id, staleBecause: ['this is a draft'] })
  })

  it('lies beside a final that is locked, stale or not', async () => {
    const [final] = await make('final')
    await edit('a harbour at night')
    await lockTake(studio.ctx, { id: final!.id, value: true })
    await make('draft')
    expect(await shown()).toMatchObject({ currentTakeId: final?.id })
  })

  it('gives way to the final', async () => {
    await make('draft')
    const [final] = await make('final', ['blue'])
    expect(final).toMatchObject({ quality: 'final', isCurrent: true })
    expect(await shown()).toMatchObject({ isImageDirty: false, staleBecause: [] })
  })

  it('that was asked for before there were any was drawn as a final, and is one', async () => {
    const { job } = await requestTake(jobs.ctx, requestTakeInput.parse({ ...place, quality: 'draft' }))
    const { recipe } = await studio.ctx.db.job.findUniqueOrThrow({ where: { id: job.id } })
    // Safe: a recipe is an object.
    const { quality: _, ...old } = recipe as Record<string, string>
    const before = await studio.ctx.db.job.update({ where: { id: job.id }, data: { recipe: old } })
    const [take] = await someTakes(studio.ctx, storage.media, { job: before, colors: ['red'] })
    expect(take?.quality).toBe('final')
  })
})

describe('several of one job', () => {
  it('are takes of their own, in their order, and the first is shown', async () => {
    const heard: LiveEvent[] = []
    const listener = await listen({
      ...{ databaseUrl: studio.database.url, log: silentLog, onGap() {}, onWatched() {} },
      onEvent: (event) => heard.push(event),
    })
    const drafts = await make('draft', ['red', 'green', 'blue', 'teal'])
    const told = () => heard.filter(({ type }) => type === 'take.created')
    await expect.poll(() => told().length).toBe(4)
    await listener.stop()
    expect(drafts.map(({ pictureIndex, isCurrent }) => [pictureIndex, isCurrent])).toEqual([
      [0, true],
      [1, false],
      [2, false],
      [3, false],
    ])
    expect(new Set(drafts.map(({ jobId, seed }) => `${jobId} ${seed}`)).size).toBe(1)
    const { items } = await listTakes(studio.ctx, { sentenceId: place.sentenceId, limit: 10 })
    expect(items.map(({ id }) => id)).toEqual(drafts.map(({ id }) => id))
  })

  it('are there all or none', async () => {
    const { job: asked } = await requestTake(jobs.ctx, requestTakeInput.parse({ ...place, quality: 'draft', count: 2 }))
    const job = await studio.ctx.db.job.findUniqueOrThrow({ where: { id: asked.id } })
    const prepared = await Promise.all(
      ['red', 'blue'].map(async (color, output) => {
        const file = { bytes: await aPng(color), mimeType: 'image/png' }
        return await prepareTake(storage.media, { job, output, file, size: testSize, graph: '{}', made: {} })
      }),
    )
    const lost = transact(studio.ctx, async (tx) => {
      await insertTakes(tx, prepared)
      throw new Error('lost')
    })
    await expect(lost).rejects.toThrow('lost')
    expect(await studio.ctx.db.take.count({ where: place })).toBe(0)
    expect((await shown()).currentTakeId).toBeNull()
    const insert = () => transact(studio.ctx, async (tx) => await insertTakes(tx, prepared))
    expect(await insert()).toEqual(await insert())
    expect(await studio.ctx.db.take.count({ where: place })).toBe(2)
  })
})
