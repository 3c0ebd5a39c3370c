import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { type ChildMessage, supervisedVariable } from '#lib/runtime/child.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { reasonOf } from './child-lines.ts'
import { stopChild } from './processes.ts'
import { describeEnding, type Ending, type Handle, type Unit } from './unit.ts'

export type NodeUnitOptions = {
  name: string
  /** The file Node runs, absolute: it is how a process left behind is told from any other. */
  file: string
  args?: string[]
  cwd: string
  env: Record<string, string>
  stopMs: number
  onLine(line: string, stream: 'stdout' | 'stderr'): void
}

/** Long enough for a first compilation in development on a slow machine. */
const readyTimeoutMs = 120_000

/** One of our own Node processes as the supervisor sees it. */
export function nodeUnit(options: NodeUnitOptions): Unit {
  return { name: options.name, stopMs: options.stopMs, launch: () => launch(options) }
}

function launch({ name, file, args = [], cwd, env, onLine }: NodeUnitOptions): Handle {
  const child = spawn(process.execPath, [file, ...args], {
    cwd,
    env: { ...process.env, ...env, [supervisedVariable]: '1' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const lastLines: string[] = []
  readLines(child, (line, stream) => {
    onLine(line, stream)
    lastLines.push(line)
    if (lastLines.length > 100) lastLines.shift()
  })
  const firstWord = Promise.withResolvers<ChildMessage>()
  // Only our own runProcess writes to this channel.
  child.on('message', (message) => firstWord.resolve(message as ChildMessage))

  let failure: string | undefined
  const exited = new Promise<Ending>((resolve) => {
    child.once('error', (error) => resolve({ code: 1, signal: null, reason: error.message }))
    // 'close' rather than 'exit': by then its last lines, which hold the reason, have been read.
    child.once('close', (code, signal) => resolve({ code, signal, reason: failure ?? reasonOf(lastLines) }))
  })
  const timer = setTimeout(() => child.kill('SIGKILL'), readyTimeoutMs)
  void exited.then(() => clearTimeout(timer))

  const ready = Promise.race([firstWord.promise, exited]).then((first) => {
    clearTimeout(timer)
    if ('code' in first) throw endedEarly(name, first)
    if (first.type === 'ready') return { pid: child.pid ?? 0, info: first.info }
    failure = first.error.message
    throw new AppError(first.error)
  })
  ready.catch(() => {})
  return {
    ready,
    exited,
    stop: async (graceMs) => {
      await stopChild(child, exited, [
        ['SIGTERM', graceMs],
        ['SIGKILL', 0],
      ])
    },
    kill: () => void child.kill('SIGKILL'),
  }
}

function readLines(child: ChildProcess, onLine: (line: string, stream: 'stdout' | 'stderr') => void): void {
  for (const stream of ['stdout', 'stderr'] as const) {
    const input = child[stream]
    if (input) createInterface({ input }).on('line', (line) => onLine(line, stream))
  }
}

function endedEarly(name: string, ending: Ending): AppError {
  return new AppError({
    code: 'PROCESS_FAILED',
    message: `${name} ended while it started: ${describeEnding(ending)}`,
    suggestion: `What it said is in logs/${name}.log of the data folder.`,
  })
}
