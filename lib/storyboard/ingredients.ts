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
}

/** What `recipeOf` makes a sentence's recipe of. Undefined when there is no such sentence; a deleted one is read all the same. */
export async function readIngredients(
  { db }: { db: Tx },
  { projectId, sentenceId }: { projectId: string; sentenceId: string },
): Promise<SentenceIngredients | undefined> {
  const asked = { projectId, ids: [sentenceId] }
  const [[sentence], links, cast, project] = await Promise.all([
    readSentences(db, asked),
    readCastLinks(db, asked),
    readCast(db, projectId),
    db.project.findUnique({ where: { id: projectId } }),
  ])
  if (!sentence || !project) return undefined
  return { sentence, cast: cast.filter(({ id }) => links.has(id)), project: toProjectRow(project) }
}
