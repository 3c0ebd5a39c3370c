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
import { afterTakes } from '#lib/takes/retention.ts'
import { insertTakes, type NewTake, type PreparedTake, prepareTake } from '#lib/takes/store-take.ts'
import type { Prisma } from '#prisma/client/client.ts'
import type { ClaimedJob, Gpu, Run, WorkerCtx } from './context.ts'

type Success = Extract<Outcome, { state: 'success' }>
/** A file, and which of the pictures that were drawn in one go it is, from 0. */
type Drawn = { file: Download; output: number }
/** What the server says came of it, or what was found of a prompt that it has forgotten. */
type Result = { run: Run; outcome: Success; saved?: undefined } | { run: Run; outcome?: undefined; saved: Drawn[] }

/** How long a storage in trouble is waited for: what has been drawn is not thrown away because a disk was full for a moment. */
const storageWaitsMs = [1_000, 2_000, 4_000, 8_000, 15_000]
const storageTroubles: readonly ErrorCode[] = ['UNAVAILABLE', 'DISK_FULL', 'DISK_NOT_WRITABLE']

/** Takes home what was made: the bytes of all of it first, then everything that says so in one transaction. */
export async function storeResult(ctx: WorkerCtx, gpu: Gpu, result: Result): Promise<void> {
  const { run, outcome } = result
  const drawn = result.saved ?? (await fetchFiles(gpu, result))
  const times = {
    ...timeOf('startedAt', outcome?.startedAtMs),
    ...(timeOf('renderedAt', outcome?.endedAtMs) ?? { renderedAt: ctx.clock.now() }),
    downloadedAt: ctx.clock.now(),
  }
  const about = await describe(ctx, gpu, result)
  const prepared: PreparedTake[] = []
  for (const one of drawn) prepared.push(await prepare(ctx, run, { ...about, ...one }))
  let stored: TakeRow[] = []
  await completeJob(ctx, run.job, {
    times,
    async store(tx) {
      stored = await insertTakes(tx, prepared)
    },
  })
  await tidyUp(ctx, gpu, { run, stored })
}

async function fetchFiles(gpu: Gpu, { run, outcome }: { run: Run; outcome: Success }): Promise<Drawn[]> {
  const { job, signal } = run
  const files = listFiles(job.kind, outcome.files)
  const outputs = wantedOf(job)
  const wanted = Math.max(...outputs) + 1
  if (files.length < wanted) throw errorOfTooFew(gpu, { kind: job.kind, wanted, files })
  const drawn: Drawn[] = []
  for (const [output, file] of files.entries()) {
    if (outputs.includes(output)) drawn.push({ file: await gpu.client.download(file, { signal }), output })
  }
  return drawn
}

/** Which of the pictures of the graph make takes: as many as were asked for, or the one that a take run again is. */
function wantedOf({ bound, count }: ClaimedJob): number[] {
  // Safe: it was written by `bindJob`, or by a worker before it, which did not say.
  const only = (bound as unknown as Partial<Bound> | null)?.only
  return only === undefined ? Array.from({ length: count }, (_, index) => index) : [only]
}

async function prepare(ctx: WorkerCtx, { job, signal }: Run, given: NewTake): Promise<PreparedTake> {
  for (let tries = 0; ; tries++) {
    try {
      return await prepareTake(ctx.media, given)
    } catch (error) {
      const waitMs = storageWaitsMs[tries]
      if (waitMs === undefined || !isAppError(error) || !storageTroubles.includes(error.code)) throw error
      ctx.log.warn({ err: error, jobId: job.id }, 'The storage is in trouble; a picture waits for it')
      await pause(waitMs, undefined, { signal })
    }
  }
}

async function describe(ctx: WorkerCtx, gpu: Gpu, { run: { job }, outcome }: Result) {
  // Safe: it was written by `bindJob`.
  const bound = job.bound as unknown as Bound
  return {
    job,
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

type Tidying = { run: Run; stored: readonly TakeRow[] }

/** What comes after the takes are safe. When it fails, the next start or the housekeeping puts it right. */
async function tidyUp(ctx: WorkerCtx, { client }: Gpu, { run: { job }, stored }: Tidying): Promise<void> {
  const work = [afterTakes(ctx, ctx.media, stored), client.forget(job.promptId)]
  for (const done of await Promise.allSettled(work)) {
    if (done.status === 'rejected') ctx.log.warn({ err: done.reason, jobId: job.id }, 'Something was left untidy')
  }
}

/** What one node has saved, in its order: other nodes save the same in other ways. */
function listFiles(kind: string, files: readonly OutputFile[]): OutputFile[] {
  const wanted = kind === 'video' ? 'video' : 'image'
  const kept = files.filter(({ type }) => type === 'output')
  const first = kept.find((file) => file.kind === wanted) ?? files.find((file) => file.kind === wanted) ?? kept[0]
  return files.filter((file) => file.nodeId === first?.nodeId && file.type === first.type && file.kind === first.kind)
}

type TooFew = { kind: string; wanted: number; files: readonly OutputFile[] }

function errorOfTooFew({ node }: Gpu, { kind, wanted, files }: TooFew): AppError {
  const what = kind === 'video' ? 'clip' : 'picture'
  return new AppError({
    code: 'NO_OUTPUT',
    message:
      files.length === 0
        ? `${node.name} finished, and saved no ${what}.`
        : `${node.name} finished, and saved ${files.length} of ${wanted} ${what}s.`,
    suggestion:
      files.length === 0
        ? 'Check that the workflow saves its result, with SaveImage or SaveVideo.'
        : 'Ask for one at a time, or choose another workflow.',
    details: { files: files.map(({ filename }) => filename) },
  })
}

/** ComfyUI counts up behind the prefix it was given, which is this prompt's alone. */
const nameOf = (promptId: string, output: number) => `${promptId}_${String(output + 1).padStart(5, '0')}_.png`

/** The pictures of a prompt that the server has forgotten, when it was finished before: its files survive a restart. */
export async function downloadSaved({ client }: Gpu, { job, signal }: Run): Promise<Drawn[] | undefined> {
  if (job.kind === 'video') return undefined
  const drawn: Drawn[] = []
  try {
    for (const output of wantedOf(job)) {
      const place = { filename: nameOf(job.promptId, output), subfolder: ourFolder, type: 'output' as const }
      drawn.push({ file: await client.download(place, { signal }), output })
    }
    return drawn
  } catch (error) {
    // One that is missing was not drawn any more, so all of them are drawn again.
    if (isAppError(error) && error.code === 'OUTPUT_FILE_NOT_FOUND') return undefined
    throw error
  }
}
