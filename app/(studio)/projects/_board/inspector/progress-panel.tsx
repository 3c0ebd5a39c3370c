'use client'

import Link from 'next/link'
import { useProgress, useSilence } from '#app/_live/progress.tsx'
import { Button } from '#app/_ui/button.tsx'
import { classes } from '#app/_ui/classes.ts'
import type { Waiting } from '#lib/jobs/queue-model.ts'
import type { ActiveJob } from './active-job.ts'
import { describeProgress } from './describe-progress.ts'
import { useWaitingLong } from './use-waiting-long.ts'

type ProgressPanelProps = { job: ActiveJob; waiting: Waiting | undefined; onCancel(): void }

/** How far the picture is, over the foot of the old one, and the way to stop it. */
export function ProgressPanel({ job, waiting, onCancel }: ProgressPanelProps) {
  const isWaitingLong = useWaitingLong(job)
  const progress = useProgress(job.id)
  const silentSeconds = useSilence(job.id, progress)
  const { title, detail, percent } = describeProgress({ job, progress, silentSeconds, isWaitingLong, waiting })
  return (
    <div className="absolute inset-x-0 bottom-0 border-line border-t bg-surface">
      <div
        role="progressbar"
        aria-label="Making the picture"
        aria-valuemin={0}
        aria-valuemax={100}
        {...(percent === undefined ? {} : { 'aria-valuenow': Math.floor(percent) })}
        aria-valuetext={`${title}. ${detail}`}
        className={classes(
          'h-1 overflow-hidden bg-line',
          (job.state === 'queued' || job.state === 'prepared') && 'animate-wait',
        )}
      >
        {percent !== undefined ? (
          <div className="h-full bg-accent transition-[width]" style={{ width: `${percent}%` }} />
        ) : (
          job.state === 'processing' && (
            <div className="h-full w-1/4 animate-pass bg-accent motion-reduce:w-full motion-reduce:bg-accent-soft" />
          )
        )}
      </div>
      <div className="flex items-center gap-3 py-1.5 pr-1.5 pl-3">
        <div className="min-w-0 grow">
          <p className="flex items-baseline gap-2 font-medium text-sm tabular-nums">
            <span className="truncate">{title}</span>
            {isWaitingLong && (
              <Link href="/gpus" className="-my-2 shrink-0 py-2 text-accent hover:underline">
                See the GPUs
              </Link>
            )}
          </p>
          <p
            className={classes(
              'text-muted text-sm tabular-nums',
              // Why the try before failed may be long; what changes with every step keeps to its line.
              job.state === 'queued' ? 'line-clamp-2' : 'h-5 truncate',
            )}
            title={detail}
          >
            {detail}
          </p>
        </div>
        <Button onClick={onCancel} disabled={job.isCancelling || job.state === 'ending'}>
          Cancel
        </Button>
      </div>
    </div>
  )
}
