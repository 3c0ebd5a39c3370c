import { z } from 'zod'
import { idField } from '#lib/runtime/fields.ts'

/** What only the database knows of a sentence: what its takes were made with, and who asked for its picture. */
export const hitKinds = ['seed', 'lora', 'model', 'workflow', 'maker'] as const
export type HitKind = (typeof hitKinds)[number]
/** What was found, and the sentences that it was found of. */
export type Hit = { kind: HitKind; text: string; sentenceIds: string[] }
/** With `isWhole` false there were more. */
export type SearchResult = { hits: Hit[]; isWhole: boolean }

/** Shorter, it would find nearly everything. */
export const fewestSearched = { letters: 2, digits: 3 }

/** More than anything that takes are found by has. */
const mostSearched = 200

/** Whether takes are looked through for it. */
export function isSearchable(wanted: string): boolean {
  return wanted.length >= fewestSearched.letters && wanted.length <= mostSearched
}

export const searchInput = z.object({
  projectId: idField,
  q: z
    .string({ error: 'q is what is searched for.' })
    .max(mostSearched, `What is searched for can have at most ${mostSearched} characters.`)
    .transform((text) => text.trim()),
})

/** Whether one of the parts of the name begins so, or the name as a whole: "ov" is in too many. */
export function isNamed(name: string, wanted: string): boolean {
  const lower = name.toLowerCase()
  return lower.startsWith(wanted) || lower.split(/\s+/u).some((part) => part.startsWith(wanted))
}
