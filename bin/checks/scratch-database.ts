import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { startPostgres } from '#bin/host/postgres.ts'

/** Runs `work` with the address of an empty database, which is gone afterwards. */
export async function withScratchDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'framewright-scratch-'))
  try {
    const postgres = await startPostgres({ dir, log: () => {}, isDurable: false })
    try {
      return await work(postgres.url)
    } finally {
      await postgres.stop()
    }
  } finally {
    await rm(dir, { recursive: true, force: true, maxRetries: 5 })
  }
}
