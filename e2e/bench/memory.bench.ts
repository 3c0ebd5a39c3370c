import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { findFreePort } from '../fixtures/instance.ts'
import { commandOf, familyOf, memoryMb } from './processes.ts'
import type { Series } from './stats.ts'

const restMs = 60_000

export const title = 'Idle memory a minute after npm start, proportional set size, MB'

/** Everything that `npm start` brings up, npm itself among it. */
export async function run(log: (line: string) => void): Promise<Series[]> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'framewright-memory-'))
  const port = await findFreePort()
  const npm = spawn('npm', ['start'], {
    stdio: 'ignore',
    env: { ...process.env, DATA_DIR: dataDir, PORT: String(port), NODE_ENV: 'production' },
  })
  const ended = new Promise((resolve) => {
    npm.once('close', resolve)
    npm.once('error', resolve)
  })
  try {
    const url = `http://127.0.0.1:${port}`
    while (!(await isReady(url))) {
      if (npm.exitCode !== null || npm.signalCode !== null) throw new Error('npm start ended. Run it alone to see why.')
      await delay(100)
    }
    // As if someone had looked: a page loaded once is part of being idle.
    await fetch(`${url}/projects`)
    log('Running; waiting for a minute.')
    await delay(restMs)
    const processes = await Promise.all(
      (await familyOf(npm.pid ?? 0)).map(async (pid) => ({
        name: nameOf(await commandOf(pid)),
        mb: await memoryMb(pid),
      })),
    )
    const names = [...new Set(processes.map(({ name }) => name))]
    const sum = (list: { mb: number }[]) => list.reduce((total, { mb }) => total + mb, 0)
    return [
      ...names.map((name) => ({ name, samples: [sum(processes.filter((process) => process.name === name))] })),
      { name: 'all together', samples: [sum(processes)] },
    ]
  } finally {
    npm.kill('SIGTERM')
    await ended
    await rm(dataDir, { recursive: true, force: true })
  }
}

function nameOf(command: string): string {
  if (command.includes('postgres')) return 'Postgres'
  if (command.includes('bin/web.ts')) return 'web'
  if (command.includes('worker/sketch/main.ts')) return 'sketch renderer'
  if (command.includes('worker/main.ts')) return 'worker'
  if (command.includes('bin/run.js')) return 'supervisor and its starter'
  return 'npm and its shell'
}

async function isReady(url: string): Promise<boolean> {
  return await fetch(`${url}/ready`).then(
    (response) => response.ok,
    () => false,
  )
}
