import { z } from 'zod'
import { idField } from '#lib/runtime/fields.ts'
import { pageFields } from '#lib/runtime/paging.ts'

/** What a browser or program gets of a take. */
export type TakeRow = {
  id: string
  projectId: string
  sentenceId: string | null
  jobId: string | null
  kind: 'image' | 'image_to_image' | 'upscale' | 'video'
  /** A draft was drawn in fewer steps and smaller, to choose from. */
  quality: 'draft' | 'final'
  /** Which of its seed's pictures it is, from 0: those that are drawn in one go have one seed, and its final stays the same. */
  pictureIndex: number
  /** How many were drawn in one go. */
  count: number
  workflow: string
  /** In decimal. Null for a workflow that has no use for one. */
  seed: string | null
  width: number
  height: number
  mediaType: string
  sizeBytes: number
  /** The sentence shows it. */
  isCurrent: boolean
  favourite: boolean
  locked: boolean
  deleted: boolean
  createdAt: string
  /** When it is another take run again: which, and whether the same came of it. */
  replayed: Replayed | null
  /** Its bytes, for ever the same; `?w=320`, `640` or `1280` gives a small one of a picture. */
  url: string
}

/**
 * The same pixels can come in other bytes: ComfyUI writes the graph into a picture, with the name that the file was to get.
 * Clips are compared by their bytes alone.
 */
export type Replayed = { takeId: string; sameBytes: boolean; samePixels: boolean }

const replayedSchema = z.object({ takeId: idField, sameBytes: z.boolean(), samePixels: z.boolean() })

/** What was noted of it when it was made. */
export function readReplayed(made: unknown): Replayed | null {
  const parsed = z.object({ replayed: replayedSchema }).safeParse(made)
  return parsed.success ? parsed.data.replayed : null
}

const boundSchema = z.object({
  bound: z.object({
    references: z.array(z.string()).catch([]),
    parameters: z.object({ seed: z.string().nullable() }).partial().catch({}),
    count: z.int().catch(1),
    pictureIndex: z.int().catch(0),
  }),
})

type NotedBound = { references: string[]; hasSeed: boolean; count: number; pictureIndex: number }

/** What was noted of its graph: the references in it, whether its workflow has a use for a seed, and which pictures it draws. */
export function readBound(made: unknown): NotedBound {
  const { bound } = boundSchema.safeParse(made).data ?? {}
  return {
    references: bound?.references ?? [],
    hasSeed: bound?.parameters.seed !== null,
    count: bound?.count ?? 1,
    pictureIndex: bound?.pictureIndex ?? 0,
  }
}

/** The widths that small pictures are made in: a row of the list, a card, the inspector. */
export const thumbWidths = [320, 640, 1280] as const
export type ThumbWidth = (typeof thumbWidths)[number]

const value = z.boolean({ error: 'Say true or false.' })

export const takeInput = z.object({ id: idField })
/** Edits of a board: `id` is the sentence's. */
export const putAwayInput = z.object({ id: idField, takeId: idField })
export const restoreInput = z.object({ id: idField, takeId: idField, isShown: value })
/** A mark that is put on a take, or taken off it. */
export const markTakeInput = z.object({ id: idField, value })

export const listTakesInput = z.object({ sentenceId: idField, ...pageFields })

export const takeFileInput = z.object({
  id: idField,
  /** A small picture of this width, or of its own when it is not as wide. */
  w: z
    .string()
    // A number has other ways to be written, and each would be another address of the same picture.
    .transform((text) => thumbWidths.find((known) => String(known) === text))
    .refine((width): width is ThumbWidth => width !== undefined, {
      error: `The small pictures are ${thumbWidths.join(', ')} wide.`,
    })
    .optional(),
  download: z.literal('1', { error: 'Say download=1 or leave it out.' }).optional(),
})

/** Which of its sentence's two places a take can be chosen for. */
export function placeOf(kind: TakeRow['kind']): 'currentTakeId' | 'currentClipId' {
  return kind === 'video' ? 'currentClipId' : 'currentTakeId'
}

/** What stands in the same strip: the pictures of a sentence, or its clips. */
export function siblingKinds(kind: TakeRow['kind']): TakeRow['kind'][] {
  return kind === 'video' ? ['video'] : ['image', 'image_to_image', 'upscale']
}
