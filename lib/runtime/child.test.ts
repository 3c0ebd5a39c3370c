import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

let dir: string
let children: ChildProcess[]
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'framewright-child-'))
  children = []
})
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  await rm(dir, { recursive: true, force: true })
})

/** Code for the body of the start and of the stop. */
type Demo = { isSupervised: boolean; onStart?: string; onStop?: string }

describe('alone in a terminal', () => {
  it('says when it is ready and stops on Ctrl-C', async () => {
    const run = await begin({ isSupervised: false })
    await run.printed('demo is ready  http://here')
    run.child.kill('SIGINT')
    expect(await run.ended).toEqual([0, null])
    expect(run.output()).toContain('stopped')
  })

  it('stops on Ctrl-C also while its start hangs', async () => {
    const run = await begin({ isSupervised: false, onStart: `console.log('hanging'); await new Promise(() => {})` })
    await run.printed('hanging')
    run.child.kill('SIGINT')
    expect(await run.ended).toEqual([0, null])
    expect(run.output()).toBe('hanging\n')
  })

  it('says in one sentence why it cannot start', async () => {
    const run = await begin({
      isSupervised: false,
      onStart: `throw new AppError({ code: 'PORT_IN_USE', message: 'Taken.', suggestion: 'Move.' })`,
    })
    expect(await run.ended).toEqual([1, null])
    expect(run.output()).toBe('Taken. Move.\n')
  })
})

describe('under the supervisor', () => {
  it('ignores Ctrl-C, which is the supervisor’s to handle, and stops on SIGTERM, once', async () => {
    const run = await begin({ isSupervised: true })
    expect(await run.message).toEqual({ type: 'ready', info: { address: 'http://here' } })
    run.child.kill('SIGINT')
    run.child.kill('SIGTERM')
    run.child.kill('SIGTERM')
    expect(await run.ended).toEqual([0, null])
    expect(run.output().match(/stopped/g)).toHaveLength(1)
  })

  it('undoes a start that finishes after it was asked to stop', async () => {
    const onStart = `const asked = new Promise((resolve) => process.once('SIGTERM', resolve)); console.log('starting'); await asked`
    const run = await begin({ isSupervised: true, onStart })
    await run.printed('starting')
    run.child.kill('SIGTERM')
    expect(await run.ended).toEqual([0, null])
    expect(run.output()).toBe('starting\nstopped\n')
  })

  it('tells what a start failed of', async () => {
    const run = await begin({ isSupervised: true, onStart: `throw new TypeError('no such thing')` })
    expect(await run.message).toEqual({ type: 'failed', error: { code: 'INTERNAL', message: 'no such thing' } })
    expect(await run.ended).toEqual([1, null])
    expect(JSON.parse(run.output().trim())).toMatchObject({ level: 60, process: 'demo', err: { type: 'TypeError' } })
  })

  it.each([
    ['an exception nobody caught', `setTimeout(() => { throw new Error('broken') })`],
    ['a rejection nobody handled', `setTimeout(() => { void Promise.reject(new Error('broken')) })`],
  ])('ends with one line about %s', async (_, onStart) => {
    const run = await begin({ isSupervised: true, onStart })
    expect(await run.ended).toEqual([1, null])
    expect(JSON.parse(run.output().trim())).toMatchObject({ level: 60, err: { message: 'broken' } })
  })

  it('stops when the supervisor is gone', async () => {
    const run = await begin({ isSupervised: true })
    await run.message
    // After a disconnect by the parent, Node never says 'close'.
    const exited = once(run.child, 'exit')
    run.child.disconnect()
    expect(await exited).toEqual([0, null])
  })

  it('ends when the supervisor is gone, even if stopping never ends and the log has no reader', async () => {
    const run = await begin({ isSupervised: true, onStop: `log.warn('x'); await new Promise(() => {})` })
    await run.message
    const exited = once(run.child, 'exit')
    run.child.stdout?.destroy()
    run.child.stderr?.destroy()
    run.child.disconnect()
    expect(await exited).toEqual([1, null])
  })
})

async function begin({ isSupervised, onStart = '', onStop = '' }: Demo) {
  const file = path.join(dir, 'demo.ts')
  const source = (name: string): string => path.join(import.meta.dirname, name)
  await writeFile(
    file,
    `import { runProcess } from '${source('child.ts')}'
import { AppError } from '${source('errors.ts')}'
import { createLog } from '${source('log.ts')}'
const log = createLog('demo', 'info')
void AppError
await runProcess('demo', async () => {
  const alive = setInterval(() => {}, 1000)
  ${onStart}
  return {
    info: { address: 'http://here' },
    stop: async () => {
      ${onStop}
      clearInterval(alive)
      console.log('stopped')
    },
  }
})`,
  )
  const { FRAMEWRIGHT_SUPERVISED: _, ...env } = process.env
  const child = spawn(process.execPath, [file], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: isSupervised ? { ...env, FRAMEWRIGHT_SUPERVISED: '1' } : env,
  })
  children.push(child)
  let output = ''
  const waiting = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
      for (const check of waiting) check()
    })
  }
  return {
    child,
    output: () => output,
    message: once(child, 'message').then(([message]) => message),
    ended: once(child, 'close'),
    printed: (text: string) =>
      new Promise<void>((resolve) => {
        const check = (): void => {
          if (output.includes(text)) resolve()
        }
        waiting.add(check)
        check()
      }),
  }
}
