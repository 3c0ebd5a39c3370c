import { z } from 'zod'

const id = z.string()
const sentenceBefore = z.object({
  id,
  sectionId: id,
  text: z.string(),
  speaker: z.string().nullable(),
  scriptText: z.string().nullable(),
  imagePrompt: z.string(),
  position: z.string(),
  wasDeleted: z.boolean(),
  /** The version the import left it with: another one means that somebody has changed it since. */
  version: z.number(),
})
const sectionBefore = z.object({
  id,
  title: z.string(),
  scriptTitle: z.string().nullable(),
  position: z.string(),
  wasDeleted: z.boolean(),
  version: z.number(),
})

/** What an import changed, as it was: what taking it back puts back. */
export const before = z.object({
  sentences: z.array(sentenceBefore),
  sections: z.array(sectionBefore),
  madeSections: z.array(id),
  removedSections: z.array(id),
})
export type Before = z.infer<typeof before>

export const nothingBefore: Before = { sentences: [], sections: [], madeSections: [], removedSections: [] }
