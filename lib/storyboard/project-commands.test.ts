import { describe, expect, it } from 'vitest'
import { newId } from '#lib/runtime/ids.ts'
import { aProject, useStudio } from '#lib/testing/context.ts'
import { createProject, deleteProject, renameProject, restoreProject } from './project-commands.ts'
import { listProjects, readBoard } from './queries.ts'

const studio = useStudio()

describe('createProject', () => {
  it('makes a project with a section to type into', async () => {
    const { ctx, teamId } = studio
    const project = await createProject(ctx, { teamId, name: 'Fog' })
    expect(project).toEqual({ id: project.id, teamId, name: 'Fog', version: 1, deleted: false })
    const board = await readBoard(ctx, { projectId: project.id })
    expect(board).toMatchObject({ project, sections: [{ title: 'Section 1', version: 1 }], sentences: [] })
  })

  it('asked again after a lost answer makes nothing twice, and changes nothing', async () => {
    const { ctx, teamId } = studio
    const id = newId()
    const first = await createProject(ctx, { id, teamId, name: 'Fog' })
    await renameProject(ctx, { id, name: 'Mist' })
    expect(await createProject(ctx, { id, teamId, name: 'Fog' })).toEqual({ ...first, name: 'Mist', version: 2 })
    expect((await readBoard(ctx, { projectId: id })).sections).toHaveLength(1)
  })

  it('asked ten times at once makes one', async () => {
    const { ctx, teamId } = studio
    const id = newId()
    const rows = await Promise.all(Array.from({ length: 10 }, () => createProject(ctx, { id, teamId, name: 'Fog' })))
    expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(1)
    expect(await ctx.db.section.count({ where: { projectId: id } })).toBe(1)
  })

  it('does not hand out another team’s project to who guesses its id', async () => {
    const { id } = await aProject({ ctx: studio.stranger, teamId: studio.strangersTeamId })
    const guess = createProject(studio.ctx, { id, teamId: studio.teamId, name: 'Mine' })
    await expect(guess).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('deleteProject', () => {
  it('hides the project, and restoring brings all of it back', async () => {
    const { ctx, teamId } = studio
    const project = await aProject(studio)
    const before = await readBoard(ctx, { projectId: project.id })
    const isListed = async () => (await listProjects(ctx, { teamId })).some(({ id }) => id === project.id)

    expect(await deleteProject(ctx, project)).toMatchObject({ deleted: true, version: 2 })
    expect(await isListed()).toBe(false)
    await expect(readBoard(ctx, { projectId: project.id })).rejects.toMatchObject({ code: 'NOT_FOUND' })

    expect(await restoreProject(ctx, project)).toMatchObject({ deleted: false, version: 3 })
    expect(await isListed()).toBe(true)
    const after = await readBoard(ctx, { projectId: project.id })
    expect(after).toEqual({ ...before, project: { ...before.project, version: 3 } })
  })

  it('and restoring are done once, however often they are asked for', async () => {
    const { ctx } = studio
    const project = await aProject(studio)
    expect(await restoreProject(ctx, project)).toMatchObject({ version: 1 })
    const deleted = await deleteProject(ctx, project)
    expect(await deleteProject(ctx, project)).toEqual(deleted)
  })
})
