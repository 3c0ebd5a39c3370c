import type { SentenceRow } from '#lib/storyboard/model.ts'
import { draftStanding } from './draft-standing.ts'
import { activeJobIdOf, type LatestJob } from './latest-jobs.ts'

/** How the picture of a sentence stands. */
export type PictureState = 'active' | 'failed' | 'stale' | 'draft' | 'none' | 'fresh'

type Known = Pick<SentenceRow, 'activeJobId' | 'imageUrl' | 'isImageDirty' | 'staleBecause'>

export function pictureStateOf(sentence: Known, job: LatestJob | undefined): PictureState {
  const { imageUrl, isImageDirty, staleBecause } = sentence
  if (activeJobIdOf(sentence, job) !== null) return 'active'
  if (job?.state === 'failed') return 'failed'
  if (!imageUrl) return 'none'
  if (!isImageDirty) return 'fresh'
  return draftStanding(staleBecause).isOnlyDraft ? 'draft' : 'stale'
}

/** As a screen reader says it. */
export const describePictureState: Readonly<Record<PictureState, string>> = {
  active: 'a picture is being made',
  failed: 'the last try failed',
  stale: 'the picture is stale',
  draft: 'the picture is a draft',
  none: 'no picture yet',
  fresh: 'the picture is up to date',
}
