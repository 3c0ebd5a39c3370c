import type { z } from 'zod'
import type { Ctx } from '#lib/runtime/context.ts'
import { authorize } from '#lib/team/authorize.ts'
import type { Prisma } from '#prisma/client/client.ts'
import type { JobsCtx } from './context.ts'
import { readWaiting } from './explain-waiting.ts'
import type { JobRow, jobInput, listJobsInput } from './model.ts'
import type { Waiting } from './queue-model.ts'
import { jobRowParts, toJobRow, toSeedText } from './rows.ts'

/** With why it waits, while it does. */
export type WaitingJobRow = JobRow & { waiting: Waiting | null }

export async function readJob(ctx: JobsCtx, { id }: z.output<typeof jobInput>): Promise<WaitingJobRow> {
  await authorize(ctx, 'project.see', { kind: 'job', id })
  const job = await ctx.db.job.findUniqueOrThrow({ where: { id }, ...jobRowParts })
  const waiting = job.state === 'queued' ? await readWaiting(ctx, job) : null
  return { ...toJobRow(job), waiting }
}

export type JobList = { items: JobRow[]; nextCursor: string | null }

/** The newest first: of a sentence, of a project, or of every project the team has. */
export async function listJobs(
  ctx: Ctx & { teamId: string },
  { projectId, sentenceId, status, limit, cursor }: z.output<typeof listJobsInput>,
): Promise<JobList> {
  if (sentenceId) await authorize(ctx, 'project.see', { kind: 'sentence', id: sentenceId })
  if (projectId) await authorize(ctx, 'project.see', { kind: 'project', id: projectId })
  if (!sentenceId && !projectId) await authorize(ctx, 'project.see', { kind: 'team', id: ctx.teamId })
  const where: Prisma.JobWhereInput = {
    ...(sentenceId ? { sentenceId } : {}),
    ...(projectId ? { projectId } : {}),
    ...(sentenceId || projectId ? {} : { project: { teamId: ctx.teamId } }),
    ...(status ? { state: { in: status } } : {}),
    // Ids grow with time, so they are the order and the place to go on from.
    ...(cursor ? { id: { lt: cursor } } : {}),
  }
  const rows = await ctx.db.job.findMany({ where, ...jobRowParts, orderBy: { id: 'desc' }, take: limit + 1 })
  const items = rows.slice(0, limit)
  return { items: items.map(toJobRow), nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

/** Everything that is known of how a job was made, for a person who wonders about the result. */
export async function debugJob(ctx: Ctx, { id }: z.output<typeof jobInput>) {
  await authorize(ctx, 'project.see', { kind: 'job', id })
  const job = await ctx.db.job.findUniqueOrThrow({ where: { id }, include: jobRowParts.include })
  const { createdAt, claimedAt, submittedAt, startedAt, renderedAt, downloadedAt, endedAt } = job
  return {
    job: toJobRow(job),
    workflow: job.workflow,
    recipe: job.recipe,
    recipeHash: job.recipeHash,
    seed: toSeedText(job.seed),
    /** What binding used: prompt parts, parameters, LoRAs, warnings. */
    bound: job.bound,
    /** As text, because JSON numbers lose a seed's last digits in most readers. */
    graph: job.graph,
    promptId: job.promptId,
    node: job.node,
    attempts: job.attempts,
    timings: {
      queueWaitMs: between(createdAt, claimedAt),
      submitMs: between(claimedAt, submittedAt),
      waitOnGpuMs: between(submittedAt, startedAt),
      generationMs: between(startedAt, renderedAt),
      downloadMs: between(renderedAt, downloadedAt),
      storeMs: between(downloadedAt, endedAt),
      totalMs: between(createdAt, endedAt),
    },
  }
}

function between(from: Date | null, to: Date | null): number | null {
  return from && to ? to.getTime() - from.getTime() : null
}
