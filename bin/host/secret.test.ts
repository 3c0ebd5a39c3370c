import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ensureAuthSecret } from './secret.ts'

let dir: string
let file: string
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'framewright-secret-'))
  file = path.join(dir, 'auth-secret')
})
afterEach(async () => {
  await rm(dir, { recursive: true, force: true })
})

it('is made once and kept', async () => {
  const secret = await ensureAuthSecret(dir)
  expect(secret).toMatch(/^[\w-]{43}$/)
  expect(await ensureAuthSecret(dir)).toBe(secret)
  expect(await readFile(file, 'utf8')).toBe(`${secret}\n`)
})

it('names the file when what it holds is too short, and does not show it', async () => {
  await writeFile(file, 'hunter2\n')
  const error = await ensureAuthSecret(dir).catch((error: unknown) => error)
  expect(error).toMatchObject({
    code: 'CONFIG_INVALID',
    message: `The secret in ${file} must have 32 characters or more.`,
  })
  expect(JSON.stringify(error)).not.toContain('hunter2')
  expect(await readFile(file, 'utf8')).toBe('hunter2\n')
})

it('names the file when it cannot be read', async () => {
  await mkdir(file)
  await expect(ensureAuthSecret(dir)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: `${file} cannot be read: it is a folder.`,
  })
})

it('says so when nothing can be written', async () => {
  await expect(ensureAuthSecret(path.join(dir, 'gone'))).rejects.toMatchObject({ code: 'DISK_NOT_WRITABLE' })
})
