import path from 'node:path'
import { shortWarning } from './child-lines.ts'
import { openLogFile } from './log-file.ts'
import { nodeUnit } from './node-unit.ts'
import type { Unit } from './unit.ts'

const root = path.resolve(import.meta.dirname, '../..')

type AppProcess = { name: string; file: string; stopMs: number }

/** Our own processes, in the order they are started; they are stopped the other way round. One more is one more line. */
export const appProcesses = [
  { name: 'sketch', file: path.join(root, 'worker/sketch/main.ts'), stopMs: 1_000 },
  { name: 'worker', file: path.join(root, 'worker/main.ts'), stopMs: 3_000 },
  { name: 'web', file: path.join(root, 'bin/web.ts'), stopMs: 3_000 },
] as const satisfies AppProcess[]

export type AppUnitsOptions = {
  env: Record<string, string>
  /** The sketch renderer runs only where no GPU is configured. */
  hasSketch: boolean
  logsDir: string
  /** Show everything the processes say, not their warnings alone. */
  isVerbose: boolean
  print(line: string): void
}

/** Ten connections that break at once say the same ten times: once is enough here, the log has them all. */
const repeatAfterMs = 10_000

export function appUnits(options: AppUnitsOptions): Unit[] {
  const processes = appProcesses.filter(({ name }) => name !== 'sketch' || options.hasSketch)
  return processes.map(({ name, file, stopMs }) => {
    const keep = openProcessLog({ ...options, name })
    let last = { text: '', atMs: 0 }
    const onLine = (line: string): void => {
      keep(line)
      const text = options.isVerbose ? line : shortWarning(line)
      if (text === undefined) return
      const nowMs = performance.now()
      const isRepeated = text === last.text && nowMs - last.atMs < repeatAfterMs
      if (isRepeated && !options.isVerbose) return
      last = { text, atMs: nowMs }
      options.print(`  ${name}  ${text}`)
    }
    return nodeUnit({ name, file, cwd: root, env: options.env, stopMs, onLine })
  })
}

export function openProcessLog(input: { name: string; logsDir: string; print(line: string): void }) {
  return openLogFile(path.join(input.logsDir, `${input.name}.log`), {
    onProblem: (error) => input.print(`  ${input.name}  its log cannot be written: ${String(error)}`),
  })
}
