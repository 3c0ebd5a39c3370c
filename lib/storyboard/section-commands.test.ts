import { describe, expect, it } from 'vitest'
import { newId } from '#lib/runtime/ids.ts'
import { aProject, aSection, sentences, useStudio } from '#lib/testing/context.ts'
import { readBoard } from './queries.ts'
import { addSection, deleteSection, moveSection, renameSection, restoreSection } from './section-commands.ts'

const studio = useStudio()

describe('addSection', () => {
  it.each([
    ['at the end', undefined, ['Section 1', 'Two', 'New']],
    ['at the start', null, ['New', 'Section 1', 'Two']],
    ['behind another', 'Section 1', ['Section 1', 'New', 'Two']],
    ['at the end when the other is gone', newId(), ['Section 1', 'Two', 'New']],
  ])('puts it %s', async (_, after, expected) => {
    const { projectId, ids } = await twoSections()
    const afterId = after ? (ids[after] ?? after) : after
    await addSection(studio.ctx, { projectId, title: 'New', afterId })
    expect(await titles(projectId)).toEqual(expected)
  })

  it('asked again after a lost answer makes nothing twice', async () => {
    const { id: projectId } = await aProject(studio)
    const input = { id: newId(), projectId, title: 'New', afterId: null }
    const first = await addSection(studio.ctx, input)
    expect(await addSection(studio.ctx, input)).toEqual(first)
    expect(await titles(projectId)).toEqual(['New', 'Section 1'])
  })

  it('does not hand out another team’s section to who guesses its id', async () => {
    const theirs = await aProject({ ctx: studio.stranger, teamId: studio.strangersTeamId })
    const { id: projectId } = await aProject(studio)
    const guess = addSection(studio.ctx, { id: theirs.sectionId, projectId, title: 'Mine' })
    await expect(guess).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('does not take a row of another project for its own', async () => {
    const other = await aProject(studio)
    const { id: projectId } = await aProject(studio)
    const wrong = addSection(studio.ctx, { id: other.sectionId, projectId, title: 'Mine' })
    await expect(wrong).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

it('renameSection changes the title and the version', async () => {
  const { id: projectId, sectionId: id } = await aProject(studio)
  expect(await renameSection(studio.ctx, { id, title: 'Harbour' })).toMatchObject({ id, title: 'Harbour', version: 2 })
  expect(await titles(projectId)).toEqual(['Harbour'])
})

describe('moveSection', () => {
  it.each([
    ['to the start', { title: 'Two', after: null, expected: ['Two', 'Section 1'] }],
    ['to the end', { title: 'Section 1', after: undefined, expected: ['Two', 'Section 1'] }],
    ['behind another', { title: 'Section 1', after: 'Two', expected: ['Two', 'Section 1'] }],
    ['behind itself', { title: 'Section 1', after: 'Section 1', expected: ['Section 1', 'Two'] }],
  ])('moves it %s', async (_, { title, after, expected }) => {
    const { projectId, ids } = await twoSections()
    const row = await moveSection(studio.ctx, { id: ids[title] ?? '', afterId: after && (ids[after] ?? after) })
    expect(row).toMatchObject({ title, version: 2 })
    expect(await titles(projectId)).toEqual(expected)
  })
})

describe('deleteSection', () => {
  it('takes its sentences with it, and restoring brings them back', async () => {
    const { ctx } = studio
    const { id: projectId, sectionId: id } = await aProject(studio)
    await sentences(ctx, id, 'a', 'b')
    expect(await deleteSection(ctx, { id })).toMatchObject({ deleted: true, version: 2 })
    expect(await readBoard(ctx, { projectId })).toMatchObject({ sections: [], sentences: [] })
    expect(await restoreSection(ctx, { id })).toMatchObject({ deleted: false, version: 3 })
    expect(await readBoard(ctx, { projectId })).toMatchObject({ sentences: [{ text: 'a' }, { text: 'b' }] })
  })

  it('and restoring are done once, however often they are asked for', async () => {
    const { sectionId: id } = await aProject(studio)
    const deleted = await deleteSection(studio.ctx, { id })
    expect(await deleteSection(studio.ctx, { id })).toEqual(deleted)
  })

  it('keeps its place free, also when others come and go meanwhile', async () => {
    const { projectId, ids } = await twoSections()
    await deleteSection(studio.ctx, { id: ids.Two ?? '' })
    await aSection(studio.ctx, projectId, 'Three')
    await addSection(studio.ctx, { projectId, title: 'Between', afterId: ids['Section 1'] })
    await restoreSection(studio.ctx, { id: ids.Two ?? '' })
    expect(await titles(projectId)).toEqual(['Section 1', 'Between', 'Two', 'Three'])
  })
})

async function twoSections(): Promise<{ projectId: string; ids: Record<string, string> }> {
  const { id: projectId, sectionId } = await aProject(studio)
  const two = await aSection(studio.ctx, projectId, 'Two')
  return { projectId, ids: { 'Section 1': sectionId, Two: two.id } }
}

async function titles(projectId: string): Promise<string[]> {
  return (await readBoard(studio.ctx, { projectId })).sections.map((row) => row.title)
}
