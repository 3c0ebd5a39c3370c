import type { TxCtx } from '#lib/live/transact.ts'
import { hashRecipe } from '#lib/recipe/hash.ts'
import type { Recipe } from '#lib/recipe/recipe.ts'
import { readStoredRecipe } from '#lib/recipe/stored.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { idFrom } from '#lib/runtime/id-from.ts'
import type { Media } from '#lib/runtime/media.ts'
import { createTurns } from '#lib/runtime/turns.ts'
import { mostToldOneByOne } from '#lib/storyboard/announce-sentence.ts'
import { fileKeyOf, takeKey } from '#lib/takes/keys.ts'
import { writeShadow } from '#lib/takes/shadow.ts'
import { recordOf } from '#lib/takes/take-record.ts'
import type { Take } from '#prisma/client/client.ts'

/** A sentence and its copy. */
export type Pair = { id: string; newId: string }

/** Of a row that is copied with what it stands in: asked for once more, it is the same, and so are its files. */
export function pairWithin(copyId: string, id: string): Pair {
  return { id, newId: idFrom(copyId, `${copyId} ${id}`) }
}

/** A copy of the picture that a sentence shows: its files are there, and nothing points to it yet. */
export type CopiedPicture = {
  id: string
  fromId: string
  sentenceId: string
  kind: Take['kind']
  recipe: unknown
  recipeHash: string
}

type Copying = {
  /** Of the copies. */
  projectId: string
  pairs: readonly Pair[]
  /** Where a project is copied, of each member of the cast the id of its copy. */
  castIds?: ReadonlyMap<string, string>
}

/** Rows of takes read at once: each has a graph of many kilobytes. */
const rowsAtOnce = 100
/** Files of a few megabytes in memory at once. */
const filesAtOnce = 8

/**
 * Copies what sentences show, file by file, before any row is there. When the transaction that should follow is lost, the files
 * belong to nothing and are removed after a day. Asked again, it makes the same files.
 */
export async function copyPictures(ctx: Ctx, media: Media, { pairs, ...to }: Copying): Promise<CopiedPicture[]> {
  const copied: CopiedPicture[] = []
  const turns = createTurns(filesAtOnce)
  for (let at = 0; at < pairs.length; at += rowsAtOnce) {
    const part = pairs.slice(at, at + rowsAtOnce)
    const rows = await ctx.db.sentence.findMany({
      where: { id: { in: part.map(({ id }) => id) } },
      select: { id: true, currentTake: true },
    })
    const takeOf = new Map(rows.map(({ id, currentTake }) => [id, currentTake]))
    const shown = part.flatMap(({ id, newId }) => {
      const take = takeOf.get(id)
      return take ? { take, newId } : []
    })
    const made = await Promise.all(shown.map((one) => turns(() => copyPicture(ctx, media, { ...one, ...to }))))
    copied.push(...made.flat())
  }
  return copied
}

type One = Omit<Copying, 'pairs'> & { take: Take; newId: string }

async function copyPicture(ctx: Ctx, media: Media, { take, newId, projectId, castIds }: One): Promise<CopiedPicture[]> {
  const { id: fromId, kind, deletedAt: _, ingredients: _found, createdAt, seed, ...rest } = take
  const id = idFrom(newId, `${newId} ${fromId}`)
  const own = { id, projectId, sentenceId: newId, jobId: null, ...recipeFor(take, castIds) }
  if (!(await copyFile(media, take, { id, projectId, mediaType: take.mediaType }))) {
    // Somebody took the file away. The words are worth a copy all the same.
    ctx.log.warn({ key: fileKeyOf(take) }, 'A picture whose file is missing is not copied')
    return []
  }
  const record = { ...rest, kind, seed: seed?.toFixed(0) ?? null, ...own, favourite: false, locked: false }
  await media.put(takeKey(own, 'json'), recordOf(record))
  return [{ id, fromId, sentenceId: newId, kind, recipe: own.recipe, recipeHash: own.recipeHash }]
}

/**
 * Written anew and not as the storage copies: a file as old as the first would be taken for one that was left behind. False where
 * there is none.
 */
async function copyFile(media: Media, from: Take, to: Pick<Take, 'id' | 'projectId' | 'mediaType'>): Promise<boolean> {
  const there = await media.stat(fileKeyOf(to))
  if (there?.sizeBytes === from.sizeBytes) return true
  const bytes = await media.read(fileKeyOf(from))
  if (bytes) await media.put(fileKeyOf(to), bytes)
  return bytes !== undefined
}

/** A member of the cast has another id in another project, and is the same all the same. */
function recipeFor({ recipe, recipeHash }: Take, castIds: ReadonlyMap<string, string> | undefined) {
  const { cast: members } = readStoredRecipe(recipe)
  if (!castIds || !members.some(({ id }) => castIds.has(id))) return { recipe, recipeHash }
  const cast = members.map((member) => ({ ...member, id: castIds.get(member.id) ?? member.id }))
  const stored: unknown = recipe
  // Safe: a take's recipe was written as one; what an older version left out stays left out.
  const changed = { ...(stored as Recipe), cast }
  return { recipe: changed, recipeHash: hashRecipe(changed) }
}

/** Makes them takes of the copies, which have to be there by now, and lets each copy show its own. */
export async function insertPictures(tx: TxCtx, projectId: string, pictures: readonly CopiedPicture[]): Promise<void> {
  if (pictures.length === 0) return
  const copies = JSON.stringify(pictures)
  // Recipes of thousands are many megabytes, and are sent once.
  const ids = JSON.stringify(pictures.map(({ id, fromId }) => ({ id, fromId })))
  await tx.db.$executeRaw`
    insert into take (id, "projectId", "sentenceId", "createdById", kind, quality, "pictureIndex", recipe, "recipeHash", workflow,
      seed, graph, ingredients, made, "mediaType", "contentHash", "sizeBytes", width, height, "createdAt")
    select c.id, ${projectId}::uuid, c."sentenceId", t."createdById", t.kind, t.quality, t."pictureIndex", c.recipe, c."recipeHash",
      t.workflow, t.seed, t.graph, t.ingredients, t.made, t."mediaType", t."contentHash", t."sizeBytes", t.width, t.height,
      t."createdAt"
    from jsonb_to_recordset(${copies}::jsonb)
      as c (id uuid, "fromId" uuid, "sentenceId" uuid, recipe jsonb, "recipeHash" text)
    join take t on t.id = c."fromId" on conflict do nothing`
  await tx.db.$executeRaw`
    insert into take_reference ("takeId", "blobHash")
    select c.id, r."blobHash" from jsonb_to_recordset(${ids}::jsonb) as c (id uuid, "fromId" uuid)
    join take_reference r on r."takeId" = c."fromId" join take t on t.id = c.id on conflict do nothing`
  await tx.db.$executeRaw`
    update sentence s set "currentTakeId" = t.id from jsonb_to_recordset(${ids}::jsonb) as c (id uuid)
    join take t on t.id = c.id where s.id = t."sentenceId"`
  if (pictures.length > mostToldOneByOne) return
  for (const { id, sentenceId, kind } of pictures) {
    tx.publish({ type: 'take.created', projectId, id, sentenceId, jobId: null, kind })
  }
}

/** After the commit: the files that other programs read. What goes wrong there is put right by the housekeeping. */
export async function followPictures(ctx: Ctx, media: Media, pictures: readonly CopiedPicture[]): Promise<void> {
  const turns = createTurns(filesAtOnce)
  await Promise.all(pictures.map(({ sentenceId }) => turns(() => writeShadow(ctx, media, sentenceId))))
}
