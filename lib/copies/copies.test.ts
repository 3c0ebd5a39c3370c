import { describe, expect, it } from 'vitest'
import { newId } from '#lib/runtime/ids.ts'
import { shadowKey } from '#lib/runtime/media.ts'
import { addCastMember, updateCastMember } from '#lib/storyboard/cast-commands.ts'
import { deleteSentences, setSentences } from '#lib/storyboard/many-sentences.ts'
import { readSentenceRows } from '#lib/storyboard/sentence-rows.ts'
import { updateSentence } from '#lib/storyboard/update-sentence.ts'
import { endForGood } from '#lib/takes/housekeeping.ts'
import { endingKey, fileKeyOf, takeKey } from '#lib/takes/keys.ts'
import { deleteTake } from '#lib/takes/take-commands.ts'
import { aProject, aSection, sentences, useStudio } from '#lib/testing/context.ts'
import { aFreshTake } from '#lib/testing/fresh-takes.ts'
import { useMedia } from '#lib/testing/storage.ts'
import { copyProject } from './copy-project.ts'
import { copySection } from './copy-section.ts'
import { copySentence, copySentences } from './copy-sentences.ts'
import { copySentencesInput, nameOfCopy } from './model.ts'

const studio = useStudio()
const storage = useMedia()

/** A project of two sentences, the first with Nova in it, a pinned seed and a picture. */
async function aStory() {
  const { id: projectId, sectionId } = await aProject(studio)
  const [first, second] = await sentences(studio.ctx, sectionId, 'Nova waits.', 'The boat comes in.')
  if (!first || !second) throw new Error('What was added is there.')
  const nova = await addCastMember(studio.ctx, { projectId, name: 'Nova', look: 'a red coat' })
  await updateSentence(studio.ctx, {
    id: first.id,
    imagePrompt: 'a pier',
    seed: '18446744073709551615',
    castIds: [nova.id],
  })
  const takeId = await aPicture(first.id)
  return { projectId, sectionId, first: first.id, second: second.id, nova: nova.id, takeId }
}

/** With its file, of one byte. */
async function aPicture(sentenceId: string): Promise<string> {
  const id = await aFreshTake(studio.ctx, sentenceId)
  const take = await studio.ctx.db.take.findUniqueOrThrow({ where: { id } })
  await storage.media.put(fileKeyOf(take), new Uint8Array([7]))
  return id
}

const rowsOf = async (projectId: string) => await readSentenceRows(studio.ctx, { projectId })
const takeOf = async (id: string | null | undefined) =>
  await studio.ctx.db.take.findUniqueOrThrow({ where: { id: id ?? '' } })

describe('copySentences', () => {
  it('copies words, prompt, seed, cast and the picture, which is as fresh as the first', async () => {
    const story = await aStory()
    const row = await copySentence(studio.ctx, storage.media, { id: story.first })
    expect(row).toMatchObject({
      ...{ text: 'Nova waits.', imagePrompt: 'a pier', seed: '18446744073709551615', castIds: [story.nova] },
      ...{ isImageDirty: false, staleBecause: [], sectionId: story.sectionId },
    })
    expect((await rowsOf(story.projectId)).map(({ text }) => text)).toEqual([
      ...['Nova waits.', 'Nova waits.', 'The boat comes in.'],
    ])
    const [take, first] = [await takeOf(row?.currentTakeId), await takeOf(story.takeId)]
    const own = { id: take.id, sentenceId: row?.id, jobId: null, contentHash: first.contentHash }
    expect(take).toEqual({ ...first, ...own })
    expect(take.id).not.toBe(story.takeId)
    expect(await storage.media.read(fileKeyOf(take))).toEqual(Buffer.from([7]))
    expect(await storage.media.isCopy(fileKeyOf(take), shadowKey(take.projectId, row?.id ?? ''))).toBe(true)
    expect(JSON.parse(String(await storage.media.read(takeKey(take, 'json'))))).toMatchObject({
      id: take.id,
      seed: take.seed?.toFixed(0),
    })
  })

  it('lets each picture be found by what it was made with', async () => {
    const story = await aStory()
    await studio.ctx.db.take.update({ where: { id: story.takeId }, data: { ingredients: 'lora ink' } })
    const row = await copySentence(studio.ctx, storage.media, { id: story.first })
    expect(await takeOf(row?.currentTakeId)).toMatchObject({ ingredients: 'lora ink' })
  })

  it('gives each picture a life of its own', async () => {
    const story = await aStory()
    const row = await copySentence(studio.ctx, storage.media, { id: story.first })
    await deleteTake(studio.ctx, { id: story.takeId })
    await endForGood({ ...studio.ctx, clock: { now: () => new Date('2031-01-01') } }, storage.media)
    const take = await takeOf(row?.currentTakeId)
    expect(await storage.media.read(fileKeyOf(take))).toBeDefined()
  })

  it('puts many behind one another, in the order asked for, and in another section', async () => {
    const story = await aStory()
    const { id: sectionId } = await aSection(studio.ctx, story.projectId)
    const copies = [story.second, story.first, story.first].map((id) => ({ id, newId: newId() }))
    const rows = await copySentences(studio.ctx, storage.media, { copies, sectionId, afterId: null })
    expect(rows.filter(({ currentTakeId }) => currentTakeId)).toHaveLength(2)
    const there = (await rowsOf(story.projectId)).filter((row) => row.sectionId === sectionId)
    expect(there.map(({ id }) => id)).toEqual(copies.map((copy) => copy.newId))
  })

  it('makes nothing twice', async () => {
    const story = await aStory()
    const asked = { copies: [{ id: story.first, newId: newId() }], sectionId: story.sectionId, afterId: story.first }
    const twice = await Promise.all([1, 2].map(() => copySentences(studio.ctx, storage.media, asked)))
    twice.push(await copySentences(studio.ctx, storage.media, asked))
    expect(new Set(twice.flat().map((row) => `${row.id} ${row.currentTakeId}`))).toHaveProperty('size', 1)
    expect(await rowsOf(story.projectId)).toHaveLength(3)
    expect(await studio.ctx.db.take.count({ where: { projectId: story.projectId } })).toBe(2)
  })

  it('leaves lock, marks and other takes behind', async () => {
    const story = await aStory()
    await aPicture(story.first)
    await setSentences(studio.ctx, { ids: [story.first], values: { locked: true } })
    await studio.ctx.db.take.updateMany({ where: { projectId: story.projectId }, data: { favourite: true } })
    const row = await copySentence(studio.ctx, storage.media, { id: story.first })
    expect(row).toMatchObject({ locked: false, isFavourite: false })
    expect(await studio.ctx.db.take.count({ where: { sentenceId: row?.id ?? '' } })).toBe(1)
  })

  it('copies the words where the file of the picture is missing', async () => {
    const story = await aStory()
    await storage.media.remove(fileKeyOf(await takeOf(story.takeId)))
    const row = await copySentence(studio.ctx, storage.media, { id: story.first })
    expect(row).toMatchObject({ text: 'Nova waits.', currentTakeId: null })
  })

  it('is refused to viewers, and across projects', async () => {
    const [story, other] = [await aStory(), await aStory()]
    const to = { sectionId: story.sectionId, afterId: null }
    const ask = (ctx = studio.ctx, id = story.first, given = newId()) =>
      copySentences(ctx, storage.media, { copies: [{ id, newId: given }], ...to })
    await expect(ask(studio.as('viewer'))).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(ask(studio.stranger)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(ask(studio.ctx, other.first)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(ask(studio.ctx, story.first, other.second)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await rowsOf(story.projectId)).toHaveLength(2)
  })
})

describe('copySection', () => {
  it('stands behind the first, with its sentences in their order', async () => {
    const story = await aStory()
    await aSection(studio.ctx, story.projectId, 'The end')
    await deleteSentences(studio.ctx, { ids: [story.second] })
    const section = await copySection(studio.ctx, storage.media, { id: story.sectionId })
    const titles = await studio.ctx.db.section.findMany({
      where: { projectId: story.projectId },
      orderBy: { position: 'asc' },
    })
    expect(titles.map(({ title }) => title)).toEqual(['Section 1', 'Section 1 (copy)', 'The end'])
    const there = (await rowsOf(story.projectId)).filter((row) => row.sectionId === section.id)
    expect(there).toMatchObject([{ text: 'Nova waits.', isImageDirty: false }])
    const again = await copySection(studio.ctx, storage.media, { id: story.sectionId, newId: section.id })
    expect(again).toEqual(section)
  })
})

describe('copyProject', () => {
  it('has look, cast, sections, sentences and pictures, all its own and all fresh', async () => {
    const story = await aStory()
    await setSentences(studio.ctx, { ids: [story.second], values: { castIds: [story.nova] } })
    const copy = await copyProject(studio.ctx, storage.media, { id: story.projectId })
    expect(copy).toMatchObject({ name: 'The long way home (copy)', width: 640, height: 360 })
    const [before, rows] = [await rowsOf(story.projectId), await rowsOf(copy.id)]
    const seen = before.map(({ text, imagePrompt, seed, isImageDirty, staleBecause }) => {
      return { text, imagePrompt, seed, isImageDirty, staleBecause }
    })
    expect(rows).toMatchObject(seen)
    expect(rows[0]).toMatchObject({ isImageDirty: false, staleBecause: [] })
    const take = await takeOf(rows[0]?.currentTakeId)
    expect(take.projectId).toBe(copy.id)
    expect(await storage.media.read(fileKeyOf(take))).toBeDefined()

    const [member] = await studio.ctx.db.castMember.findMany({ where: { projectId: copy.id } })
    expect(rows.map(({ castIds }) => castIds)).toEqual([[member?.id], [member?.id]])
    await updateCastMember(studio.ctx, { id: member?.id ?? '', look: 'a blue coat' })
    expect((await rowsOf(copy.id))[0]?.staleBecause).toEqual(["Nova's look changed"])
    expect((await rowsOf(story.projectId))[0]?.staleBecause).toEqual([])
  })

  it('makes nothing twice, and is refused to who may not see it or make projects', async () => {
    const story = await aStory()
    const asked = { id: story.projectId, newId: newId(), name: 'Another ending' }
    const copies = await Promise.all([1, 2].map(() => copyProject(studio.ctx, storage.media, asked)))
    expect(copies[0]).toEqual(copies[1])
    expect(copies[0]?.name).toBe('Another ending')
    expect(await studio.ctx.db.sentence.count({ where: { projectId: asked.newId } })).toBe(2)
    const ask = (ctx: typeof studio.ctx) => copyProject(ctx, storage.media, { id: story.projectId })
    await expect(ask(studio.stranger)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(ask(studio.as('viewer'))).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('says of no file of a copy that is there that it may be ended', async () => {
    const story = await aStory()
    const copyId = newId()
    await copyProject(studio.ctx, storage.media, { id: story.projectId, newId: copyId })
    expect(await storage.media.stat(endingKey(copyId))).toBeUndefined()
  })

  it('leaves no files behind that nobody owns, should it come to nothing', async () => {
    const story = await aStory()
    const copyId = newId()
    const broken = {
      ...studio.ctx,
      db: new Proxy(studio.ctx.db, { get: (db, key) => (key === '$transaction' ? fail : Reflect.get(db, key)) }),
    }
    await expect(copyProject(broken, storage.media, { id: story.projectId, newId: copyId })).rejects.toThrow('away')
    const files = async () => {
      const keys: string[] = []
      for await (const key of storage.media.list(`projects/${copyId}/`)) keys.push(key)
      return keys.length
    }
    expect(await files()).toBe(3)
    // Asked for once more, it writes no file a second time.
    await expect(copyProject(broken, storage.media, { id: story.projectId, newId: copyId })).rejects.toThrow('away')
    expect(await files()).toBe(3)
    await endForGood({ ...studio.ctx, clock: { now: () => new Date('2040-01-01') } }, storage.media)
    expect(await files()).toBe(0)
  })
})

async function fail(): Promise<never> {
  throw new Error('The database is away.')
}

it('two copies cannot have one id', () => {
  const [id, newRowId] = [newId(), newId()]
  const asked = { copies: [id, id].map((each) => ({ id: each, newId: newRowId })), sectionId: id }
  expect(copySentencesInput.safeParse(asked).error?.issues).toMatchObject([{ message: 'Two copies have the same id.' }])
})

describe('nameOfCopy', () => {
  it.each([
    ['A', 120, 'A (copy)'],
    ['abcdefgh', 12, 'abcde (copy)'],
    ['abcd😀gh', 12, 'abcd (copy)'],
  ])('%s', (name, longest, expected) => expect(nameOfCopy(name, longest)).toBe(expected))
})
