import { describe, expect, it } from 'vitest'
import { newId } from '#lib/runtime/ids.ts'
import { aProject, sentences, useStudio } from '#lib/testing/context.ts'
import { aFreshTake } from '#lib/testing/fresh-takes.ts'
import { searchTakes } from './search-takes.ts'
import { deleteSection } from './section-commands.ts'
import { deleteSentence } from './sentence-commands.ts'

const studio = useStudio()

describe('searchTakes', () => {
  it('finds the first digits of the seed of any take, and nothing for fewer than three', async () => {
    const { projectId, a, b } = await twoSentences()
    await aTakeOf(a, { seed: '18446744073709551615' })
    await aTakeOf(a, { seed: '184' })
    await aTakeOf(b, { seed: '7184467' })
    const hit = (text: string) => ({ kind: 'seed', text, sentenceIds: [a] })
    expect(await hits(projectId, '184467')).toEqual([hit('18446744073709551615')])
    expect(await hits(projectId, '184')).toEqual([hit('184'), hit('18446744073709551615')])
    expect(await hits(projectId, '18')).toEqual([])
  })

  it('says when there are more seeds than it gives', async () => {
    const { projectId, a } = await twoSentences()
    const { db } = studio.ctx
    const {
      id,
      recipe,
      made,
      jobId: _,
      ...take
    } = await db.take.findUniqueOrThrow({
      where: { id: await aFreshTake(studio.ctx, a) },
    })
    const data = Array.from({ length: 1_001 }, (_row, index) => {
      return { ...take, id: newId(), recipe: recipe ?? {}, made: made ?? {}, seed: `777${index + 1_000}` }
    })
    await db.take.createMany({ data })
    const search = async (q: string) => await searchTakes(studio.ctx, { projectId, q })
    expect(await search('777')).toMatchObject({ isWhole: false })
    expect(await search('77711')).toMatchObject({ isWhole: true })
  })

  it('finds any part of the name of what a take was made with', async () => {
    const { projectId, a, b } = await twoSentences()
    const workflow = 'workflow flux-2'
    await aTakeOf(a, { ingredients: `lora Film-Grain.safetensors\nmodel sd_xl.ckpt\n${workflow}` })
    await aTakeOf(a, { ingredients: `lora Film-Grain.safetensors\n${workflow}` })
    await aTakeOf(b, { ingredients: `model film_xl.ckpt\n${workflow}` })
    expect(await hits(projectId, ' FILM ')).toEqual([
      { kind: 'lora', text: 'Film-Grain.safetensors', sentenceIds: [a] },
      { kind: 'model', text: 'film_xl.ckpt', sentenceIds: [b] },
    ])
    expect(await hits(projectId, 'flux')).toEqual([{ kind: 'workflow', text: 'flux-2', sentenceIds: [a, b].sort() }])
    // The kind is no part of the name, and neither is a pattern.
    for (const q of ['lora', 'f', 'fi%grain', '']) expect(await hits(projectId, q)).toEqual([])
  })

  it('finds other people by whom the picture was made, and oneself not', async () => {
    const { projectId, a } = await twoSentences()
    await aFreshTake(studio.as('editor'), a)
    expect(await hits(projectId, 'edi')).toEqual([{ kind: 'maker', text: 'editor', sentenceIds: [a] }])
    expect(await hits(projectId, 'dit')).toEqual([])
    const { hits: own } = await searchTakes(studio.as('editor'), { projectId, q: 'editor' })
    expect(own).toEqual([])
  })

  it('leaves out deleted takes, deleted sentences and other projects', async () => {
    const { projectId, a, b } = await twoSentences()
    const other = await twoSentences()
    await aTakeOf(a, { seed: '555001', deletedAt: studio.ctx.clock.now(), ingredients: 'lora ink' })
    await aTakeOf(b, { seed: '555002', ingredients: 'lora ink' })
    await deleteSentence(studio.ctx, { id: b })
    await aTakeOf(other.a, { seed: '555003', ingredients: 'lora ink' })
    expect(await hits(projectId, '555')).toEqual([])
    expect(await hits(projectId, 'ink')).toEqual([])
  })

  it('leaves out what is in a deleted section', async () => {
    const { projectId, a } = await twoSentences()
    await aTakeOf(a, { seed: '555004', ingredients: 'lora ink' })
    const asked = ['555', 'ink', 'edi']
    const found = async () => (await Promise.all(asked.map((q) => hits(projectId, q)))).map(({ length }) => length)
    await studio.ctx.db.take.updateMany({
      where: { projectId },
      data: { createdById: studio.as('editor').actor.personId },
    })
    expect(await found()).toEqual([1, 1, 1])
    const { sectionId } = await studio.ctx.db.sentence.findUniqueOrThrow({ where: { id: a } })
    await deleteSection(studio.ctx, { id: sectionId })
    expect(await found()).toEqual([0, 0, 0])
  })

  it('is for those who may see the project', async () => {
    const { projectId } = await twoSentences()
    await searchTakes(studio.as('viewer'), { projectId, q: 'film' })
    for (const ask of [
      () => searchTakes(studio.stranger, { projectId, q: 'film' }),
      () => searchTakes(studio.ctx, { projectId: newId(), q: 'film' }),
    ]) {
      await expect(ask()).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
  })
})

async function twoSentences(): Promise<{ projectId: string; a: string; b: string }> {
  const { id: projectId, sectionId } = await aProject(studio)
  const [a, b] = await sentences(studio.ctx, sectionId, 'a', 'b')
  return { projectId, a: a?.id ?? '', b: b?.id ?? '' }
}

async function aTakeOf(
  sentenceId: string,
  data: { seed?: string; ingredients?: string; deletedAt?: Date },
): Promise<void> {
  const id = await aFreshTake(studio.ctx, sentenceId)
  await studio.ctx.db.take.update({ where: { id }, data })
}

/** In one order. */
async function hits(projectId: string, q: string) {
  const { hits: found } = await searchTakes(studio.ctx, { projectId, q: q.trim() })
  return found
    .map((hit) => ({ ...hit, sentenceIds: hit.sentenceIds.sort() }))
    .sort((a, b) => (`${a.kind} ${a.text}` < `${b.kind} ${b.text}` ? -1 : 1))
}
