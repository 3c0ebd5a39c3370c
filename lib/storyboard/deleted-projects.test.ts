import { describe, expect, it } from 'vitest'
import { readAllPages } from '#lib/runtime/paging.ts'
import { aProject, useStudio } from '#lib/testing/context.ts'
import { listDeletedProjects, readDeletedProject } from './deleted-projects.ts'
import { deleteProject, restoreProject } from './project-commands.ts'

const studio = useStudio()

describe('listDeletedProjects', () => {
  it('has what was deleted, the last first, with the time until which it is kept', async () => {
    const { ctx, clock, teamId } = studio
    const [first, second] = [await aProject(studio, 'First'), await aProject(studio, 'Second')]
    await aProject(studio, 'Still there')
    clock.set(new Date('2030-03-01T12:00:00Z'))
    await deleteProject(ctx, first)
    clock.advance(1)
    await deleteProject(ctx, second)
    expect(await list()).toEqual([
      expect.objectContaining({ id: second.id, name: 'Second' }),
      {
        ...{ id: first.id, teamId, name: 'First', version: 2, deleted: true },
        ...{ deletedAt: '2030-03-01T12:00:00.000Z', keptUntil: '2030-03-31T12:00:00.000Z' },
      },
    ])
    await restoreProject(ctx, second)
    expect(await list()).toMatchObject([{ id: first.id }])
  })

  it.each([1, 2, 100])('has all of them, %i at once, also those deleted at one moment', async (limit) => {
    const { ctx, clock, teamId } = studio
    for (const step of [0, 1, 0]) {
      clock.advance(step)
      await deleteProject(ctx, await aProject(studio))
    }
    const all = await list()
    expect(await readAllPages((cursor) => listDeletedProjects(ctx, { teamId, limit, cursor }))).toEqual(all)
    expect(new Set(all.map(({ id }) => id)).size).toBe(await ctx.db.project.count({ where: deletedHere(teamId) }))
  })

  it('shows a team its own only', async () => {
    const { stranger, strangersTeamId: teamId } = studio
    await deleteProject(studio.ctx, await aProject(studio))
    const theirs = await aProject({ ctx: stranger, teamId })
    await deleteProject(stranger, theirs)
    const { items } = await listDeletedProjects(stranger, { teamId, limit: 500 })
    expect(items.map(({ id }) => id)).toEqual([theirs.id])
    expect((await list()).map(({ id }) => id)).not.toContain(theirs.id)
  })

  it('is empty for who could not bring them back', async () => {
    await deleteProject(studio.ctx, await aProject(studio))
    const { teamId } = studio
    expect((await listDeletedProjects(studio.as('admin'), { teamId, limit: 1 })).items).toHaveLength(1)
    for (const role of ['editor', 'reviewer', 'viewer'] as const) {
      expect(await listDeletedProjects(studio.as(role), { teamId, limit: 1 })).toEqual({ items: [], nextCursor: null })
    }
  })
})

describe('readDeletedProject', () => {
  it('tells that it is deleted, and whether the person may bring it back', async () => {
    const { ctx } = studio
    const { id } = await aProject(studio, 'Short lived')
    expect(await readDeletedProject(ctx, { id })).toBeNull()
    await deleteProject(ctx, { id })
    expect(await readDeletedProject(ctx, { id })).toMatchObject({ id, name: 'Short lived', canRestore: true })
    expect(await readDeletedProject(studio.as('editor'), { id })).toMatchObject({ id, canRestore: false })
  })

  it('tells another team the same as of one that never was', async () => {
    const { id } = await aProject(studio)
    await deleteProject(studio.ctx, { id })
    const asked = readDeletedProject(studio.stranger, { id })
    await expect(asked).rejects.toMatchObject({ code: 'NOT_FOUND', message: 'There is no such project.' })
  })
})

const deletedHere = (teamId: string) => ({ teamId, deletedAt: { not: null } })

async function list() {
  return (await listDeletedProjects(studio.ctx, { teamId: studio.teamId, limit: 500 })).items
}
