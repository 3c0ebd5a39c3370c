import type { Prepared } from '#lib/jobs/claim.ts'
import type { JobsCtx } from '#lib/jobs/context.ts'
import { toSeedText } from '#lib/jobs/rows.ts'
import type { TxCtx } from '#lib/live/transact.ts'
import { composePrompt } from '#lib/recipe/compose.ts'
import { readStoredRecipe } from '#lib/recipe/stored.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { newId } from '#lib/runtime/ids.ts'
import { parseJson, stringifyJson } from '#lib/runtime/json.ts'
import { blobKey } from '#lib/runtime/media.ts'
import { toPlainJson } from '#lib/runtime/plain-json.ts'
import { fileKeyOf } from '#lib/takes/keys.ts'
import { bindWorkflow } from '#lib/workflow/bind.ts'
import { setFilenamePrefix } from '#lib/workflow/finish.ts'
import type { Graph } from '#lib/workflow/graph.ts'
import type { ObjectInfo } from '#lib/workflow/object-info.ts'
import type { Job } from '#prisma/client/client.ts'

/** A file the graph loads: from our storage, under this name on the GPU machine. */
export type InputFile = { key: string; name: string }

/** What was put into the graph and why, for whoever wonders later. */
export type Bound = {
  prompt: string
  negative: string
  parts: { from: string; text: string }[]
  loras: { name: string; weight: number }[]
  references: string[]
  inputs: InputFile[]
  parameters: Record<string, unknown>
  size: { width: number; height: number } | null
  warnings: string[]
  filenamePrefix: string
}

/** Under ComfyUI's input and output folders, so that our files are told from others'. */
export const ourFolder = 'framewright'

type Binding = { library: JobsCtx['library']; info: ObjectInfo | undefined; longestSide: number | undefined }

/** Makes the graph of a job. The files it loads are named by what is in them, so they need not be there yet. */
export async function bindJob(tx: TxCtx, job: Job, binding: Binding): Promise<Prepared> {
  const promptId = newId()
  const filenamePrefix = `${ourFolder}/${promptId}`
  const { graph, bound } = job.replayOfId
    ? await bindReplay(tx, job.replayOfId, { ...binding, filenamePrefix })
    : await bindRecipe(tx, job, { ...binding, filenamePrefix })
  return { promptId, graph: stringifyJson(graph), bound: toPlainJson(bound) ?? {} }
}

type Naming = Binding & { filenamePrefix: string }
type BoundGraph = { graph: Graph; bound: Bound }

async function bindRecipe(
  tx: TxCtx,
  job: Job,
  { library, info, longestSide, filenamePrefix }: Naming,
): Promise<BoundGraph> {
  const recipe = readStoredRecipe(job.recipe)
  const template = library.get(job.workflow)
  const { accepts } = template.manifest
  const composed = composePrompt(recipe, {
    mostLoras: accepts.loras?.most ?? 0,
    mostReferences: accepts.references?.most ?? 0,
  })
  const references = composed.references.map((hash): InputFile => ({ key: blobKey(hash), name: `${hash}.png` }))
  const source = recipe.source ? await readSource(tx, recipe.source) : undefined
  const seed = BigInt(toSeedText(job.seed))
  const { graph, warnings, used } = bindWorkflow(
    template,
    {
      ...{
        prompt: composed.prompt,
        negative: composed.negative,
        seed,
        freshSeed: seed,
        size: recipe.size,
        longestSide,
      },
      ...{ steps: recipe.steps ?? undefined, cfg: recipe.cfg ?? undefined, loras: composed.loras, filenamePrefix },
      references: references.map(({ name }) => ({ image: `${ourFolder}/${name}` })),
      initImage: source && `${ourFolder}/${source.name}`,
    },
    info,
  )
  const { size, seed: usedSeed, renderedSize, ...parameters } = used
  return {
    graph,
    bound: {
      ...{ prompt: composed.prompt, negative: composed.negative, parts: composed.parts, loras: composed.loras },
      ...{ references: composed.references, filenamePrefix, size: size ?? null },
      inputs: [...references, ...(source ? [source] : [])],
      parameters: { ...parameters, renderedSize, seed: usedSeed === undefined ? null : String(usedSeed) },
      warnings: [...composed.warnings, ...warnings.map(({ message }) => message)],
    },
  }
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
async function bindReplay(tx: TxCtx, takeId: string, { info, filenamePrefix }: Naming): Promise<BoundGraph> {
  const take = await tx.db.take.findUnique({ where: { id: takeId } })
  if (!take) throw errorOfGone('The take that was to be made again has been deleted.', takeId)
  // Safe: it was written by this file.
  const graph = parseJson(take.graph) as Graph
  setFilenamePrefix(graph, { prefix: filenamePrefix, info })
  // Safe: what is there was written by `store-result.ts` from a `Bound`.
  const { bound } = take.made as unknown as { bound: Bound }
  return { graph, bound: { ...bound, filenamePrefix } }
}
