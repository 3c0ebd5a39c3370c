import { pino } from 'pino'
import { systemClock } from '#lib/runtime/clock.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { createDb } from '#lib/runtime/db.ts'
import { createProject } from '#lib/storyboard/project-commands.ts'
import { ensureOwner } from '#lib/team/owner.ts'
import { databaseUrlOf } from '../fixtures/database-url.ts'
import { startInstance } from '../fixtures/instance.ts'
import { addScript } from './board-fill.ts'

type OnBoard = { ctx: Ctx; projectId: string; ids: string[] }

/** Gives a project of so many sentences in an instance of its own, which is gone afterwards. */
export async function onABoard<T>(sentenceCount: number, work: (board: OnBoard) => Promise<T>): Promise<T> {
  const instance = await startInstance()
  const db = createDb(await databaseUrlOf(instance.dataDir))
  try {
    const { personId, teamId } = await ensureOwner(db)
    const bare = { db, clock: systemClock, log: pino({ level: 'silent' }), filesRoot: 'data/' }
    const ctx: Ctx = { ...bare, actor: { personId } }
    const { id: projectId } = await createProject(ctx, { teamId, name: 'Bench' })
    return await work({ ctx, projectId, ids: await addScript(ctx, { projectId, count: sentenceCount }) })
  } finally {
    await db.$disconnect()
    await instance.stop()
  }
}

const warmUps = 3
const runs = 20

export async function measure(work: () => Promise<unknown>): Promise<number[]> {
  const samples: number[] = []
  for (let i = 0; i < warmUps + runs; i++) {
    const startedAt = performance.now()
    await work()
    if (i >= warmUps) samples.push(performance.now() - startedAt)
  }
  return samples
}
