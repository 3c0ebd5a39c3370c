import type { Progress } from '#app/_live/progress-store.ts'
import { describeStart } from '#app/_ui/describe-start.ts'
import type { Waiting } from '#lib/jobs/queue-model.ts'
import type { ActiveJob } from './active-job.ts'
import { describeSilence, describeTimeLeft } from './time-left.ts'

type Told = {
  job: ActiveJob
  progress: Progress | undefined
  /** For how long nothing was heard, once that is longer than usual. */
  silentSeconds?: number | undefined
  isWaitingLong: boolean
  waiting?: Pick<Waiting, 'place' | 'startsInMs'> | undefined
}
/** Without a number it is not known how far it is. */
export type ProgressWords = { title: string; detail: string; percent: number | undefined }

/** How far a job is, in words and in percent. */
export function describeProgress({ job, progress, silentSeconds, isWaitingLong, waiting }: Told): ProgressWords {
  const percent = progress?.percent
  if (job.isCancelling) return { title: 'Cancelling', detail: 'The old picture stays.', percent }
  // Whether it came to a picture is told by the picture.
  if (job.state === 'ending') return { title: 'Finishing', detail: 'One moment.', percent }
  if (job.state === 'queued') {
    const unplaced = isWaitingLong ? 'Waiting for a GPU' : 'In the queue'
    return {
      title: waiting ? `Place ${waiting.place.toLocaleString('en')} in the queue` : unplaced,
      detail: job.lastError === undefined ? describeBeginning(waiting) : `Trying again: ${job.lastError}`,
      percent: undefined,
    }
  }
  if (job.state === 'prepared' && !progress) {
    return { title: 'Up next', detail: 'It begins as soon as its GPU is free.', percent }
  }
  // A worker that goes on with what another began is not told how far it is.
  if (!progress) return { title: 'Working', detail: 'The GPU has not said how far it is.', percent }
  const { value, max, node, secondsLeft } = progress
  const left = secondsLeft !== null && describeTimeLeft(secondsLeft)
  const step = max > 1 ? `Step ${value} of ${max}` : 'Working'
  return {
    title: `${Math.floor(progress.percent)} % · ${step}`,
    detail: [node, silentSeconds === undefined ? left : describeSilence(silentSeconds)].filter(Boolean).join(' · '),
    percent,
  }
}

function describeBeginning(waiting: Told['waiting']): string {
  if (!waiting) return 'It begins by itself.'
  const start = describeStart(waiting.startsInMs)
  return start === '' ? 'Nobody can say when it begins.' : `It begins ${start}.`
}
