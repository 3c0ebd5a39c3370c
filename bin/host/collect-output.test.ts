import { spawn } from 'node:child_process'
import path from 'node:path'
import { expect, it } from 'vitest'
import { collectOutput } from './collect-output.js'

const run = (script: string, signal?: AbortSignal) =>
  spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'pipe'], signal })

it('gives what was said, on either stream, and how it ended', async () => {
  const script = `console.log('one'); console.error('two'); process.exitCode = 3`
  const { code, output } = await collectOutput(run(script))
  expect(code).toBe(3)
  expect(output.split('\n').sort()).toEqual(['', 'one', 'two'])
})

it('gives the reason when there is nothing to run', async () => {
  const child = spawn(path.join(import.meta.dirname, 'no-such-program'), { stdio: ['ignore', 'pipe', 'pipe'] })
  expect(await collectOutput(child)).toEqual({ code: 1, output: expect.stringContaining('ENOENT') })
})

it('waits for the end of what is told to stop', async () => {
  const stopping = new AbortController()
  const child = run(
    `process.on('SIGTERM', () => process.exit(7)); console.log('up'); setInterval(() => {}, 1000)`,
    stopping.signal,
  )
  child.stdout.once('data', () => stopping.abort())
  expect(await collectOutput(child)).toEqual({ code: 7, output: 'up\n' })
})
