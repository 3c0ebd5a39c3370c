import type { Tx } from '#lib/runtime/db.ts'
import type { Gone } from './model.ts'
import { comparePlaces } from './positions.ts'

type Named = {
  projectId: string
  /** These, deleted ones among them. Left out: all that the board shows. */
  ids?: readonly string[] | undefined
}

/** A take as far as a board has to know it. */
export type CurrentTake = { id: string; kind: string; recipeHash: string; createdById: string; seed: string | null }

export function parseTake(id: string | null, text: string | null): CurrentTake | undefined {
  const [kind = '', recipeHash = '', createdById = '', seed = ''] = text?.split(' ') ?? []
  return id && kind ? { id, kind, recipeHash, createdById, seed: seed === '' ? null : seed } : undefined
}

/** A sentence as it is stored. */
export type StoredSentence = {
  id: string
  sectionId: string
  text: string
  speaker: string | null
  imagePrompt: string
  videoPrompt: string
  seed: string | null
  locked: boolean
  redoImage: boolean
  redoVideo: boolean
  currentTakeId: string | null
  currentClipId: string | null
  editedById: string | null
  position: string
  version: number
  deleted: boolean
  gone: Gone | null
  /** Kind, hash of the recipe, maker and seed of the chosen picture, in one text: a value less to carry is time won. */
  picture: string | null
  clip: string | null
}

/** One read, with what is needed of the chosen picture and clip: a board of ten thousand is read while a person waits. */
export async function readSentences(db: Tx, { projectId, ids }: Named): Promise<StoredSentence[]> {
  const all = ids === undefined
  const rows = await db.$queryRaw<StoredSentence[]>`
    select s.id, s."sectionId", s.text, s.speaker, s."imagePrompt", s."videoPrompt", s.seed::text as seed, s.locked,
      s."redoImage", s."redoVideo", s."currentTakeId", s."currentClipId", s."editedById", s.position, s.version,
      s."deletedAt" is not null as deleted,
      case when s."archivedAt" = s."deletedAt" then 'archived' when s."deletedAt" is not null and s.merge is not null then 'merged'
        when s."deletedAt" is not null then 'deleted' when section."deletedAt" is not null then 'section' end as gone,
      t.kind || ' ' || t."recipeHash" || ' ' || t."createdById" || ' ' || coalesce(t.seed::text, '') as picture,
      c.kind || ' ' || c."recipeHash" || ' ' || c."createdById" || ' ' || coalesce(c.seed::text, '') as clip
    from sentence s join section on section.id = s."sectionId"
    left join take t on t.id = s."currentTakeId"
    left join take c on c.id = s."currentClipId"
    where s."projectId" = ${projectId}::uuid
      and (${all} and s."deletedAt" is null and section."deletedAt" is null or s.id = any(${ids ?? []}::uuid[]))`
  // Here, because so many wide rows do not fit into what Postgres sorts in memory, and it would take to the disk.
  return rows.sort(comparePlaces)
}

/**
 * Which sentences each member of the cast is in. A row for each member, not for each link: ten thousand sentences have many.
 * Links to deleted members stay, for when they come back; whoever asks leaves them out.
 */
export async function readCastLinks(db: Tx, { projectId, ids }: Named): Promise<Map<string, string[]>> {
  const all = ids === undefined
  const rows = await db.$queryRaw<{ id: string; sentences: string }[]>`
    select "castMemberId" as id, string_agg("sentenceId"::text, ',') as sentences
    from sentence_cast
    where "projectId" = ${projectId}::uuid and (${all} or "sentenceId" = any(${ids ?? []}::uuid[]))
    group by "castMemberId"`
  return new Map(rows.map(({ id, sentences }) => [id, sentences.split(',')]))
}

/** The names of these people. */
export async function readNames(db: Tx, ids: ReadonlySet<string>): Promise<Map<string, string>> {
  if (ids.size === 0) return new Map()
  const people = await db.person.findMany({ where: { id: { in: [...ids] } }, select: { id: true, name: true } })
  return new Map(people.map(({ id, name }) => [id, name]))
}

/** The sentences of which somebody marked a take as a favourite. */
export async function readFavourites(db: Tx, { projectId, ids }: Named): Promise<ReadonlySet<string>> {
  const all = ids === undefined
  const rows = await db.$queryRaw<{ id: string }[]>`
    select distinct "sentenceId" as id from take
    where "projectId" = ${projectId}::uuid and favourite and "deletedAt" is null and "sentenceId" is not null
      and (${all} or "sentenceId" = any(${ids ?? []}::uuid[]))`
  return new Set(rows.map(({ id }) => id))
}

export type ActiveJobs = { picture: string | null; clip: string | null }

/** Of those that make pictures, the first: there is one of each kind at most. */
export async function readActiveJobs(db: Tx, { projectId, ids }: Named): Promise<Map<string, ActiveJobs>> {
  const all = ids === undefined
  const rows = await db.$queryRaw<(ActiveJobs & { id: string })[]>`
    select "sentenceId" as id,
      (array_agg(id::text order by "createdAt", id) filter (where kind <> 'video'))[1] as picture,
      (array_agg(id::text order by "createdAt", id) filter (where kind = 'video'))[1] as clip
    from job
    where "projectId" = ${projectId}::uuid and state in ('queued', 'processing') and "sentenceId" is not null
      and (${all} or "sentenceId" = any(${ids ?? []}::uuid[]))
    group by "sentenceId"`
  return new Map(rows.map(({ id, ...jobs }) => [id, jobs]))
}

/** What these takes were made from. Takes never change, so it does not matter when it is read. */
export async function readRecipes(db: Tx, takeIds: readonly string[]): Promise<Map<string, unknown>> {
  if (takeIds.length === 0) return new Map()
  const rows = await db.$queryRaw<{ id: string; recipe: unknown }[]>`
    select id, recipe from take where id = any(${takeIds}::uuid[])`
  return new Map(rows.map(({ id, recipe }) => [id, recipe]))
}
