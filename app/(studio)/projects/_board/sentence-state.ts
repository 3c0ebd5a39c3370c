import type { SentenceRow } from '#lib/storyboard/model.ts'
import { activeJobIdOf, type LatestJob } from './latest-jobs.ts'

/** How the picture of a sentence stands. */
export type PictureState = 'active' | 'failed' | 'stale' | 'none' | 'fresh'

type Known = Pick<SentenceRow, 'activeJobId' | 'imageUrl' | 'isImageDirty'>

export function pictureStateOf(sentence: Known, job: LatestJob | undefined): PictureState {
  const { imageUrl, isImageDirty } = sentence
  if (activeJobIdOf(sentence, job) !== null) return 'active'
  if (job?.state === 'failed') return 'failed'
  if (!imageUrl) return 'none'
  return isImageDirty ? 'stale' : 'fresh'
}

/** As a screen reader says it. */
export const describePictureState: Readonly<Record<PictureState, string>> = {
  active: 'a picture is being made',
  failed: 'the last try failed',
  stale: 'the picture is stale',
  none: 'no picture yet',
  fresh: 'the picture is up to date',
}
