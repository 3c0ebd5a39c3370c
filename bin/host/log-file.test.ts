import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openLogFile } from './log-file.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'framewright-log-'))
})
afterEach(async () => {
  await rm(dir, { recursive: true, force: true })
})

it('appends to what is there', async () => {
  const file = path.join(dir, 'logs/web.log')
  openLogFile(file)('one')
  openLogFile(file)('two')
  expect(await readFile(file, 'utf8')).toBe('one\ntwo\n')
})

it('keeps the last files and never grows past its limit', async () => {
  const file = path.join(dir, 'web.log')
  const write = openLogFile(file, { limitBytes: 20 })
  for (let number = 1; number <= 12; number++) write(`line ${number} ....`)
  expect(await readdir(dir)).toEqual(['web.log', 'web.log.1', 'web.log.2', 'web.log.3'])
  expect(await readFile(file, 'utf8')).toContain('line 12')
  expect(await readFile(`${file}.3`, 'utf8')).toContain('line 9')
})

it('tells once that it cannot write, and goes on', async () => {
  const blocker = path.join(dir, 'logs')
  await writeFile(blocker, '')
  const problems: unknown[] = []
  const write = openLogFile(path.join(blocker, 'web.log'), { onProblem: (error) => problems.push(error) })
  write('one')
  write('two')
  expect(problems).toHaveLength(1)
  await rm(blocker)
  write('three')
  expect(await readFile(path.join(blocker, 'web.log'), 'utf8')).toBe('three\n')
})
