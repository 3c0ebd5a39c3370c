'use client'

import { useProgress } from '#app/_live/progress.tsx'
import type { Progress } from '#app/_live/progress-store.ts'
import { Button } from '#app/_ui/button.tsx'
import { classes } from '#app/_ui/classes.ts'
import { describeTimeLeft } from './time-left.ts'
import type { ActiveJob } from './use-making.ts'

/** How far the picture is, over the foot of the old one, and the way to stop it. */
export function ProgressPanel({ job, onCancel }: { job: ActiveJob; onCancel(): void }) {
  const progress = useProgress(job.id)
  const { title, detail } = describe(job, progress)
  const percent = job.state === 'ending' ? 100 : progress?.percent
  return (
    <div className="absolute inset-x-0 bottom-0 border-line border-t bg-surface">
      <div
        role="progressbar"
        aria-label="Making the picture"
        aria-valuemin={0}
        aria-valuemax={100}
        {...(percent === undefined ? {} : { 'aria-valuenow': Math.floor(percent) })}
        aria-valuetext={`${title}. ${detail}`}
        className={classes('h-1 bg-line', percent === undefined && 'animate-wait')}
      >
        <div className="h-full bg-accent transition-[width]" style={{ width: `${percent ?? 0}%` }} />
      </div>
      <div className="flex items-center gap-3 py-1.5 pr-1.5 pl-3">
        <div className="min-w-0 grow">
          <p className="truncate font-medium text-sm tabular-nums">{title}</p>
          <p className="h-5 truncate text-muted text-sm tabular-nums">{detail}</p>
        </div>
        <Button onClick={onCancel} disabled={job.isCancelling || job.state === 'ending'}>
          Cancel
        </Button>
      </div>
    </div>
  )
}

function describe(job: ActiveJob, progress: Progress | undefined): { title: string; detail: string } {
  if (job.isCancelling) return { title: 'Stopping', detail: 'The old picture stays.' }
  if (job.state === 'ending') return { title: 'Done', detail: 'The picture is on its way.' }
  if (job.state === 'queued') return { title: 'Waiting for a GPU', detail: 'It begins by itself.' }
  if (!progress) return { title: 'Starting', detail: 'The GPU gets ready.' }
  const { value, max, percent, node, secondsLeft } = progress
  const step = max > 1 ? `Step ${value} of ${max}` : 'Working'
  return {
    title: `${Math.floor(percent)} % · ${step}`,
    detail: [node, secondsLeft !== null && describeTimeLeft(secondsLeft)].filter(Boolean).join(' · '),
  }
}
