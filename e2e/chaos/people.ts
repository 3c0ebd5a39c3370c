import { pino } from 'pino'
import type { JobsCtx } from '#lib/jobs/context.ts'
import { openQueues } from '#lib/jobs/queue.ts'
import { requestTake } from '#lib/jobs/request-take.ts'
import { systemClock } from '#lib/runtime/clock.ts'
import { isDatabaseAway } from '#lib/runtime/database-errors.ts'
import { createDb } from '#lib/runtime/db.ts'
import { newId } from '#lib/runtime/ids.ts'
import { openLibrary, workflowFolders } from '#lib/workflow/library.ts'

export type Asker = {
  /** Asks for the picture of a sentence and gives the job. Tries again while the database is away. */
  ask(sentenceId: string): Promise<string>
}

export type Askers = { people: Asker[]; stop(): Promise<void> }

/** Several people of the instance's team, who ask as their pages would. */
export async function gatherPeople(databaseUrl: string, count: number): Promise<Askers> {
  const log = pino({ level: 'silent' })
  const db = createDb(databaseUrl)
  const queues = await openQueues({ databaseUrl, log })
  const library = await openLibrary({ folders: workflowFolders({ WORKFLOWS_DIR: undefined, DATA_DIR: '.' }) })
  const { id: teamId } = await db.team.findFirstOrThrow()
  const ids = Array.from({ length: count }, () => newId())
  await db.person.createMany({ data: ids.map((id, index) => ({ id, name: `Person ${index + 1}` })) })
  await db.membership.createMany({ data: ids.map((personId) => ({ teamId, personId, role: 'editor' as const })) })
  const people = ids.map((personId): Asker => {
    const ctx: JobsCtx = {
      db,
      log,
      clock: systemClock,
      actor: { personId },
      filesRoot: '',
      queue: queues.render,
      library,
      limits: { perPerson: 2_000, inAll: 50_000 },
    }
    return {
      async ask(sentenceId) {
        for (;;) {
          try {
            const asked = { sentenceId, kind: 'image', quality: 'final', count: 1, lane: 'urgent' } as const
            return (await requestTake(ctx, asked)).job.id
          } catch (error) {
            // Asking again makes no second job.
            if (!isDatabaseAway(error)) throw error
            await new Promise((resolve) => setTimeout(resolve, 200))
          }
        }
      },
    }
  })
  return {
    people,
    async stop() {
      library.close()
      await queues.stop().catch(() => {})
      await db.$disconnect()
    },
  }
}
