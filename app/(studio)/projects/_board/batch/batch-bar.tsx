'use client'

import { useQueryClient } from '@tanstack/react-query'
import { Pause, Play, RotateCw, Square, X } from 'lucide-react'
import { Fragment, useEffect, useRef, useState } from 'react'
import { askApi } from '#app/_live/api.ts'
import { queryKeys } from '#app/_live/keys.ts'
import { tryAction } from '#app/_live/try-action.ts'
import { useGpus } from '#app/_live/use-gpus.ts'
import type { Result } from '#app/_server/action.ts'
import { Button, IconButton } from '#app/_ui/button.tsx'
import { classes } from '#app/_ui/classes.ts'
import { errorToast } from '#app/_ui/error-toast.ts'
import { useToast } from '#app/_ui/toasts.tsx'
import type { BatchRow } from '#lib/jobs/batch-model.ts'
import { pauseBatch, resumeBatch, stopBatch } from '../../batch-actions.ts'
import { describeBatch, haltOf } from './describe-batch.ts'
import { isUnderWay, useBatches } from './use-batches.ts'

type BatchBarProps = {
  projectId: string
  /** The one that was asked for last here. */
  madeId: string | undefined
  isBesideInspector: boolean
}

/** How far the pictures asked for together are, at the foot of the board: over it, so that nothing moves when it comes. */
export function BatchBar({ projectId, madeId, isBesideInspector }: BatchBarProps) {
  const { batches, dismiss } = useBatches(projectId, madeId)
  const { data: gpus } = useGpus()
  useRoomAtFoot(batches.length)
  if (batches.length === 0) return null
  return (
    <section
      aria-label="Pictures asked for together"
      className={classes(
        'fixed inset-x-0 bottom-0 z-10 divide-y divide-line border-line border-t bg-surface max-md:bottom-[calc(3.5rem+env(safe-area-inset-bottom))] md:left-(--rail)',
        isBesideInspector && 'lg:right-105',
      )}
    >
      {batches.map((batch) => (
        <Batch key={batch.id} batch={batch} halt={haltOf(gpus)} onDismiss={() => dismiss(batch.id)} />
      ))}
    </section>
  )
}

/** Long enough to read that all is done; what failed stays until somebody has seen to it. */
const shownForMs = 8_000

type BatchProps = { batch: BatchRow; halt: string | undefined; onDismiss(): void }

function Batch({ batch, halt, onDismiss }: BatchProps) {
  const { id, done, total, failed, isPaused } = batch
  useAfter(shownForMs, done === total, onDismiss)
  const { title, detail, percent } = describeBatch(batch, halt)
  const { isBusy, run } = useBatchActions(batch)
  // Two bars need two names.
  const askedAt = new Date(batch.createdAt).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  return (
    <div className="relative">
      <div
        role="progressbar"
        aria-label={`Pictures asked for at ${askedAt}`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={`${title}. ${detail}`}
        className="h-1 bg-line"
      >
        <div
          className={classes('h-full transition-[width]', isPaused ? 'bg-line-strong' : 'bg-accent')}
          style={{ width: `${percent}%` }}
        />
      </div>
      <div className="flex h-14 items-center gap-2 px-8 max-md:px-4">
        <p className="flex min-w-0 grow flex-col tabular-nums">
          <span className="truncate font-medium">{title}</span>
          <span className="h-5 truncate text-muted text-sm">
            {[detail, `asked for at ${askedAt}`].filter(Boolean).join(' · ')}
          </span>
        </p>
        {isUnderWay(batch) ? (
          <Fragment key="under-way">
            {isPaused ? (
              <Button key="resume" className="w-26" disabled={isBusy} onClick={() => run(resumeBatch)}>
                <Play size={16} aria-hidden />
                Resume
              </Button>
            ) : (
              <Button key="pause" className="w-26" disabled={isBusy} onClick={() => run(pauseBatch)}>
                <Pause size={16} aria-hidden />
                Pause
              </Button>
            )}
            <Button key="stop" look="quiet" className="max-md:px-2.5" disabled={isBusy} onClick={() => run(stopBatch)}>
              <Square size={14} aria-hidden />
              Stop
            </Button>
          </Fragment>
        ) : (
          <Fragment key="ended">
            {failed > 0 && (
              <Button
                key="retry"
                disabled={isBusy}
                onClick={() =>
                  run(async () => {
                    const value = await askApi('/api/v1/queue/retry-failed', { batchId: id })
                    onDismiss()
                    return { ok: true, value }
                  })
                }
              >
                <RotateCw size={16} aria-hidden />
                Retry failed
              </Button>
            )}
            <IconButton key="dismiss" label="Dismiss" onClick={onDismiss}>
              <X size={16} aria-hidden />
            </IconButton>
          </Fragment>
        )}
      </div>
    </div>
  )
}

/** Once it is so, and has been for so long. */
function useAfter(ms: number, isSo: boolean, act: () => void): void {
  const latest = useRef(act)
  useEffect(() => {
    latest.current = act
  })
  useEffect(() => {
    if (!isSo) return
    const timer = setTimeout(() => latest.current(), ms)
    return () => clearTimeout(timer)
  }, [ms, isSo])
}

/** As tall as one of them is. */
const barHeight = '3.75rem'

/** Notices stand above it. */
function useRoomAtFoot(bars: number): void {
  useEffect(() => {
    const { style } = document.documentElement
    style.setProperty('--foot', `calc(${bars} * ${barHeight})`)
    return () => void style.removeProperty('--foot')
  }, [bars])
}

function useBatchActions({ id, projectId }: BatchRow) {
  const queryClient = useQueryClient()
  const toast = useToast()
  const [isBusy, setBusy] = useState(false)
  const act = async (change: (input: { id: string }) => Promise<Result<unknown>>) => {
    setBusy(true)
    const result = await tryAction(change, { id }).finally(() => setBusy(false))
    if (!result.ok) toast(errorToast(result.error))
    await queryClient.invalidateQueries({ queryKey: queryKeys.batches(projectId) })
  }
  return { isBusy, run: (change: (input: { id: string }) => Promise<Result<unknown>>) => void act(change) }
}
