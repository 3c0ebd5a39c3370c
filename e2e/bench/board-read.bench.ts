import { pino } from 'pino'
import { systemClock } from '#lib/runtime/clock.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { createDb } from '#lib/runtime/db.ts'
import { createProject } from '#lib/storyboard/project-commands.ts'
import { readBoard } from '#lib/storyboard/queries.ts'
import { ensureOwner } from '#lib/team/owner.ts'
import { databaseUrlOf } from '../fixtures/database-url.ts'
import { startInstance } from '../fixtures/instance.ts'
import { addScript, addTakes } from './board-fill.ts'
import type { Series } from './stats.ts'

const sentenceCount = 10_000
const warmUps = 3
const runs = 20

export const title = 'Reading the board of 10,000 sentences with two of the cast in each, milliseconds'
export const floor = 'floor'

/** The floor reads the same sentences as they are stored, and derives nothing. */
export async function run(log: (line: string) => void): Promise<Series[]> {
  const instance = await startInstance()
  const db = createDb(await databaseUrlOf(instance.dataDir))
  try {
    const { personId, teamId } = await ensureOwner(db)
    const bare = { db, clock: systemClock, log: pino({ level: 'silent' }), filesRoot: 'data/' }
    const ctx: Ctx = { ...bare, actor: { personId } }
    const { id: projectId } = await createProject(ctx, { teamId, name: 'Bench' })
    const ids = await addScript(ctx, { projectId, count: sentenceCount })
    const read = () => readBoard(ctx, { projectId })
    const least = () => db.$queryRaw`select * from sentence where "projectId" = ${projectId}::uuid`
    const series: Series[] = [
      { name: 'floor', samples: await measure(least) },
      { name: 'no pictures', samples: await measure(read) },
    ]
    log('Making a take for each.')
    await addTakes(ctx, { projectId, ids })
    series.push({ name: 'all fresh', samples: await measure(read) })
    await db.project.update({ where: { id: projectId }, data: { style: 'ink' } })
    return [...series, { name: 'all stale', samples: await measure(read) }]
  } finally {
    await db.$disconnect()
    await instance.stop()
  }
}

async function measure(work: () => Promise<unknown>): Promise<number[]> {
  const samples: number[] = []
  for (let i = 0; i < warmUps + runs; i++) {
    const startedAt = performance.now()
    await work()
    if (i >= warmUps) samples.push(performance.now() - startedAt)
  }
  return samples
}
