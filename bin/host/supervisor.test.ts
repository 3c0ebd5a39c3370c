import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { nodeUnit } from './node-unit.ts'
import { createSupervisor, type Supervisor } from './supervisor.ts'
import type { Unit } from './unit.ts'

const childModule = path.resolve(import.meta.dirname, '../../lib/runtime/child.ts')
let dir: string
let supervisor: Supervisor
let lines: string[]
let notices: string[]
let changes: Record<string, number>[]

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'framewright-supervisor-'))
  lines = []
  notices = []
  changes = []
  supervisor = createSupervisor({ onNotice: (line) => notices.push(line), onChange: (pids) => changes.push(pids) })
})
afterEach(async () => {
  await supervisor.stop()
  await rm(dir, { recursive: true, force: true })
})

it('starts a process, passes on what it tells, and stops it in order', async () => {
  const unit = await unitOf('calm')
  expect(await supervisor.start(unit)).toEqual({ name: 'calm' })
  await supervisor.stop()
  expect(lines).toContain('stopped calm')
})

it('stops the last one started first', async () => {
  await supervisor.start(await unitOf('database'))
  await supervisor.start(await unitOf('worker'))
  await supervisor.start(await unitOf('web'))
  await supervisor.stop()
  expect(lines.filter((line) => line.startsWith('stopped'))).toEqual([
    'stopped web',
    'stopped worker',
    'stopped database',
  ])
})

it('kills what does not stop in its time', async () => {
  const unit = await unitOf('stubborn', '', 'await new Promise(() => setInterval(() => {}, 1000))')
  await supervisor.start({ ...unit, stopMs: 100 })
  const pid = changes.at(-1)?.stubborn ?? 0
  await supervisor.stop()
  expect(() => process.kill(pid, 0)).toThrow('ESRCH')
})

it('starts a killed process again', async () => {
  await supervisor.start(await unitOf('web'))
  const first = changes.at(-1)?.web ?? 0
  process.kill(first, 'SIGKILL')
  await expect.poll(() => changes.at(-1)?.web ?? first, { timeout: 10_000 }).not.toBe(first)
  expect(notices).toEqual([
    'web ended unexpectedly (it was ended by SIGKILL). Starting it again.',
    'web is running again.',
  ])
})

it('gives up after three quick crashes, with the reason', async () => {
  const unit = await unitOf('worker', `setTimeout(() => { throw new Error('the moon is full') }, 20)`)
  await supervisor.start(unit)
  const error = await supervisor.failed
  expect(error).toMatchObject({ code: 'PROCESS_FAILED' })
  expect(error.message).toBe(
    'worker ended three times in a row soon after it began: Uncaught exception: the moon is full',
  )
})

it('does not give up on a process that falls over the end of its database', async () => {
  const lost = `Object.assign(new Error('terminating connection'), { code: '57P01' })`
  await supervisor.start(await unitOf('worker', `setTimeout(() => { throw ${lost} }, 20)`))
  const again = () => notices.filter((line) => line === 'worker is running again.').length
  await expect.poll(again, { timeout: 30_000 }).toBe(4)
}, 40_000)

it('waits for a database that does not answer, and says so once', async () => {
  const unit = await unitOf('web')
  await supervisor.start(unit)
  await unitOf(
    'web',
    `console.log('trying'); throw new AppError({ code: 'DATABASE_UNREACHABLE', message: 'No answer.' })`,
  )
  process.kill(changes.at(-1)?.web ?? 0, 'SIGKILL')
  // As crashes, the second would have ended everything.
  await expect.poll(() => lines.filter((line) => line === 'trying').length, { timeout: 15_000 }).toBe(3)
  await unitOf('web')
  await expect.poll(() => notices.at(-1), { timeout: 10_000 }).toBe('The database answers again.')
  expect(notices).toEqual([
    'web ended unexpectedly (it was ended by SIGKILL). Starting it again.',
    'No answer. Framewright waits for it.',
    'web is running again.',
    'The database answers again.',
  ])
})

it('rejects a first start that fails on purpose with that very failure', async () => {
  const unit = await unitOf(
    'web',
    `throw new AppError({ code: 'PORT_IN_USE', message: 'Taken.', suggestion: 'Move.' })`,
  )
  await expect(supervisor.start(unit)).rejects.toMatchObject({
    code: 'PORT_IN_USE',
    message: 'Taken.',
    suggestion: 'Move.',
  })
})

it('rejects a first start that breaks before it can tell why', async () => {
  const file = path.join(dir, 'broken.ts')
  await writeFile(file, `null.missing`)
  const unit = nodeUnit({ name: 'web', file, cwd: dir, env: {}, stopMs: 1_000, onLine: (line) => lines.push(line) })
  await expect(supervisor.start(unit)).rejects.toMatchObject({
    code: 'PROCESS_FAILED',
    message: expect.stringContaining('TypeError'),
  })
})

it('stops while a process is still starting', async () => {
  const unit = await unitOf('slow', 'await new Promise((resolve) => setTimeout(resolve, 300))')
  const starting = supervisor.start(unit)
  await supervisor.stop()
  await Promise.allSettled([starting])
  await expect(supervisor.start(unit)).rejects.toThrow('aborted')
  expect(notices).toEqual([])
})

async function unitOf(name: string, onStart = '', onStop = ''): Promise<Unit> {
  const file = path.join(dir, `${name}.ts`)
  await writeFile(
    file,
    `import { runProcess } from '${childModule}'
import { AppError } from '${path.join(path.dirname(childModule), 'errors.ts')}'
void AppError
await runProcess('${name}', async () => {
  const alive = setInterval(() => {}, 1000)
  ${onStart}
  return {
    info: { name: '${name}' },
    stop: async () => {
      ${onStop}
      clearInterval(alive)
      console.log('stopped ${name}')
    },
  }
})`,
  )
  return nodeUnit({ name, file, cwd: dir, env: {}, stopMs: 3_000, onLine: (line) => lines.push(line) })
}
