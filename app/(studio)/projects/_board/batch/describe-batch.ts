import type { BatchRow } from '#lib/jobs/batch-model.ts'
import { describeLength, pictures } from './describe-quote.ts'

/** How far a batch is, in words and in percent. */
export function describeBatch(batch: BatchRow): { title: string; detail: string; percent: number } {
  const { total, done, failed, cancelled, running, waiting, secondsLeft, isPaused, isStopped } = batch
  const ended = done + failed + cancelled
  const percent = total === 0 ? 100 : Math.floor((ended / total) * 100)
  const trouble = failed > 0 && `${failed.toLocaleString('en')} failed`
  if (running + waiting === 0 || (isStopped && running === 0)) {
    const title = isStopped ? `Stopped: ${pictures(done)} made` : `${pictures(done)} made`
    return { title, detail: join(trouble, cancelled > 0 && `${cancelled.toLocaleString('en')} not made`), percent }
  }
  const title = `${done.toLocaleString('en')} of ${total.toLocaleString('en')} made`
  if (isPaused)
    return { title, detail: join('Paused', running > 0 && 'what is being drawn is finished', trouble), percent }
  const time = secondsLeft !== null && `${describeLength(secondsLeft)} left`
  return { title, detail: join(time, trouble), percent }
}

function join(...parts: (string | false)[]): string {
  return parts.filter(Boolean).join(' · ')
}
