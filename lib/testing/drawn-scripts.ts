import { beforeEach } from 'vitest'
import { type JobRow, requestTakeInput } from '#lib/jobs/model.ts'
import { requestTake } from '#lib/jobs/request-take.ts'
import type { TakeRow } from '#lib/takes/model.ts'
import type { Job } from '#prisma/client/client.ts'
import { aScript, type TestStudio } from './context.ts'
import { clearFleet } from './gpus.ts'
import { someTakes } from './takes.ts'
import type { JobsStudio } from './worker.ts'

export type DrawnScript = {
  readonly projectId: string
  readonly ids: readonly string[]
  /** Asks for a picture of the sentence with this number. */
  ask(index: number, more?: object): Promise<JobRow>
  rowOf(jobId: string): Promise<Job>
  /** The takes of a job that was asked for, one of each colour. */
  draw(job: JobRow): Promise<TakeRow[]>
}

const colors = ['red', 'green', 'blue']

/** Before each test a new script of so many sentences, and no GPU. */
export function useScript(studio: TestStudio, jobs: JobsStudio, count: number): DrawnScript {
  let script = { projectId: '', sentenceIds: [''] }
  beforeEach(async () => {
    await clearFleet(jobs.ctx)
    script = await aScript(studio, count)
  })
  const rowOf = (id: string) => studio.ctx.db.job.findUniqueOrThrow({ where: { id } })
  return {
    get projectId() {
      return script.projectId
    },
    get ids() {
      return script.sentenceIds
    },
    ask: async (index, more = {}) => {
      const sentenceId = script.sentenceIds[index]
      return (await requestTake(jobs.ctx, requestTakeInput.parse({ sentenceId, ...more }))).job
    },
    rowOf,
    draw: async ({ id, count: many }) =>
      await someTakes(studio.ctx, jobs.media, { job: await rowOf(id), colors: colors.slice(0, many) }),
  }
}
