import { expect, it } from 'vitest'
import { createDb } from '#lib/runtime/db.ts'
import { newId } from '#lib/runtime/ids.ts'
import { aProject, useStudio } from '#lib/testing/context.ts'
import { maySeeProject } from './may-see-project.ts'

const studio = useStudio()

it('is yes for the team’s own projects, and no for others and for none', async () => {
  const { id } = await aProject(studio)
  expect(await maySeeProject(studio.as('viewer'), id)).toBe(true)
  expect(await maySeeProject(studio.stranger, id)).toBe(false)
  expect(await maySeeProject(studio.ctx, newId())).toBe(false)
})

it('is neither while the database is away', async () => {
  const db = createDb('postgresql://127.0.0.1:9/none')
  await expect(maySeeProject({ ...studio.ctx, db }, newId())).rejects.toThrow()
  await db.$disconnect()
})
