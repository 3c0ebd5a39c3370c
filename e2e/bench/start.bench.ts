import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { startInstance } from '../fixtures/instance.ts'
import type { Series } from './stats.ts'

const runs = 7

export const title = 'From the start command to a usable page, milliseconds (sources built before)'

/** First: an empty data folder, so a database is made. Again: the same folder, as every later day. */
export async function run(log: (line: string) => void): Promise<Series[]> {
  // Builds the pages when they are not.
  await (await startInstance()).stop()
  const first: number[] = []
  const again: number[] = []
  for (let i = 0; i < runs; i++) {
    const dataDir = await mkdtemp(path.join(os.tmpdir(), 'framewright-start-'))
    first.push(await timeStart(dataDir))
    again.push(await timeStart(dataDir))
    await rm(dataDir, { recursive: true, force: true })
    log(`Run ${i + 1} of ${runs}`)
  }
  return [
    { name: 'first', samples: first },
    { name: 'again', samples: again },
  ]
}

async function timeStart(dataDir: string): Promise<number> {
  const startedAt = performance.now()
  const instance = await startInstance({ dataDir })
  const response = await fetch(`${instance.url}/projects`)
  await response.text()
  const took = performance.now() - startedAt
  await instance.stop()
  return took
}
