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
  sentenceId: string,
): Promise<SentenceIngredients | undefined> {
  const found = await db.sentence.findUnique({ where: { id: sentenceId }, include: { project: true } })
  if (!found) return undefined
  const asked = { projectId: found.projectId, ids: [sentenceId] }
  const [sentence] = await readSentences(db, asked)
  if (!sentence) return undefined
  const links = await readCastLinks(db, asked)
  const cast = (await readCast(db, found.projectId)).filter(({ id }) => links.has(id))
  return { sentence, cast, project: toProjectRow(found.project) }
}
