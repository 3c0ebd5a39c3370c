import { expect, it } from 'vitest'
import { createDb } from '#lib/runtime/db.ts'
import { newId } from '#lib/runtime/ids.ts'
import { aProject, useStudio } from '#lib/testing/context.ts'
import { maySee } from './may-see.ts'

const studio = useStudio()

it('is yes for the team’s own projects, and no for others and for none', async () => {
  const { id } = await aProject(studio)
  expect(await maySee(studio.as('viewer'), { kind: 'project', id })).toBe(true)
  expect(await maySee(studio.stranger, { kind: 'project', id })).toBe(false)
  expect(await maySee(studio.ctx, { kind: 'job', id: newId() })).toBe(false)
})

it('is neither while the database is away', async () => {
  const db = createDb('postgresql://127.0.0.1:9/none')
  await expect(maySee({ ...studio.ctx, db }, { kind: 'project', id: newId() })).rejects.toThrow()
  await db.$disconnect()
})
