import type { Ingredients } from '#lib/recipe/recipe-of.ts'
import type { Tx } from '#lib/runtime/db.ts'
import type { CastRow, ProjectRow } from './model.ts'
import { readCast } from './read-cast.ts'
import { readCastLinks, readSentences, type StoredSentence } from './read-sentences.ts'
import { toProjectRow } from './rows.ts'

export type SentenceIngredients = Pick<Ingredients, 'sentence' | 'cast' | 'project'> & {
  sentence: StoredSentence
  cast: CastRow[]
  project: ProjectRow
  /** As of `isGone`. */
  isGone: boolean
}

/** What `recipeOf` makes a sentence's recipe of. Undefined when there is no such sentence; a deleted one is read all the same. */
export async function readIngredients(
  { db }: { db: Tx },
  { projectId, sentenceId }: { projectId: string; sentenceId: string },
): Promise<SentenceIngredients | undefined> {
  const asked = { projectId, ids: [sentenceId] }
  const [[sentence], links, cast, project, gone] = await Promise.all([
    readSentences(db, asked),
    readCastLinks(db, asked),
    readCast(db, projectId),
    db.project.findUnique({ where: { id: projectId } }),
    isGone({ db }, sentenceId),
  ])
  if (!sentence || !project) return undefined
  return { sentence, cast: cast.filter(({ id }) => links.has(id)), project: toProjectRow(project), isGone: gone }
}

/** Whether a sentence is deleted, by itself or with its section or project: nothing new is made for it then. */
export async function isGone({ db }: { db: Tx }, sentenceId: string): Promise<boolean> {
  const [row] = await db.$queryRaw<{ isGone: boolean }[]>`
    select coalesce(s."deletedAt", section."deletedAt", p."deletedAt") is not null as "isGone"
    from sentence s join section on section.id = s."sectionId" join project p on p.id = s."projectId"
    where s.id = ${sentenceId}::uuid`
  return row?.isGone ?? true
}
