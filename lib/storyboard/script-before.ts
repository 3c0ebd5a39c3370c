import { z } from 'zod'

const id = z.string()
const sentence = z.object({
  text: z.string(),
  speaker: z.string().nullable(),
  scriptText: z.string().nullable(),
  imagePrompt: z.string(),
  sectionId: id,
  position: z.string(),
})
const section = z.object({ title: z.string(), scriptTitle: z.string().nullable(), position: z.string() })

/** What an import changed, as it was and as it left it: what is as it left it, nobody has changed since. */
export const before = z.object({
  sentences: z.array(z.object({ id, was: sentence, became: sentence })),
  archived: z.array(id),
  /** When. One that somebody archived later is no doing of the import; an older one did not write it down. */
  archivedAt: z.iso.datetime().optional(),
  /** Of each sentence it made, a sum of its words, place and cast. */
  made: z.record(id, z.string()),
  sections: z.array(z.object({ id, was: section, became: section })),
  madeSections: z.array(id),
  removedSections: z.array(id),
})
export type Before = z.infer<typeof before>
export type SentenceFields = z.infer<typeof sentence>
export type SectionFields = z.infer<typeof section>

export const nothingBefore: Before = {
  ...{ sentences: [], archived: [], made: {} },
  ...{ sections: [], madeSections: [], removedSections: [] },
}
