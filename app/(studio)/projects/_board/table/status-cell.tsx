'use client'

import { useProgress } from '#app/_live/progress.tsx'
import { classes } from '#app/_ui/classes.ts'
import type { SentenceRow } from '#lib/storyboard/model.ts'
import { draftStanding } from '../draft-standing.ts'
import { activeJobIdOf, type LatestJob } from '../latest-jobs.ts'
import { type PictureState, pictureStateOf } from '../sentence-state.ts'

const tones: Readonly<Record<PictureState, string>> = {
  active: 'text-accent',
  failed: 'text-danger',
  stale: 'text-accent',
  draft: 'text-accent',
  none: 'text-faint',
  fresh: 'text-faint',
}

/** How the picture stands, in a few words; the whole of it while the pointer rests on it. */
export function StatusCell({ sentence, job }: { sentence: SentenceRow; job: LatestJob | undefined }) {
  const state = pictureStateOf(sentence, job)
  const progress = useProgress(activeJobIdOf(sentence, job))
  const percent = progress === undefined ? undefined : Math.floor(progress.percent)
  const { words, detail } = describe(sentence, { state, job, percent })
  return (
    // Never higher than the picture beside it, so that no row grows by what becomes of its job.
    <p className={classes('pt-2.5 text-sm leading-5', tones[state])} title={detail}>
      <span className="block truncate tabular-nums">{words}</span>
      {detail && <span className="line-clamp-2 wrap-anywhere text-faint text-xs leading-4">{detail}</span>}
    </p>
  )
}

type Known = { state: PictureState; job: LatestJob | undefined; percent: number | undefined }

function describe(sentence: SentenceRow, { state, job, percent }: Known): { words: string; detail?: string } {
  switch (state) {
    case 'active':
      if (job?.state === 'queued') return { words: 'Waiting' }
      return { words: percent === undefined ? 'Being made' : `Being made, ${percent} %` }
    case 'failed':
      return { words: 'Failed', ...(job?.error?.message && { detail: job.error.message }) }
    case 'stale':
      return { words: 'Stale', detail: draftStanding(sentence.staleBecause).changes.join(', ') }
    case 'draft':
      return { words: 'A draft' }
    case 'none':
      return { words: sentence.imagePrompt.trim() === '' ? 'No prompt yet' : 'No picture yet' }
    case 'fresh':
      return { words: 'Up to date' }
  }
}
