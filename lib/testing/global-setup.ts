import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { startPostgres } from '#bin/host/postgres.ts'
import { migrate } from '#lib/runtime/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A migrated database that nobody connects to, so that it can be cloned. */
    templateUrl: string
  }
}

/** One Postgres for the whole run. Each test file that asks gets a clone of the template, a copy of files in 50 ms. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'framewright-test-'))
  const lines: string[] = []
  const postgres = await startPostgres({ dir, log: (line) => lines.push(line), isDurable: false })
  await migrate(postgres.url)
  project.provide('templateUrl', postgres.url)
  return async () => {
    await postgres.stop()
    await rm(dir, { recursive: true, force: true, maxRetries: 5 })
  }
}
