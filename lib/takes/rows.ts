import type { Take } from '#prisma/client/client.ts'
import { readBound, readReplayed, type TakeRow } from './model.ts'

/** What a row is read with: whether its sentence shows it, and not what is many kilobytes and of no use in a row. */
export const takeRowParts = {
  include: { currentOf: { select: { id: true } }, currentClipOf: { select: { id: true } } },
  omit: { graph: true, recipe: true },
} as const

type TakeWithPlaces = Omit<Take, 'graph' | 'recipe'> & {
  currentOf: { id: string } | null
  currentClipOf: { id: string } | null
}

export function toTakeRow(take: TakeWithPlaces): TakeRow {
  const {
    id,
    projectId,
    sentenceId,
    jobId,
    kind,
    quality,
    pictureIndex,
    workflow,
    width,
    height,
    mediaType,
    sizeBytes,
  } = take
  return {
    ...{ id, projectId, sentenceId, jobId, kind, quality, pictureIndex, workflow, width, height, mediaType, sizeBytes },
    count: readBound(take.made).count,
    seed: take.seed?.toFixed(0) ?? null,
    isCurrent: take.currentOf !== null || take.currentClipOf !== null,
    favourite: take.favourite,
    locked: take.locked,
    deleted: take.deletedAt !== null,
    createdAt: take.createdAt.toISOString(),
    replayed: readReplayed(take.made),
    url: `/api/v1/takes/${id}/file`,
  }
}
