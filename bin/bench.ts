import { readdir } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { AppError } from '#lib/runtime/errors.ts'
import { formatTable, type Series } from '../e2e/bench/stats.ts'

type Bench = {
  title: string
  /** The series the others are compared with. */
  floor?: string
  run(log: (line: string) => void): Promise<Series[]>
}

const benchDir = path.resolve(import.meta.dirname, '../e2e/bench')
const ending = '.bench.ts'

/** `npm run bench -- NAME`: measures on this machine, side by side with the least that could do the same. */
export async function main([name]: string[]): Promise<void> {
  const files = await readdir(benchDir)
  const names = files.filter((file) => file.endsWith(ending)).map((file) => file.slice(0, -ending.length))
  if (!name || !names.includes(name)) {
    throw new AppError({
      code: 'INVALID_INPUT',
      message: name ? `There is no bench called ${name}.` : 'Which bench?',
      suggestion: `There are: ${names.join(', ')}. For example: npm run bench -- ${names[0]}`,
    })
  }
  const log = (line: string) => console.log(`  ${line}`)
  // Safe: every file with this ending is a bench.
  const bench = (await import(path.join(benchDir, `${name}${ending}`))) as Bench
  const series = await bench.run(log)
  console.log(`\n  ${bench.title}\n`)
  console.log(formatTable(series, bench.floor))
  const [load = 0] = os.loadavg()
  console.log(
    `\n  ${os.cpus().length} cores, ${os.cpus()[0]?.model.trim()}, Node ${process.version}, load ${load.toFixed(1)}\n`,
  )
}
