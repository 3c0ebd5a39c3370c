import { z } from 'zod'

/** What a split did, kept with the second half: it tells the same split told twice from another one. */
const splitRecord = z.object({
  fromId: z.string(),
  at: z.number(),
  /** The first has the words of both again: told twice, it does not get them twice. */
  isTakenBack: z.boolean().optional(),
})

export type SplitRecord = z.infer<typeof splitRecord>

export function readSplitRecord(stored: unknown): SplitRecord | undefined {
  return splitRecord.safeParse(stored).data
}
