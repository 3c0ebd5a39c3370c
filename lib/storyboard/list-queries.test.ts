import { describe, expect, it } from 'vitest'
import { newId } from '#lib/runtime/ids.ts'
import { type Page, readAllPages } from '#lib/runtime/paging.ts'
import { aProject, aSection, sentences, useStudio } from '#lib/testing/context.ts'
import { addCastMember } from './cast-commands.ts'
import { listCast, listSections, listSentences, readProject } from './list-queries.ts'
import { deleteProject } from './project-commands.ts'
import { listProjects } from './queries.ts'
import { addSection, deleteSection, moveSection } from './section-commands.ts'
import { deleteSentence } from './sentence-commands.ts'

const studio = useStudio()

describe('page by page', () => {
  it.each([1, 2, 3, 7, 100])('sentences are those of the board in its order, %i at once', async (limit) => {
    const { ctx } = studio
    const { id: projectId, sectionId } = await aProject(studio)
    const [second, gone] = [await aSection(ctx, projectId), await aSection(ctx, projectId)]
    const [a] = await sentences(ctx, sectionId, 'c', 'd', 'e')
    await sentences(ctx, second.id, 'a', 'b')
    await sentences(ctx, gone.id, 'x')
    await moveSection(ctx, { id: second.id, afterId: null })
    await deleteSection(ctx, gone)
    await deleteSentence(ctx, { id: a?.id ?? '' })
    const rows = await readAllPages((cursor) => listSentences(ctx, { projectId, limit, cursor }))
    expect(rows.map(({ text }) => text).join('')).toBe('abde')
  })

  it.each([1, 2, 100])('sections and the cast are all there in their order, %i at once', async (limit) => {
    const { ctx } = studio
    const { id: projectId } = await aProject(studio)
    for (const title of ['2', '3']) await addSection(ctx, { projectId, title })
    for (const name of 'abc') await addCastMember(ctx, { projectId, name })
    const sections = await readAllPages((cursor) => listSections(ctx, { projectId, limit, cursor }))
    expect(sections.map(({ title }) => title)).toEqual(['Section 1', '2', '3'])
    const cast = await readAllPages((cursor) => listCast(ctx, { projectId, limit, cursor }))
    expect(cast.map(({ name }) => name).join('')).toBe('abc')
  })

  it('projects are all there, the last edited first', async () => {
    const { ctx, teamId } = studio
    for (const name of 'abcde') await aProject(studio, name)
    const all = await listProjects(ctx, { teamId, limit: 500 })
    const read = (limit: number) => readAllPages((cursor) => listProjects(ctx, { teamId, limit, cursor }))
    expect(await read(2)).toEqual(all.items)
    expect(await read(1)).toEqual(all.items)
    expect(all.nextCursor).toBeNull()
  })

  it('rows with one place are told apart', async () => {
    const { ctx } = studio
    const { id: projectId, sectionId } = await aProject(studio)
    const data = Array.from({ length: 5 }, () => ({ id: newId(), projectId, sectionId, text: 'x', position: 'a0' }))
    await ctx.db.sentence.createMany({ data })
    const rows = await readAllPages((cursor) => listSentences(ctx, { projectId, limit: 2, cursor }))
    expect(rows.map(({ id }) => id)).toEqual(data.map(({ id }) => id).sort())
  })
})

describe('of a project that is deleted', () => {
  it.each<[string, (projectId: string) => Promise<unknown>]>([
    ['nothing', (id) => readProject(studio.ctx, { id })],
    ['no sections', (projectId) => listSections(studio.ctx, { projectId, limit: 1 })],
    ['no sentences', (projectId) => listSentences(studio.ctx, { projectId, limit: 1 })],
    ['no cast', (projectId): Promise<Page<unknown>> => listCast(studio.ctx, { projectId, limit: 1 })],
  ])('%s is read', async (_, read) => {
    const { id } = await aProject(studio)
    await read(id)
    await deleteProject(studio.ctx, { id })
    await expect(read(id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
