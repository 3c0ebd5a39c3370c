'use client'

import { useQuery } from '@tanstack/react-query'
import { Check, ChevronRight, X } from 'lucide-react'
import { Fragment, type ReactNode, useState } from 'react'
import { readApi } from '#app/_live/api.ts'
import { queryKeys } from '#app/_live/keys.ts'
import { TimeAgo } from '#app/_ui/time-ago.tsx'
import type { GpuDetails, GpuRow } from '#lib/jobs/gpu-model.ts'
import { formatDuration } from './describe-gpus.ts'

/** What a GPU can run and what it has, read when somebody wants to know. */
export function GpuDetailsFold({ gpu }: { gpu: GpuRow }) {
  const { id, name, abilitiesHash } = gpu
  const [isOpen, setOpen] = useState(false)
  const { data, error } = useQuery({
    queryKey: queryKeys.gpuDetails(id, abilitiesHash),
    queryFn: () => readApi<GpuDetails>(`/api/v1/gpus/${encodeURIComponent(id)}`),
    enabled: isOpen,
  })
  return (
    <details
      className="group/fold -mx-2 border-line border-t pt-2"
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary className="flex h-9 cursor-pointer list-none items-center gap-1.5 rounded-md px-2 text-muted text-sm hover:text-ink max-md:h-11 [&::-webkit-details-marker]:hidden">
        <ChevronRight size={16} aria-hidden className="transition-transform group-open/fold:rotate-90" />
        What it has and can run<span className="sr-only">: {name}</span>
      </summary>
      <div className="flex flex-col gap-4 px-2 pt-2 text-sm">
        <Facts gpu={gpu} />
        {error && (
          <p role="alert" className="text-danger">
            {error.message} The page tries again by itself.
          </p>
        )}
        {!data && !error && <p className="min-h-40 text-faint">Reading what it has …</p>}
        {data && (
          <>
            <Workflows details={data} />
            <Models models={data.models} />
            <Speeds speeds={data.speeds} />
          </>
        )}
      </div>
    </details>
  )
}

function Facts({ gpu: { device, tier, version, latencyMs, url, heldBy, checkedAt } }: { gpu: GpuRow }) {
  const facts: [string, ReactNode][] = [
    ['Device', device],
    ['Tier', tier],
    ['ComfyUI', version],
    ['Address', url],
    ['Driven by', heldBy],
    ['Answers in', latencyMs === null ? null : `${latencyMs} ms`],
    ['Asked', checkedAt && <TimeAgo at={checkedAt} />],
  ]
  return (
    <dl className="wrap-anywhere grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-0.5">
      {facts.map(
        ([name, value]) =>
          value && (
            <Fragment key={name}>
              <dt className="text-faint">{name}</dt>
              <dd className="text-muted tabular-nums">{value}</dd>
            </Fragment>
          ),
      )}
    </dl>
  )
}

function Workflows({ details: { workflows } }: { details: GpuDetails }) {
  const runnable = workflows.filter(({ canRun }) => canRun)
  return (
    <section>
      <h3 className="font-medium">
        {runnable.length === workflows.length
          ? `All ${workflows.length} workflows run here`
          : `${runnable.length} of ${workflows.length} workflows run here`}
      </h3>
      <ul className="mt-1 flex flex-col gap-1.5">
        {workflows.map(({ id, title, canRun, lacks }) => (
          <li key={id} className="flex gap-2">
            {canRun ? (
              <Check size={16} aria-hidden className="mt-0.5 shrink-0 text-ok" />
            ) : (
              <X size={16} aria-hidden className="mt-0.5 shrink-0 text-danger" />
            )}
            <div className="min-w-0">
              <p className={canRun ? '' : 'text-muted'}>
                {title}
                <span className="sr-only">{canRun ? ': runs' : ': does not run'}</span>
              </p>
              {lacks.length > 0 && <p className="wrap-anywhere text-faint">{lacks.join(' ')}</p>}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Models({ models }: Pick<GpuDetails, 'models'>) {
  return (
    <section>
      <h3 className="font-medium">Models</h3>
      {models.length === 0 && <p className="text-muted">It names none. Put files into its models folder.</p>}
      {models.map(({ folder, names, count }) => (
        <details key={folder} className="mt-1">
          <summary className="flex cursor-pointer items-baseline gap-2 py-0.5 text-muted hover:text-ink max-md:py-2.5">
            <span className="grow">{folder || 'of no known folder'}</span>
            <span className="text-faint tabular-nums">{count.toLocaleString('en')}</span>
          </summary>
          <ul className="wrap-anywhere max-h-60 overflow-y-auto pl-4 text-faint">
            {names.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  )
}

function Speeds({ speeds }: Pick<GpuDetails, 'speeds'>) {
  if (speeds.length === 0) return null
  return (
    <section>
      <h3 className="font-medium">How long a picture takes here</h3>
      <ul className="mt-1 text-muted tabular-nums">
        {speeds.map(({ work, runMs, samples }) => (
          <li key={work} className="flex justify-between gap-3">
            <span className="truncate">{describeWork(work)}</span>
            <span className="shrink-0" title={`learned from ${samples} ${samples === 1 ? 'picture' : 'pictures'}`}>
              {formatDuration(runMs)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** "z-image-turbo draft 960 x4" as people read it. */
function describeWork(work: string): string {
  const [workflow, quality, side, count] = work.split(' ')
  const parts = [workflow, quality, side === 'any' ? undefined : `${side} px`, count && `${count.slice(1)} in one go`]
  return parts.filter(Boolean).join(' · ')
}
