'use client'

import Link from 'next/link'
import { useIsLive } from '#app/_live/providers.tsx'
import { useGpus } from '#app/_live/use-gpus.ts'
import { classes } from '#app/_ui/classes.ts'
import type { GpuRow, GpuStates } from '#lib/jobs/gpu-model.ts'
import { formatCount, lookOf, stateWords } from '../gpus/_gpus/describe-gpus.ts'

/** More than this are a number. */
const mostSegments = { rail: 8, header: 4 } as const

const looks = {
  working: 'bg-accent',
  idle: 'bg-ok',
  resting: 'border border-line-strong bg-transparent',
  troubled: 'bg-danger',
  unknown: 'bg-line-strong',
} as const

const cutOff = 'No connection'

/** How the GPUs are, on every screen: a segment for each, and how many pictures wait. */
export function GpuBar({ place }: { place: 'rail' | 'header' }) {
  const { data } = useGpus()
  const isLive = useIsLive()
  const isRail = place === 'rail'
  return (
    <Link
      href="/gpus"
      data-gpu-bar={place}
      title={
        isLive
          ? data?.items.map(({ name, state }) => `${name}: ${stateWords[state]}`).join('\n')
          : 'How the GPUs are is not known until the connection is back.'
      }
      className={classes(
        'rounded-md text-muted hover:bg-raised hover:text-ink',
        isRail
          ? 'flex h-14 flex-col justify-center gap-2 px-2.5 max-xl:h-10 max-xl:px-1'
          : 'flex h-11 min-w-11 items-center justify-center gap-1.5 px-2',
      )}
    >
      <span className="sr-only">GPUs: </span>
      {!isRail && (
        <span className="text-sm" aria-hidden>
          GPUs
        </span>
      )}
      <Segments gpus={data?.items ?? []} most={mostSegments[place]} {...{ isRail, isLive }} />
      {isRail ? <RailWords {...{ data, isLive }} /> : <HeaderWords {...{ data, isLive }} />}
    </Link>
  )
}

type WordsProps = { data: GpuStates | undefined; isLive: boolean }

/** Both begin where they began, whatever they say. */
function RailWords({ data, isLive }: WordsProps) {
  if (!isLive) return <span className="h-5 truncate text-sm max-xl:sr-only">{cutOff}</span>
  return (
    <span className="grid h-5 grid-cols-[6.5rem_minmax(0,1fr)] text-sm tabular-nums max-xl:sr-only">
      <span className="truncate">{data && workWords(data.items)}</span>
      <span className={classes('truncate', data?.isPaused && 'text-accent')}>
        {data && waitWords(data) && <span className="sr-only">, </span>}
        {data && waitWords(data)}
      </span>
    </span>
  )
}

/** There is room for a number only; what it means is said. */
function HeaderWords({ data, isLive }: WordsProps) {
  if (!isLive) {
    return (
      <span className="w-6">
        <span className="sr-only">{cutOff}</span>
      </span>
    )
  }
  if (!data) return <span className="w-6" />
  const { items, waiting, isPaused } = data
  return (
    <>
      <span className="sr-only">{`${workWords(items)}, ${isPaused ? 'the queue is paused, ' : ''}`}</span>
      <span className="w-6 truncate text-sm tabular-nums">
        {waiting > 0 && shorten(waiting)}
        <span className="sr-only">{waiting > 0 ? ' waiting' : 'nothing waits'}</span>
      </span>
    </>
  )
}

type SegmentsProps = {
  gpus: readonly Pick<GpuRow, 'id' | 'state'>[]
  most: number
  isRail: boolean
  isLive: boolean
}

function Segments({ gpus, most, isRail, isLive }: SegmentsProps) {
  const shown = gpus.slice(0, most)
  return (
    <span aria-hidden className={classes('flex items-center gap-1', isRail && 'h-1.5 max-xl:gap-0.5')}>
      {shown.map(({ id, state }) => (
        <Segment key={id} look={isLive ? lookOf(state) : 'unknown'} isRail={isRail} />
      ))}
      {shown.length === 0 && <span className={classes('rounded-full bg-line', isRail ? 'h-1.5 grow' : 'size-2')} />}
      {gpus.length > most && <span className="text-xs leading-none">+{gpus.length - most}</span>}
    </span>
  )
}

/** Along the rail a bar is full of work or of trouble only: what could work, and does not, is a point at its beginning. */
function Segment({ look, isRail }: { look: keyof typeof looks; isRail: boolean }) {
  if (!isRail) return <span className={classes('size-2 rounded-full transition-colors', looks[look])} />
  const isPoint = look === 'idle' || look === 'unknown'
  return (
    <span className={classes('flex h-1.5 grow rounded-full transition-colors', isPoint ? 'bg-line' : looks[look])}>
      {isPoint && <span className={classes('size-1.5 rounded-full transition-colors', looks[look])} />}
    </span>
  )
}

function workWords(gpus: GpuStates['items']): string {
  const [only] = gpus
  if (!only) return 'No GPU'
  if (gpus.length === 1) return stateWords[only.state]
  const working = gpus.filter(({ state }) => state === 'working' || state === 'draining').length
  return `${working} of ${gpus.length} working`
}

function waitWords({ waiting, isPaused }: GpuStates): string {
  if (isPaused) return waiting === 0 ? 'Paused' : `Paused · ${formatCount(waiting)}`
  return waiting === 0 ? '' : `${formatCount(waiting)} waiting`
}

/** In the room of three digits. */
function shorten(count: number): string {
  return count > 999 ? '1k+' : String(count)
}
