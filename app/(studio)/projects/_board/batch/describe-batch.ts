import type { BatchRow } from '#lib/jobs/batch-model.ts'
import type { GpuState } from '#lib/jobs/gpu-model.ts'
import { describeLength, pictures } from './describe-quote.ts'

/** How far a batch is, in words and in percent. `halt` says why nothing goes on now, whatever time would be left. */
export function describeBatch(
  batch: BatchRow,
  halt?: string | undefined,
): { title: string; detail: string; percent: number } {
  const { total, done, failed, cancelled, running, waiting, secondsLeft, isPaused, isStopped } = batch
  const ended = done + failed + cancelled
  const percent = total === 0 ? 100 : Math.floor((ended / total) * 100)
  const trouble = failed > 0 && `${failed.toLocaleString('en')} failed`
  const calledOff = cancelled > 0 && `${cancelled.toLocaleString('en')} cancelled`
  if (running + waiting === 0 || (isStopped && running === 0)) {
    const title = isStopped ? `Stopped: ${pictures(done)} made` : `${pictures(done)} made`
    return { title, detail: join(trouble, cancelled > 0 && `${cancelled.toLocaleString('en')} not made`), percent }
  }
  const title = `${done.toLocaleString('en')} of ${total.toLocaleString('en')} made`
  if (isPaused)
    return {
      title,
      detail: join('Paused', running > 0 && 'what is being drawn is finished', trouble, calledOff),
      percent,
    }
  const time = secondsLeft !== null && `${describeLength(secondsLeft)} left`
  return { title, detail: join(halt ?? time, trouble, calledOff), percent }
}

/** Why nothing of what waits begins, when that is so for everything. */
export function haltOf(gpus: { items: { state: GpuState }[]; isPaused: boolean } | undefined): string | undefined {
  if (!gpus) return undefined
  if (gpus.isPaused) return 'The queue is paused'
  const isOpen = gpus.items.some(({ state }) => state === 'working' || state === 'idle')
  return isOpen || gpus.items.length === 0 ? undefined : 'Every GPU is paused or away'
}

function join(...parts: (string | false)[]): string {
  return parts.filter(Boolean).join(' · ')
}
