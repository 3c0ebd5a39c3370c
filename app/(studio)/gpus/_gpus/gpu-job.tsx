'use client'

import Link from 'next/link'
import { useProgress, useSilence } from '#app/_live/progress.tsx'
import { usePreview } from '#app/_live/use-preview.ts'
import { classes } from '#app/_ui/classes.ts'
import { FrameCorners } from '#app/_ui/empty-state.tsx'
import type { GpuJob, GpuRow } from '#lib/jobs/gpu-model.ts'
import { describeSilence, describeTimeLeft } from '../../projects/_board/inspector/time-left.ts'

/** What a GPU draws, with how far it is and what it looks like so far. Of one size, whatever there is to say. */
export function CurrentJob({ gpu: { name, state, reason, current }, isPaused }: { gpu: GpuRow; isPaused: boolean }) {
  const jobId = current?.about ? current.id : null
  const preview = usePreview(jobId)
  return (
    <div className="flex gap-4">
      <div className="flex aspect-video w-48 shrink-0 items-center justify-center self-start overflow-hidden rounded-md border border-line bg-canvas max-md:w-32">
        {preview ? (
          <img src={preview} alt="What it looks like so far" className="size-full object-contain" />
        ) : (
          <span className={classes('scale-75', current ? 'animate-wait' : 'opacity-40 grayscale')}>
            <FrameCorners />
          </span>
        )}
      </div>
      <div className="flex min-w-0 grow flex-col justify-center">
        {current ? (
          <JobWords job={current} gpuName={name} />
        ) : (
          <p className="line-clamp-5 text-muted text-sm" title={reason ?? undefined}>
            {reason ?? emptyWords(state, isPaused)}
          </p>
        )}
      </div>
    </div>
  )
}

function emptyWords(state: GpuRow['state'], isPaused: boolean): string {
  switch (state) {
    case 'idle':
      return isPaused ? 'Free. The queue is paused.' : 'Free. It takes the next picture as soon as there is one.'
    case 'working':
      return 'Finishing.'
    default:
      return 'It draws nothing.'
  }
}

function JobWords({ job, gpuName }: { job: GpuJob; gpuName: string }) {
  const { about, isCancelling } = job
  const progress = useProgress(about ? job.id : null)
  const silentSeconds = useSilence(job.id, progress)
  const percent = progress && Math.floor(progress.percent)
  const step = progress && progress.max > 1 ? `Step ${progress.value} of ${progress.max}` : 'Working'
  const secondsLeft = progress?.secondsLeft ?? undefined
  const left = secondsLeft !== undefined && describeTimeLeft(secondsLeft)
  const detail = isCancelling
    ? 'Stopping'
    : [
        percent !== undefined && `${percent} %`,
        step,
        silentSeconds === undefined ? left : describeSilence(silentSeconds),
      ]
        .filter(Boolean)
        .join(' · ')
  const title = about?.sentenceText ?? about?.projectName ?? 'A picture of another team'
  return (
    <>
      <p dir="auto" className="line-clamp-2 font-medium" title={title}>
        {about?.sentenceId ? (
          <Link href={hrefOf(about.projectId, about.sentenceId)} className="hover:underline">
            {title}
          </Link>
        ) : (
          title
        )}
      </p>
      <p className="truncate text-faint text-sm">{about && `${about.projectName} · ${about.personName}`}</p>
      <div
        role="progressbar"
        aria-label={`How far the picture on ${gpuName} is`}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(percent === undefined ? {} : { 'aria-valuenow': percent })}
        aria-valuetext={detail}
        className="mt-2 h-1 overflow-hidden rounded-full bg-line"
      >
        {percent === undefined ? (
          <div className="h-full w-1/4 animate-pass bg-accent motion-reduce:w-full motion-reduce:bg-accent-soft" />
        ) : (
          <div className="h-full bg-accent transition-[width]" style={{ width: `${percent}%` }} />
        )}
      </div>
      <p className="mt-1 h-5 truncate text-muted text-sm tabular-nums">{detail}</p>
    </>
  )
}

/** What is handed over already, so that the GPU need not wait for it. */
export function PreparedJob({ job }: { job: GpuJob | null }) {
  const text = job ? (job.about?.sentenceText ?? job.about?.projectName ?? 'A picture of another team') : undefined
  return (
    <p className="flex h-5 gap-2 text-sm">
      <span className="shrink-0 text-faint">Next</span>
      <span dir="auto" className={classes('truncate', text ? 'text-muted' : 'text-faint')} title={text}>
        {text ?? 'Nothing is prepared'}
      </span>
    </p>
  )
}

export function hrefOf(projectId: string, sentenceId: string): `/projects/${string}?sentence=${string}` {
  return `/projects/${projectId}?sentence=${sentenceId}`
}
