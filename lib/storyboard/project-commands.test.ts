import { describe, expect, it } from 'vitest'
import { newId } from '#lib/runtime/ids.ts'
import { aProject, useStudio } from '#lib/testing/context.ts'
import { defaultLook, type ProjectLook } from './model.ts'
import {
  archiveProject,
  createProject,
  deleteProject,
  renameProject,
  restoreProject,
  unarchiveProject,
  updateProject,
} from './project-commands.ts'
import { purgeDeleted } from './purge.ts'
import { listProjects, readBoard } from './queries.ts'

const studio = useStudio()

describe('createProject', () => {
  it('makes a project with a section to type into', async () => {
    const { ctx, teamId } = studio
    const project = await createProject(ctx, { teamId, name: 'Fog' })
    const row = { id: project.id, teamId, name: 'Fog', version: 1, deleted: false, archivedAt: null }
    expect(project).toEqual({ ...row, ...defaultLook, workflow: 'flux-2' })
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

describe('updateProject', () => {
  const look: ProjectLook = {
    ...{ workflow: 'sdxl_txt2img', style: 'ink', negative: 'text', width: 64, height: 8_192, steps: 1, cfg: 3.5 },
    ...{ loras: [{ name: 'sub/ink.safetensors', weight: -0.5 }], keptTakes: 0 },
  }

  it('sets what is given, and leaves the rest', async () => {
    const { ctx } = studio
    const { sectionId: _, ...before } = await aProject(studio)
    const { id } = before
    const row = await updateProject(ctx, { id, ...look })
    expect(row).toEqual({ ...before, version: 2, ...look })
    expect(await updateProject(ctx, { id, steps: null, workflow: null })).toEqual({
      ...{ ...row, steps: null, workflow: null, version: 3 },
    })
    expect((await readBoard(ctx, { projectId: id })).project).toMatchObject({ style: 'ink', version: 3 })
  })

  it('given back what it answered changes nothing', async () => {
    const { id } = await aProject(studio)
    const row = await updateProject(studio.ctx, { id, ...look })
    expect(await updateProject(studio.ctx, row)).toEqual(row)
  })

  it('tells who begins with an old version what stands there', async () => {
    const { id } = await aProject(studio)
    const current = await updateProject(studio.ctx, { id, style: 'ink', version: 1 })
    const late = updateProject(studio.ctx, { id, style: 'oil', version: 1 })
    await expect(late).rejects.toMatchObject({ code: 'CONFLICT', details: { current } })
  })
})

describe('archiveProject', () => {
  const listed = async (isArchived: boolean) => {
    const { items } = await listProjects(studio.ctx, { teamId: studio.teamId, limit: 500, isArchived })
    return items.map(({ id, archivedAt }) => ({ id, archivedAt }))
  }

  it('moves it to the list of those that were archived, and back', async () => {
    const { ctx, clock } = studio
    const { id } = await aProject(studio)
    clock.set(new Date('2030-03-01T12:00:00Z'))
    const archivedAt = '2030-03-01T12:00:00.000Z'
    expect(await archiveProject(ctx, { id })).toMatchObject({ archivedAt, deleted: false, version: 2 })
    expect(await listed(true)).toContainEqual({ id, archivedAt })
    expect(await listed(false)).not.toContainEqual(expect.objectContaining({ id }))
    expect(await unarchiveProject(ctx, { id })).toMatchObject({ archivedAt: null, version: 3 })
    expect(await listed(false)).toContainEqual({ id, archivedAt: null })
    expect(await listed(true)).not.toContainEqual(expect.objectContaining({ id }))
  })

  it('leaves it to be read and edited as ever', async () => {
    const { ctx } = studio
    const { id } = await aProject(studio)
    await archiveProject(ctx, { id })
    expect(await renameProject(ctx, { id, name: 'Put aside' })).toMatchObject({ name: 'Put aside' })
    expect((await readBoard(ctx, { projectId: id })).project).toMatchObject({ archivedAt: expect.any(String) })
  })

  it('is done once, however often it is asked for', async () => {
    const { ctx, clock } = studio
    const { id } = await aProject(studio)
    expect(await unarchiveProject(ctx, { id })).toMatchObject({ version: 1 })
    const archived = await archiveProject(ctx, { id })
    clock.advance(1_000)
    expect(await archiveProject(ctx, { id })).toEqual(archived)
  })

  it('is no bin: what was archived is not deleted after a while, and a deleted one comes back archived', async () => {
    const { ctx, clock } = studio
    const { id } = await aProject(studio)
    await archiveProject(ctx, { id })
    await purgeDeleted(ctx.db, new Date(clock.now().getTime() + 400 * 24 * 3_600_000))
    await deleteProject(ctx, { id })
    expect(await listed(true)).not.toContainEqual(expect.objectContaining({ id }))
    expect(await restoreProject(ctx, { id })).toMatchObject({ archivedAt: expect.any(String) })
  })
})

describe('deleteProject', () => {
  it('hides the project, and restoring brings all of it back', async () => {
    const { ctx, teamId } = studio
    const project = await aProject(studio)
    const before = await readBoard(ctx, { projectId: project.id })
    const isListed = async () =>
      (await listProjects(ctx, { teamId, limit: 500 })).items.some(({ id }) => id === project.id)

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
