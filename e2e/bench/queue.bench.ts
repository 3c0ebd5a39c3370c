import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { startPostgres } from '#bin/host/postgres.ts'
import { readFleetView } from '#lib/jobs/fleet-view.ts'
import { requestTakeInput } from '#lib/jobs/model.ts'
import { readJob } from '#lib/jobs/queries.ts'
import { readQueueInput } from '#lib/jobs/queue-model.ts'
import { readQueue } from '#lib/jobs/read-queue.ts'
import { requestTake } from '#lib/jobs/request-take.ts'
import { migrate } from '#lib/runtime/migrate.ts'
import { fillQueue } from './queue-fill.ts'
import { openQueueWorld } from './queue-world.ts'
import { createStatementTimer } from './statement-timer.ts'
import type { Series } from './stats.ts'

const people = 20
const queues = 12
const waiting = 50_000
const warmUps = 5
const runs = 40

export const title = `Database time with ${waiting.toLocaleString('en')} waiting jobs of ${people} people in ${queues} queues, milliseconds`

/** Postgres itself says how long each statement took, parsing and binding included (log_min_duration_statement). */
export async function run(log: (line: string) => void): Promise<Series[]> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'framewright-bench-'))
  const timer = createStatementTimer()
  const postgres = await startPostgres({ dir, log: timer.hear })
  await migrate(postgres.url)
  const world = await openQueueWorld(postgres.url)
  try {
    log('Filling the queue.')
    const { freeSentenceIds, lastJobId } = await fillQueue(world, { people, queues, waiting, free: warmUps + runs })
    await timer.begin(postgres.url)
    const { ctx } = world
    const measure = async (work: (index: number) => Promise<unknown>) => {
      const samples: number[] = []
      for (let index = 0; index < warmUps + runs; index++) {
        const { ms } = await timer.time(() => work(index))
        if (index >= warmUps) samples.push(ms)
      }
      return samples
    }
    const page = (cursor?: string) => readQueue(ctx, readQueueInput.parse({ limit: 50, cursor }))
    const deep = await cursorAt(page, 10)
    const ask = (index: number) => requestTake(ctx, requestTakeInput.parse({ sentenceId: freeSentenceIds[index] }))
    return [
      { name: 'choosing: what a GPU chooses from', samples: await measure(() => readFleetView(ctx)) },
      { name: 'the place of the last job', samples: await measure(() => readJob(ctx, { id: lastJobId })) },
      { name: 'the first 50 of the queue', samples: await measure(() => page()) },
      { name: '50 further back', samples: await measure(() => page(deep)) },
      { name: 'enqueueing one', samples: await measure(ask) },
    ]
  } finally {
    await timer.end()
    await world.close()
    await postgres.stop()
    await rm(dir, { recursive: true, force: true })
  }
}

type Page = (cursor?: string) => Promise<{ nextCursor: string | null }>

async function cursorAt(page: Page, pages: number): Promise<string | undefined> {
  let cursor: string | undefined
  for (let at = 0; at < pages; at++) cursor = (await page(cursor)).nextCursor ?? undefined
  return cursor
}
