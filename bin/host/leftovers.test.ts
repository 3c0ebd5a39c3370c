import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { endLeftoverProcesses } from './leftovers.ts'

let dir: string
let file: string
let leftover: ChildProcess
beforeEach(async () => {
  dir = await realpath(await mkdtemp(path.join(tmpdir(), 'framewright-leftovers-')))
  file = path.join(dir, 'web.ts')
  await writeFile(file, `process.on('SIGTERM', () => {})\nsetInterval(() => {}, 1000)\nconsole.log('up')`)
  // A name of the folder that is not its real one: the process goes by what it was told.
  await symlink(dir, path.join(dir, 'data'))
  leftover = spawn(process.execPath, [file], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, DATA_DIR: path.join(dir, 'data') },
  })
  if (leftover.stdout) await once(leftover.stdout, 'data')
})
afterEach(async () => {
  leftover.kill('SIGKILL')
  await rm(dir, { recursive: true, force: true })
})

it('ends a process of the last run that does not end by itself', async () => {
  const ended = once(leftover, 'exit')
  await endLeftoverProcesses({ dataDir: dir, processes: { web: leftover.pid ?? 0 } }, { web: file }, 100)
  expect(await ended).toEqual([null, 'SIGKILL'])
})

it('leaves another program alone that has the pid by now', async () => {
  const last = { dataDir: dir, processes: { web: leftover.pid ?? 0 } }
  await endLeftoverProcesses(last, { web: '/elsewhere/bin/web.ts' }, 0)
  expect(leftover.exitCode ?? leftover.signalCode).toBeNull()
})

// Elsewhere the environment of a process cannot be read, and the folder that is on record has to do.
it.runIf(process.platform === 'linux')('leaves the process of another data folder alone', async () => {
  await endLeftoverProcesses({ dataDir: tmpdir(), processes: { web: leftover.pid ?? 0 } }, { web: file }, 0)
  expect(leftover.exitCode ?? leftover.signalCode).toBeNull()
})
