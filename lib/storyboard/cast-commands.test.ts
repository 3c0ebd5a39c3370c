import { describe, expect, it } from 'vitest'
import { newId } from '#lib/runtime/ids.ts'
import { aProject, useStudio } from '#lib/testing/context.ts'
import { addCastMember, deleteCastMember, restoreCastMember, updateCastMember } from './cast-commands.ts'
import { listCast, readMember } from './list-queries.ts'
import { deleteProject } from './project-commands.ts'

const studio = useStudio()
const face = [{ name: 'nova.safetensors', weight: 0.8 }]

describe('addCastMember', () => {
  it('adds somebody with nothing but a name', async () => {
    const { id: projectId } = await aProject(studio)
    const row = await addCastMember(studio.ctx, { projectId, name: 'Nova' })
    expect(row).toEqual({
      ...{ id: row.id, projectId, kind: 'character', name: 'Nova', look: '', triggerWords: '', loras: [] },
      ...{ workflow: null, references: [], position: 'a0', version: 1, deleted: false },
    })
  })

  it('adds somebody with all there is to say', async () => {
    const { id: projectId } = await aProject(studio)
    const given = {
      kind: 'place',
      name: 'Harbour',
      look: 'fog',
      triggerWords: 'hrbr',
      loras: face,
      workflow: 'flux-2',
    } as const
    expect(await addCastMember(studio.ctx, { projectId, ...given, loras: [...face] })).toMatchObject(given)
  })

  it('asked again after a lost answer adds nobody twice, and keeps what happened since', async () => {
    const { id: projectId } = await aProject(studio)
    const input = { id: newId(), projectId, name: 'Nova' }
    await addCastMember(studio.ctx, input)
    const changed = await updateCastMember(studio.ctx, { id: input.id, look: 'red hair' })
    expect(await addCastMember(studio.ctx, input)).toEqual(changed)
    expect(await names(projectId)).toBe('Nova')
  })

  it('leaves members of other projects alone', async () => {
    const [ours, theirs] = [await aProject(studio), await aProject(studio)]
    const { id } = await addCastMember(studio.ctx, { projectId: theirs.id, name: 'Nova' })
    const add = addCastMember(studio.ctx, { id, projectId: ours.id, name: 'Stolen' })
    await expect(add).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await names(ours.id)).toBe('')
  })

  it('adds nobody to a project that is deleted', async () => {
    const { id: projectId } = await aProject(studio)
    await deleteProject(studio.ctx, { id: projectId })
    await expect(addCastMember(studio.ctx, { projectId, name: 'Nova' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('updateCastMember', () => {
  it('sets what is given, counts the version, and nothing when nothing changes', async () => {
    const { id } = await aMember()
    const row = await updateCastMember(studio.ctx, { id, look: 'red hair', loras: face })
    expect(row).toMatchObject({ name: 'Nova', look: 'red hair', loras: face, version: 2 })
    expect(await updateCastMember(studio.ctx, { ...row, afterId: undefined })).toEqual(row)
  })

  it('tells who begins with an old version what stands there', async () => {
    const { id } = await aMember()
    const current = await updateCastMember(studio.ctx, { id, look: 'red hair', version: 1 })
    const late = updateCastMember(studio.ctx, { id, look: 'bald', version: 1 })
    await expect(late).rejects.toMatchObject({ code: 'CONFLICT', details: { current } })
  })

  it.each([
    ['to the start', { who: 'C', after: null, expected: 'CAB' }],
    ['behind another', { who: 'A', after: 'B', expected: 'BAC' }],
    ['down', { who: 'A', after: 'C', expected: 'BCA' }],
  ])('moves somebody %s', async (_, { who, after, expected }) => {
    const { id: projectId } = await aProject(studio)
    const ids: Record<string, string> = {}
    for (const name of 'ABC') ids[name] = (await addCastMember(studio.ctx, { projectId, name })).id
    await updateCastMember(studio.ctx, { id: ids[who] ?? '', afterId: after && (ids[after] ?? null) })
    expect(await names(projectId)).toBe(expected)
  })

  it('and adding, by many at once, wait for each other but not for ever', async () => {
    const { id, projectId } = await aMember()
    await Promise.all(
      Array.from({ length: 40 }, (_, index) => {
        if (index % 2 === 0) return addCastMember(studio.ctx, { projectId, name: `${index}` })
        return updateCastMember(studio.ctx, { id, look: `${index}`, afterId: null })
      }),
    )
    const { items } = await listCast(studio.ctx, { projectId, limit: 100 })
    expect(new Set(items.map(({ position }) => position)).size).toBe(21)
  })
})

it('deleting somebody can be taken back, and both are done once', async () => {
  const { id, projectId } = await aMember()
  const deleted = await deleteCastMember(studio.ctx, { id })
  expect(deleted).toMatchObject({ deleted: true, version: 2 })
  expect(await deleteCastMember(studio.ctx, { id })).toEqual(deleted)
  expect(await names(projectId)).toBe('')
  expect(await readMember(studio.ctx, { id })).toEqual(deleted)
  const restored = await restoreCastMember(studio.ctx, { id })
  expect(restored).toMatchObject({ deleted: false, version: 3 })
  expect(await restoreCastMember(studio.ctx, { id })).toEqual(restored)
  expect(await names(projectId)).toBe('Nova')
})

async function aMember() {
  const { id: projectId } = await aProject(studio)
  return await addCastMember(studio.ctx, { projectId, name: 'Nova' })
}

async function names(projectId: string): Promise<string> {
  const { items } = await listCast(studio.ctx, { projectId, limit: 100 })
  return items.map(({ name }) => name).join('')
}
