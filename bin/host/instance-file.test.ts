import { cp, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readInstance, writeInstance } from './instance-file.ts'

const instance = { pid: 123, address: 'http://127.0.0.1:3000', isReady: true, processes: { web: 124 } }
let dir: string
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'framewright-instance-'))
})
afterEach(async () => {
  await rm(dir, { recursive: true, force: true })
})

it('is read back, by whatever name the folder goes', async () => {
  await writeInstance(dir, instance)
  expect(await readInstance(dir)).toMatchObject(instance)
  await symlink(dir, path.join(dir, 'data'))
  expect(await readInstance(path.join(dir, 'data'))).toMatchObject(instance)
})

it('says nothing about a copy of the folder: what runs there runs on the other', async () => {
  const copy = path.join(dir, 'copy')
  await writeInstance(dir, instance)
  await cp(path.join(dir, 'instance.json'), path.join(copy, 'instance.json'))
  expect(await readInstance(copy)).toBeUndefined()
})
