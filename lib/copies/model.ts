import { z } from 'zod'
import { idField } from '#lib/runtime/fields.ts'
import { afterId, newRowId, projectName, sectionTitle } from '#lib/storyboard/model.ts'

/** Their pictures are copied before the answer. */
export const mostCopiesAtOnce = 100

/** To be of one project, and behind one another at one place of it. */
export const copySentencesInput = z.object({
  copies: z
    .array(z.object({ id: idField, newId: newRowId }), { error: 'copies is a list of sentences, each with its id.' })
    .min(1, 'Name at least one sentence.')
    .max(mostCopiesAtOnce, `At most ${mostCopiesAtOnce} sentences can be duplicated at once.`)
    .refine(haveOwnIds, 'Two copies have the same id.'),
  sectionId: idField,
  afterId,
})
export const copySentenceInput = z.object({ id: idField, newId: newRowId })
export const copySectionInput = z.object({ id: idField, newId: newRowId, title: sectionTitle.optional() })
export const copyProjectInput = z.object({ id: idField, newId: newRowId, name: projectName.optional() })

function haveOwnIds(copies: readonly { newId?: string | undefined }[]): boolean {
  const given = copies.flatMap(({ newId }) => newId ?? [])
  return new Set(given).size === given.length
}

/** What the copy is called where nobody says: as the one it was made of, as far as there is room. */
export function nameOfCopy(name: string, longest: number): string {
  const ending = ' (copy)'
  // Half of a character of two units would be none.
  const kept = name.slice(0, longest - ending.length).replace(/[\uD800-\uDBFF]$/, '')
  return `${kept.trimEnd()}${ending}`
}
