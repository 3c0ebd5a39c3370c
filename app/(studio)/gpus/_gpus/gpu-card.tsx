'use client'

import { Hourglass, Pause, Play } from 'lucide-react'
import { Button } from '#app/_ui/button.tsx'
import { classes } from '#app/_ui/classes.ts'
import type { GpuRow } from '#lib/jobs/gpu-model.ts'
import { lookOf, stateWords } from './describe-gpus.ts'
import { GpuDetailsFold } from './gpu-details.tsx'
import { GpuDot } from './gpu-dot.tsx'
import { CurrentJob, PreparedJob } from './gpu-job.tsx'
import { MemoryBar } from './memory-bar.tsx'
import { UsageChart } from './usage-chart.tsx'
import { useGpuActions } from './use-gpu-actions.ts'

type GpuCardProps = {
  gpu: GpuRow
  /** People have stopped the queue as a whole. */
  isPaused: boolean
  utilisation: readonly number[] | undefined
}

/** One GPU: how it is, what it does, and what people may do with it. */
export function GpuCard({ gpu, isPaused, utilisation }: GpuCardProps) {
  const { id, name, state, prepared, memory } = gpu
  const facts = factsOf(gpu)
  return (
    <li
      aria-label={name}
      data-gpu={id}
      className="flex min-w-0 flex-col gap-4 rounded-lg border border-line bg-surface p-5 max-md:p-4"
    >
      <div className="flex flex-wrap items-start gap-x-3 gap-y-3">
        <div className="min-w-0 grow basis-0 max-md:basis-full">
          <h2 className="flex items-center gap-2.5 font-semibold text-lg">
            <GpuDot state={state} />
            <span className="truncate" title={name}>
              {name}
            </span>
          </h2>
          <p className="truncate text-faint text-sm tabular-nums" title={facts}>
            {/* As wide whatever it says: what follows stands still. */}
            <span
              className={classes(
                'inline-block min-w-16 font-medium',
                lookOf(state) === 'troubled' ? 'text-danger' : 'text-muted',
              )}
            >
              {stateWords[state]}
            </span>
            {facts}
          </p>
        </div>
        <GpuButtons gpu={gpu} />
      </div>
      <CurrentJob gpu={gpu} isPaused={isPaused} />
      <PreparedJob job={prepared} />
      <div className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-4 gap-y-1 text-sm">
        <span className="whitespace-nowrap text-faint">Last hour</span>
        <UsageChart values={utilisation} />
        <span className="text-faint">Memory</span>
        <MemoryBar memory={memory} />
      </div>
      <GpuDetailsFold gpu={gpu} />
    </li>
  )
}

/** Why it is as it is stands here while it draws; else there is room for it where its picture would be. */
function factsOf({ current, reason, device, tier, version, latencyMs }: GpuRow): string {
  if (current && reason) return reason
  return [device, `${tier} tier`, version && `ComfyUI ${version}`, latencyMs !== null && `answers in ${latencyMs} ms`]
    .filter(Boolean)
    .join(' · ')
}

/** The buttons keep their places, so that the second press of a hasty finger does not hit another. */
function GpuButtons({ gpu }: { gpu: GpuRow }) {
  const { pause, drain, resume, isBusy } = useGpuActions(gpu)
  const { mode, name } = gpu
  return (
    <div className="flex shrink-0 justify-end gap-2 max-md:w-full md:w-50">
      {mode === 'active' && (
        <Button
          look="quiet"
          className="max-md:grow max-md:border max-md:border-line md:px-2.5"
          aria-label={`Drain ${name}`}
          title="It finishes what it has, and is then paused"
          disabled={isBusy}
          onClick={drain}
        >
          <Hourglass size={16} aria-hidden />
          Drain
        </Button>
      )}
      {mode === 'active' ? (
        <Button
          className="max-md:grow md:w-26"
          key="pause"
          aria-label={`Pause ${name}`}
          disabled={isBusy}
          onClick={pause}
        >
          <Pause size={16} aria-hidden />
          Pause
        </Button>
      ) : (
        <Button
          className="max-md:grow md:w-26"
          look="primary"
          key="resume"
          aria-label={`Resume ${name}`}
          disabled={isBusy}
          onClick={resume}
        >
          <Play size={16} aria-hidden />
          Resume
        </Button>
      )}
    </div>
  )
}
