import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readWorkflowFolder } from './read-folder.ts'

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'workflows-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const problems = async () => (await readWorkflowFolder(dir)).map((read) => [read.id, read.problems[0]?.message])

test('a pipe, a device and a folder in the place of a file are told, and nothing waits for them', async () => {
  execFileSync('/usr/bin/env', ['mkfifo', path.join(dir, '.pipe')])
  await symlink(path.join(dir, '.pipe'), path.join(dir, 'a.json'))
  await symlink('/dev/zero', path.join(dir, 'b.png'))
  await symlink(dir, path.join(dir, 'c.json'))
  await writeFile(path.join(dir, 'd.json'), '')
  await truncate(path.join(dir, 'd.json'), 33 * 1024 * 1024)
  expect(await problems()).toEqual([
    ['a', 'The file is not an ordinary file.'],
    ['b', 'The file is not an ordinary file.'],
    ['c', 'The file is not an ordinary file.'],
    ['d', 'The file is larger than 32 MB.'],
  ])
})

test('a manifest that is no ordinary file is told', async () => {
  await symlink('/dev/zero', path.join(dir, 'manifest.yaml'))
  expect(await problems()).toEqual([['manifest', expect.stringMatching(/it is not an ordinary file/)]])
})
