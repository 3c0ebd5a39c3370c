import { setTimeout as pause } from 'node:timers/promises'
import type { Download } from '#lib/comfy/download.ts'
import type { Outcome } from '#lib/comfy/outcome.ts'
import type { OutputFile } from '#lib/comfy/outputs.ts'
import { type Bound, ourFolder } from '#lib/jobs/bind-recipe.ts'
import { completeJob } from '#lib/jobs/finish.ts'
import { readStoredRecipe } from '#lib/recipe/stored.ts'
import { AppError, type ErrorCode, isAppError } from '#lib/runtime/errors.ts'
import { toPlainJson } from '#lib/runtime/plain-json.ts'
import type { TakeRow } from '#lib/takes/model.ts'
import { afterTake } from '#lib/takes/retention.ts'
import { insertTake, type PreparedTake, prepareTake } from '#lib/takes/store-take.ts'
import type { Prisma } from '#prisma/client/client.ts'
import type { Gpu, Run, WorkerCtx } from './context.ts'

type Success = Extract<Outcome, { state: 'success' }>
/** What the server says came of it, or what was found of a prompt that it has forgotten. */
type Result = { run: Run; outcome: Success; saved?: undefined } | { run: Run; outcome?: undefined; saved: Download }

/** How long a storage in trouble is waited for: what has been drawn is not thrown away because a disk was full for a moment. */
const storageWaitsMs = [1_000, 2_000, 4_000, 8_000, 15_000]
const storageTroubles: readonly ErrorCode[] = ['UNAVAILABLE', 'DISK_FULL', 'DISK_NOT_WRITABLE']

/** Takes home what was made: the bytes first, then everything that says so in one transaction. */
export async function storeResult(ctx: WorkerCtx, gpu: Gpu, result: Result): Promise<void> {
  const { run, outcome } = result
  const file = result.saved ?? (await fetchFile(gpu, result))
  const times = {
    ...timeOf('startedAt', outcome?.startedAtMs),
    ...(timeOf('renderedAt', outcome?.endedAtMs) ?? { renderedAt: ctx.clock.now() }),
    downloadedAt: ctx.clock.now(),
  }
  const prepared = await prepare(ctx, gpu, { ...result, file })
  const stored: { take?: TakeRow } = {}
  await completeJob(ctx, run.job, {
    times,
    async store(tx) {
      stored.take = (await insertTake(tx, prepared)).take
    },
  })
  await tidyUp(ctx, gpu, { run, take: stored.take })
}

function fetchFile(gpu: Gpu, { run, outcome }: { run: Run; outcome: Success }): Promise<Download> {
  return gpu.client.download(chooseFile(run.job.kind, outcome.files, gpu), { signal: run.signal })
}

async function prepare(ctx: WorkerCtx, gpu: Gpu, made: Result & { file: Download }): Promise<PreparedTake> {
  for (let tries = 0; ; tries++) {
    try {
      return await prepareTake(ctx.media, await describe(ctx, gpu, made))
    } catch (error) {
      const waitMs = storageWaitsMs[tries]
      if (waitMs === undefined || !isAppError(error) || !storageTroubles.includes(error.code)) throw error
      ctx.log.warn({ err: error, jobId: made.run.job.id }, 'The storage is in trouble; a picture waits for it')
      await pause(waitMs, undefined, { signal: made.run.signal })
    }
  }
}

async function describe(ctx: WorkerCtx, gpu: Gpu, { run: { job }, outcome, file }: Result & { file: Download }) {
  // Safe: it was written by `bindJob`.
  const bound = job.bound as unknown as Bound
  return {
    job,
    output: 0,
    file,
    size: bound.size ?? readStoredRecipe(job.recipe).size ?? { width: 0, height: 0 },
    graph: job.graph,
    replayOf: job.replayOfId ? await ctx.db.take.findUnique({ where: { id: job.replayOfId } }) : null,
    // Safe: an object gives an object.
    made: toPlainJson({
      bound,
      node: { id: gpu.node.id, name: gpu.node.name },
      comfyVersion: gpu.version ?? null,
      promptId: job.promptId,
      cachedNodes: outcome?.cachedNodes ?? [],
      startedAtMs: outcome?.startedAtMs ?? null,
      endedAtMs: outcome?.endedAtMs ?? null,
    }) as Prisma.InputJsonObject,
  }
}

function timeOf<K extends string>(name: K, ms: number | undefined): Record<K, Date> | undefined {
  // Safe: a record of this one key.
  return ms === undefined ? undefined : ({ [name]: new Date(ms) } as Record<K, Date>)
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
