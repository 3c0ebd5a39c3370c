import { z } from 'zod'

const values = z.object({
  text: z.string(),
  imagePrompt: z.string(),
  videoPrompt: z.string(),
  seed: z.string().nullable(),
  /** Deleted members among them. */
  castIds: z.array(z.string()),
  currentTakeId: z.string().nullable(),
  currentClipId: z.string().nullable(),
  redoImage: z.boolean(),
  redoVideo: z.boolean(),
})

/** What a merge did, kept with the sentence that went. */
const mergeRecord = z.object({
  intoId: z.string(),
  /** The words of the one that went: somebody without a connection may write on in it. Merges of before lack it. */
  text: z.string().optional(),
  /** The one that stays, before and behind the merge. */
  before: values,
  after: values,
  /** What the one that went showed, and the takes that went over with it. */
  currentTakeId: z.string().nullable(),
  currentClipId: z.string().nullable(),
  takeIds: z.array(z.string()),
})

export type MergeValues = z.infer<typeof values>
export type MergeRecord = z.infer<typeof mergeRecord>

export function readMergeRecord(stored: unknown): MergeRecord | undefined {
  return mergeRecord.safeParse(stored).data
}
