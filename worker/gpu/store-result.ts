import type { Download } from '#lib/comfy/download.ts'
import type { Outcome } from '#lib/comfy/outcome.ts'
import type { OutputFile } from '#lib/comfy/outputs.ts'
import { completeJob } from '#lib/jobs/finish.ts'
import { AppError, isAppError } from '#lib/runtime/errors.ts'
import type { TakeRow } from '#lib/takes/model.ts'
import { afterTake } from '#lib/takes/retention.ts'
import { insertTake, prepareTake } from '#lib/takes/store-take.ts'
import { type Bound, ourFolder } from './bind-job.ts'
import type { Gpu, Run, WorkerCtx } from './context.ts'

type Success = Extract<Outcome, { state: 'success' }>
type Result = {
  run: Run
  outcome?: Success /** What was found of a prompt that the server has forgotten. */
  saved?: Download
}

/** Takes home what was made: the bytes first, then everything that says so in one transaction. */
export async function storeResult(ctx: WorkerCtx, gpu: Gpu, { run, outcome, saved }: Result): Promise<void> {
  const { job, signal } = run
  const renderedAt = ctx.clock.now()
  const file = saved ?? (await gpu.client.download(chooseFile(job.kind, outcome?.files ?? [], gpu), { signal }))
  const downloadedAt = ctx.clock.now()
  // Safe: it was written by `bindJob`.
  const bound = job.bound as unknown as Bound
  const prepared = await prepareTake(ctx.media, {
    job,
    output: 0,
    file,
    size: bound.size ?? (job.recipe as { size: { width: number; height: number } }).size,
    graph: job.graph,
    replayOf: job.replayOfId ? await ctx.db.take.findUnique({ where: { id: job.replayOfId } }) : null,
    made: {
      bound: JSON.parse(JSON.stringify(bound)),
      node: { id: gpu.node.id, name: gpu.node.name },
      comfyVersion: gpu.version ?? null,
      promptId: job.promptId,
      cachedNodes: outcome?.cachedNodes ?? [],
      startedAtMs: outcome?.startedAtMs ?? null,
      endedAtMs: outcome?.endedAtMs ?? null,
    },
  })
  const stored: { take?: TakeRow } = {}
  await completeJob(ctx, job, {
    times: { renderedAt, downloadedAt },
    async store(tx) {
      stored.take = (await insertTake(tx, prepared)).take
    },
  })
  await tidyUp(ctx, gpu, { run, take: stored.take })
}

type Tidying = { run: Run; take: TakeRow | undefined }

/** What comes after the take is safe. When it fails, the next start or the housekeeping puts it right. */
async function tidyUp(ctx: WorkerCtx, { client }: Gpu, { run: { job }, take }: Tidying): Promise<void> {
  const work = [take && afterTake(ctx, ctx.media, take), client.forget(job.promptId)]
  for (const done of await Promise.allSettled(work)) {
    if (done.status === 'rejected') ctx.log.warn({ err: done.reason, jobId: job.id }, 'Something was left untidy')
  }
}

function chooseFile(kind: string, files: readonly OutputFile[], gpu: Gpu): OutputFile {
  const wanted = kind === 'video' ? 'video' : 'image'
  const kept = files.filter(({ type }) => type === 'output')
  const found = kept.find((file) => file.kind === wanted) ?? files.find((file) => file.kind === wanted) ?? kept[0]
  if (found) return found
  throw new AppError({
    code: 'NO_OUTPUT',
    message: `${gpu.node.name} finished, and saved no ${kind === 'video' ? 'clip' : 'picture'}.`,
    suggestion: 'Check that the workflow saves its result, with SaveImage or SaveVideo.',
    details: { files: files.map(({ filename }) => filename) },
  })
}

/** ComfyUI counts up behind the prefix it was given, which is this prompt's alone. */
const firstOfItsName = '_00001_.png'

/** The picture of a prompt that the server has forgotten, when it was finished before: its file survives a restart. */
export async function downloadSaved({ client }: Gpu, { job, signal }: Run): Promise<Download | undefined> {
  if (job.kind === 'video') return undefined
  try {
    const filename = `${job.promptId}${firstOfItsName}`
    return await client.download({ filename, subfolder: ourFolder, type: 'output' }, { signal })
  } catch (error) {
    if (isAppError(error) && error.code === 'OUTPUT_FILE_NOT_FOUND') return undefined
    throw error
  }
}
