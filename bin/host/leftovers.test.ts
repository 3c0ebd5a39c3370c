import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { endLeftoverProcesses } from './leftovers.ts'

let dir: string
let file: string
let leftover: ChildProcess
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'framewright-leftovers-'))
  file = path.join(dir, 'web.ts')
  await writeFile(file, `process.on('SIGTERM', () => {})\nsetInterval(() => {}, 1000)\nconsole.log('up')`)
  leftover = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'ignore'] })
  if (leftover.stdout) await once(leftover.stdout, 'data')
})
afterEach(async () => {
  leftover.kill('SIGKILL')
  await rm(dir, { recursive: true, force: true })
})

it('ends a process of the last run that does not end by itself', async () => {
  const ended = once(leftover, 'exit')
  await endLeftoverProcesses({ processes: { web: leftover.pid ?? 0 } }, { web: file }, 100)
  expect(await ended).toEqual([null, 'SIGKILL'])
})

it('leaves another program alone that has the pid by now', async () => {
  await endLeftoverProcesses({ processes: { web: leftover.pid ?? 0 } }, { web: '/elsewhere/bin/web.ts' }, 0)
  expect(leftover.exitCode ?? leftover.signalCode).toBeNull()
})
