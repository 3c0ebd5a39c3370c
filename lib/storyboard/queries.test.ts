import { describe, expect, it } from 'vitest'
import { newId } from '#lib/runtime/ids.ts'
import { aProject, aSection, sentences, useStudio } from '#lib/testing/context.ts'
import { aFreshTake } from '#lib/testing/fresh-takes.ts'
import { editSentence } from './edit-sentence.ts'
import { comparePlaces } from './positions.ts'
import { deleteProject } from './project-commands.ts'
import { purgeDeleted } from './purge.ts'
import { listProjects, readBoard, readBoardPart } from './queries.ts'
import { deleteSection, restoreSection } from './section-commands.ts'
import { deleteSentence } from './sentence-commands.ts'

const studio = useStudio()

describe('readBoard', () => {
  it('orders by bytes, as the page does', async () => {
    const { ctx } = studio
    const { id: projectId, sectionId } = await aProject(studio)
    const positions = ['a0', 'Zz', 'a1', 'A1', 'aB', 'ab', 'a0V', 'a0v', 'b00', 'Zz', 'a1']
    await ctx.db.sentence.createMany({
      data: positions.map((position) => ({ id: newId(), projectId, sectionId, text: 'words', position })),
    })
    await ctx.db.section.createMany({
      data: positions.map((position) => ({ id: newId(), projectId, title: 'Section', position })),
    })
    const board = await readBoard(ctx, { projectId })
    expect(board.sentences).toHaveLength(positions.length)
    expect(board.sentences).toEqual([...board.sentences].sort(comparePlaces))
    expect(board.sections).toEqual([...board.sections].sort(comparePlaces))
    expect(board.sentences.slice(0, 3).map((row) => row.position)).toEqual(['A1', 'Zz', 'Zz'])
  })

  it('leaves out what is deleted, and what stands in a deleted section', async () => {
    const { ctx } = studio
    const { id: projectId, sectionId } = await aProject(studio)
    const other = await aSection(ctx, projectId)
    const [a] = await sentences(ctx, sectionId, 'a', 'b')
    await sentences(ctx, other.id, 'c')
    await deleteSentence(ctx, { id: a?.id ?? '' })
    await deleteSection(ctx, { id: other.id })
    const board = await readBoard(ctx, { projectId })
    expect(board).toMatchObject({ sections: [{ id: sectionId }], sentences: [{ text: 'b', sectionId }] })
  })
})

describe('readBoardPart', () => {
  it('reads the rows named, deleted ones among them, and no others', async () => {
    const { ctx } = studio
    const { id: projectId, sectionId } = await aProject(studio)
    const [a, b] = await sentences(ctx, sectionId, 'a', 'b', 'c')
    const deleted = await deleteSentence(ctx, { id: a?.id ?? '' })
    const part = { projectId, sectionIds: [], sentenceIds: [deleted.id, b?.id ?? '', newId()] }
    const { sentences: rows, sections } = await readBoardPart(ctx, part)
    expect([...rows].sort(comparePlaces)).toEqual([deleted, b])
    expect(sections).toEqual([])
    expect((await readBoardPart(ctx, { projectId, sectionIds: [sectionId], sentenceIds: [] })).sections).toHaveLength(1)
  })

  it('gives nothing of another project', async () => {
    const { ctx } = studio
    const other = await aProject(studio)
    const [a] = await sentences(ctx, other.sectionId, 'a')
    const { id: projectId } = await aProject(studio)
    const part = { projectId, sectionIds: [other.sectionId], sentenceIds: [a?.id ?? ''] }
    expect(await readBoardPart(ctx, part)).toMatchObject({ sections: [], sentences: [] })
  })
})

describe('listProjects', () => {
  it('counts what is there, and shows the first sentence of the board', async () => {
    const { ctx } = studio
    const project = await aProject(studio, 'Summary')
    const other = await aSection(ctx, project.id)
    const gone = await aSection(ctx, project.id)
    const [first] = await sentences(ctx, project.sectionId, 'first', 'second')
    await sentences(ctx, other.id, 'third')
    await sentences(ctx, gone.id, 'unseen')
    await deleteSection(ctx, { id: gone.id })
    expect(await summaryOf(project.id)).toMatchObject({
      name: 'Summary',
      teamId: studio.teamId,
      version: 1,
      deleted: false,
      sectionCount: 2,
      sentenceCount: 3,
      firstSentence: 'first',
    })
    await deleteSentence(ctx, { id: first?.id ?? '' })
    expect(await summaryOf(project.id)).toMatchObject({ sentenceCount: 2, firstSentence: 'second' })
    await restoreSection(ctx, { id: gone.id })
    expect(await summaryOf(project.id)).toMatchObject({ sectionCount: 3, sentenceCount: 3 })
  })

  it('shows the first picture of the script, wherever it is', async () => {
    const project = await aProject(studio, 'Covered')
    const later = await aSection(studio.ctx, project.id)
    const [, second] = await sentences(studio.ctx, project.sectionId, 'first', 'second')
    const [third] = await sentences(studio.ctx, later.id, 'third')
    const takeIds = await Promise.all([third, second].map((row) => aFreshTake(studio.ctx, row?.id ?? '')))
    expect(await summaryOf(project.id)).toMatchObject({ coverUrl: `/api/v1/takes/${takeIds[1]}/file` })
  })

  it('has an empty project too', async () => {
    const { id } = await aProject(studio)
    expect(await summaryOf(id)).toMatchObject({
      sectionCount: 1,
      sentenceCount: 0,
      firstSentence: null,
      coverUrl: null,
    })
  })

  it('begins with the project that was edited last, whatever was edited in it', async () => {
    const { ctx, teamId } = studio
    const [a, b] = [await aProject(studio, 'a'), await aProject(studio, 'b')]
    const first = async () => (await listProjects(ctx, { teamId, limit: 1 })).items[0]?.id
    expect(await first()).toBe(b.id)
    const [row, other] = await sentences(ctx, a.sectionId, 'words', 'more')
    expect(await first()).toBe(a.id)
    const [theirs] = await sentences(ctx, b.sectionId, 'words')
    expect(await first()).toBe(b.id)
    await editSentence(ctx, { id: row?.id ?? '', text: 'new' })
    expect(await first()).toBe(a.id)
    await deleteSentence(ctx, { id: theirs?.id ?? '' })
    expect(await first()).toBe(b.id)
    await deleteSentence(ctx, { id: other?.id ?? '' })
    expect(await first()).toBe(a.id)
    await deleteSection(ctx, { id: b.sectionId })
    expect(await first()).toBe(b.id)
  })

  it('shows a team its own projects only', async () => {
    await aProject(studio)
    const theirs = await aProject({ ctx: studio.stranger, teamId: studio.strangersTeamId })
    const { items: rows } = await listProjects(studio.stranger, { teamId: studio.strangersTeamId, limit: 500 })
    expect(rows.map((row) => row.id)).toEqual([theirs.id])
  })
})

describe('purgeDeleted', () => {
  it('ends what was deleted more than thirty days ago, and nothing else', async () => {
    const { ctx, clock } = studio
    const kept = await aProject(studio)
    const [a, b] = await sentences(ctx, kept.sectionId, 'a', 'b', 'c')
    const section = await aSection(ctx, kept.id)
    await sentences(ctx, section.id, 'in a section')
    const ended = await aProject(studio)
    await sentences(ctx, ended.sectionId, 'in a project')

    clock.set(new Date('2030-03-01T00:00:00Z'))
    await purgeDeleted(ctx.db, new Date('2030-03-30T00:00:00Z'))
    await deleteSentence(ctx, { id: a?.id ?? '' })
    await deleteSection(ctx, { id: section.id })
    await deleteProject(ctx, { id: ended.id })
    clock.advance(1)
    await deleteSentence(ctx, { id: b?.id ?? '' })

    expect(await purgeDeleted(ctx.db, new Date('2030-03-31T00:00:00Z'))).toBe(0)
    expect(await purgeDeleted(ctx.db, new Date('2030-03-31T00:00:00.001Z'))).toBe(3)
    expect(await ctx.db.sentence.count({ where: { projectId: kept.id } })).toBe(2)
    expect(await ctx.db.section.count({ where: { projectId: { in: [kept.id, ended.id] } } })).toBe(1)
    expect(await ctx.db.project.count({ where: { id: ended.id } })).toBe(0)
    expect(await ctx.db.sentence.count({ where: { projectId: ended.id } })).toBe(0)
  })
})

async function summaryOf(projectId: string) {
  return (await listProjects(studio.ctx, { teamId: studio.teamId, limit: 500 })).items.find(
    ({ id }) => id === projectId,
  )
}
