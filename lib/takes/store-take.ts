import type { TxCtx } from '#lib/live/transact.ts'
import { readStoredRecipe } from '#lib/recipe/stored.ts'
import { idFrom } from '#lib/runtime/id-from.ts'
import type { Media } from '#lib/runtime/media.ts'
import { announceSentence } from '#lib/storyboard/announce-sentence.ts'
import { lockSentences } from '#lib/storyboard/lock-sentences.ts'
import { readSentenceRows } from '#lib/storyboard/sentence-rows.ts'
import type { Job, Prisma } from '#prisma/client/client.ts'
import { type ComparedTake, compareWith } from './compare.ts'
import { fileKeyOf, takeKey } from './keys.ts'
import { listIngredients } from './list-ingredients.ts'
import { placeOf, readBound, type TakeRow } from './model.ts'
import { acceptFile, type MadeFile, type Size } from './picture.ts'
import { takeRowParts, toTakeRow } from './rows.ts'
import { recordOf } from './take-record.ts'

export type NewTake = {
  job: Pick<
    Job,
    | ('id' | 'projectId' | 'sentenceId' | 'requestedById' | 'kind')
    | ('recipe' | 'recipeHash' | 'workflow' | 'seed' | 'sourceTakeId')
  >
  /** Which of the pictures that the job drew in one go, from 0. */
  output: number
  file: MadeFile
  /** What the recipe asked for. */
  size: Size
  /** The graph as it was submitted, as text. */
  graph: string
  /** What else was there: models, LoRAs, references by hash, GPU, ComfyUI version, warnings, timings. */
  made: Prisma.InputJsonObject
  /** The take whose graph was run again, when it is still there. */
  replayOf?: ComparedTake | null
}

/** A take whose files are safe, and which nothing points to yet. */
export type PreparedTake = {
  data: Prisma.TakeCreateManyInput & { kind: TakeRow['kind']; jobId: string; pictureIndex: number }
  parentIds: string[]
  /** Of the reference pictures it was made with. */
  referenceHashes: string[]
}

/**
 * Writes the files of a take. When the transaction that should follow is lost, they belong to nothing and are removed after
 * a day.
 */
export async function prepareTake(media: Media, { job, output, file, ...given }: NewTake): Promise<PreparedTake> {
  const { projectId, sentenceId, kind, recipeHash, workflow } = job
  const { bytes, ...accepted } = await acceptFile(file, { kind, size: given.size })
  const contentHash = accepted.contentHash
  const replayed = given.replayOf && (await compareWith(media, given.replayOf, { ...accepted, bytes }))
  const { hasSeed, references, pictureIndex } = readBound(given.made)
  const data = {
    id: takeIdOf({ jobId: job.id, output, contentHash }),
    ...{ projectId, sentenceId, kind, recipeHash, workflow, ...accepted },
    ...{ jobId: job.id, pictureIndex: pictureIndex + output },
    // Drawn as its recipe says: a job that was asked for before there were any drafts made a final.
    quality: readStoredRecipe(job.recipe).quality ?? ('final' as const),
    createdById: job.requestedById,
    // Safe: what comes out of a JSON column goes into one.
    recipe: job.recipe as Prisma.InputJsonValue,
    seed: hasSeed ? job.seed.toFixed(0) : null,
    graph: given.graph,
    made: { ...given.made, ...(replayed ? { replayed } : {}) },
    sizeBytes: bytes.byteLength,
  }
  // In this order: on a full disk no record is left that tells of a file which is not there.
  await media.put(fileKeyOf(data), bytes)
  await media.put(takeKey(data, 'json'), recordOf(data))
  return { data, parentIds: job.sourceTakeId ? [job.sourceTakeId] : [], referenceHashes: references }
}

/**
 * The same for the same file of the same job, so that a worker which repeats what one before it had begun makes nothing
 * twice. Other bytes are another take: one that is there already is never written over, not even by a worker that was
 * thought dead. Begins with the job's time, so that new rows lie together.
 */
export function takeIdOf({ jobId, ...parts }: { jobId: string; output: number; contentHash: string }): string {
  return idFrom(jobId, `${jobId} ${parts.output} ${parts.contentHash}`)
}

/**
 * Makes them takes, all that came of one job, inside the transaction that ends it, which has to hold the job's row. The first of
 * them becomes the current one of its sentence, unless something stands there that is to stay; the others lie beside it.
 */
export async function insertTakes(tx: TxCtx, all: readonly PreparedTake[]): Promise<TakeRow[]> {
  const sentenceId = all[0]?.data.sentenceId ?? null
  if (sentenceId) await lockSentences(tx, [sentenceId])
  const news: PreparedTake[] = []
  const now = tx.clock.now().getTime()
  for (const [index, prepared] of all.entries()) {
    // Those of one moment stand in their order, which is the newest first.
    if (await insertTake(tx, prepared, new Date(now - index))) news.push(prepared)
  }
  const [first] = news
  if (first && first === all[0] && sentenceId && (await mayReplace(tx, sentenceId, first.data))) {
    const { id, kind } = first.data
    const redo = kind === 'video' ? { redoVideo: false } : { redoImage: false }
    await tx.db.sentence.update({ where: { id: sentenceId }, data: { [placeOf(kind)]: id, ...redo } })
  }
  for (const { data } of news) {
    const { id, projectId, jobId, kind } = data
    tx.publish({ type: 'take.created', projectId, id, sentenceId, jobId, kind })
  }
  if (news.length > 0 && sentenceId) await announceSentence(tx, sentenceId)
  const ids = all.map(({ data }) => data.id)
  const rows = await tx.db.take.findMany({ where: { id: { in: ids } }, ...takeRowParts })
  return rows.map(toTakeRow).sort((a, b) => a.pictureIndex - b.pictureIndex)
}

/** False: it is there already. */
async function insertTake(tx: TxCtx, { data, ...known }: PreparedTake, createdAt: Date): Promise<boolean> {
  const { count } = await tx.db.take.createMany({
    data: [{ ...data, ingredients: listIngredients(data), createdAt }],
    skipDuplicates: true,
  })
  if (count === 0) return false
  const parents = await tx.db.take.findMany({ where: { id: { in: known.parentIds } }, select: { id: true } })
  await tx.db.takeParent.createMany({ data: parents.map(({ id }) => ({ takeId: data.id, parentId: id })) })
  if (known.referenceHashes.length > 0) await keepReferences(tx, data.id, known.referenceHashes)
  return true
}

/**
 * Not when someone has chosen another meanwhile, or locked what is there; and no draft takes the place of a final that is still
 * what would be made now.
 */
async function mayReplace(
  tx: TxCtx,
  sentenceId: string,
  { kind, jobId, quality }: PreparedTake['data'],
): Promise<boolean> {
  // Read now: a deletion may have told the job meanwhile that another take stands there.
  const { chosenTakeId } = await tx.db.job.findUniqueOrThrow({ where: { id: jobId }, select: { chosenTakeId: true } })
  const shown = { select: { locked: true, quality: true } }
  const sentence = await tx.db.sentence.findUniqueOrThrow({
    where: { id: sentenceId },
    include: { currentTake: shown, currentClip: shown },
  })
  const current = kind === 'video' ? sentence.currentClip : sentence.currentTake
  if (sentence.locked || current?.locked || sentence[placeOf(kind)] !== chosenTakeId) return false
  if (quality !== 'draft' || current?.quality !== 'final') return true
  const [row] = await readSentenceRows(tx, { projectId: sentence.projectId, ids: [sentenceId] })
  return (kind === 'video' ? row?.isVideoDirty : row?.isImageDirty) === true
}

async function keepReferences(tx: TxCtx, takeId: string, hashes: string[]): Promise<void> {
  // When a take is made again, what it was made with may have gone with it meanwhile.
  const blobs = await tx.db.blob.findMany({ where: { hash: { in: hashes } }, select: { hash: true } })
  await tx.db.takeReference.createMany({ data: blobs.map(({ hash }) => ({ takeId, blobHash: hash })) })
}
