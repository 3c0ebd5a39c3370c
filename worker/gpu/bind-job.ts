import { type Bound, type BoundRecipe, bindRecipe, type InputFile, ourFolder } from '#lib/jobs/bind-recipe.ts'
import type { Prepared } from '#lib/jobs/claim.ts'
import type { JobsCtx } from '#lib/jobs/context.ts'
import { toSeedText } from '#lib/jobs/rows.ts'
import type { TxCtx } from '#lib/live/transact.ts'
import { readStoredRecipe } from '#lib/recipe/stored.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { newId } from '#lib/runtime/ids.ts'
import { parseJson, stringifyJson } from '#lib/runtime/json.ts'
import { toPlainJson } from '#lib/runtime/plain-json.ts'
import { fileKeyOf } from '#lib/takes/keys.ts'
import { setFilenamePrefix } from '#lib/workflow/finish.ts'
import type { Graph } from '#lib/workflow/graph.ts'
import type { ObjectInfo } from '#lib/workflow/object-info.ts'
import type { Job } from '#prisma/client/client.ts'

type Binding = { library: JobsCtx['library']; info: ObjectInfo | undefined; longestSide: number | undefined }
type Naming = Binding & { filenamePrefix: string }

/** Makes the graph of a job for one GPU. */
export async function bindJob(tx: TxCtx, job: Job, binding: Binding): Promise<Prepared> {
  const promptId = newId()
  const filenamePrefix = `${ourFolder}/${promptId}`
  const { graph, bound } = job.replayOfId
    ? await bindReplay(tx, job.replayOfId, { ...binding, filenamePrefix })
    : await bindAnew(tx, job, { ...binding, filenamePrefix })
  return { promptId, graph: stringifyJson(graph), bound: toPlainJson(bound) ?? {} }
}

async function bindAnew(tx: TxCtx, job: Job, { library, ...naming }: Naming): Promise<BoundRecipe> {
  const recipe = readStoredRecipe(job.recipe)
  const source = recipe.source ? await readSource(tx, recipe.source) : undefined
  const seed = BigInt(toSeedText(job.seed))
  return bindRecipe({ template: library.get(job.workflow), recipe, seed, source, count: job.count, ...naming })
}

/** The picture something starts from, by the hash of its bytes. */
async function readSource(tx: TxCtx, takeId: string): Promise<InputFile> {
  const take = await tx.db.take.findUnique({ where: { id: takeId } })
  if (take) return { key: fileKeyOf(take), name: `${take.contentHash}.png` }
  throw errorOfGone('The picture this was to start from has been deleted.', takeId)
}

function errorOfGone(message: string, takeId: string): AppError {
  return new AppError({
    code: 'NOT_FOUND',
    message,
    suggestion: 'Choose another picture and ask again.',
    details: { takeId },
  })
}

/** The very graph of the take; only the name its files are found by is new. */
async function bindReplay(
  tx: TxCtx,
  takeId: string,
  { info, filenamePrefix }: Naming,
): Promise<{ graph: Graph; bound: Bound }> {
  const take = await tx.db.take.findUnique({ where: { id: takeId } })
  if (!take) throw errorOfGone('The take that was to be made again has been deleted.', takeId)
  // Safe: it was written by this file.
  const graph = parseJson(take.graph) as Graph
  setFilenamePrefix(graph, { prefix: filenamePrefix, info })
  // Safe: what is there was written by `store-result.ts` from a `Bound`.
  const { bound } = take.made as unknown as { bound: Bound }
  const only = bound.count === undefined ? {} : { only: take.pictureIndex }
  return { graph, bound: { ...bound, filenamePrefix, ...only } }
}
