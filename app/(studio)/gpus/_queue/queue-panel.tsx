'use client'

import { Pause, Play } from 'lucide-react'
import { useState } from 'react'
import { Button } from '#app/_ui/button.tsx'
import { classes } from '#app/_ui/classes.ts'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import type { QueueItem, QueuePage } from '#lib/jobs/queue-model.ts'
import { DepthChart } from '../_gpus/depth-chart.tsx'
import { formatCount } from '../_gpus/describe-gpus.ts'
import { QueueRow } from './queue-row.tsx'
import { StopOthersDialog } from './stop-others-dialog.tsx'
import { useQueue } from './use-queue.ts'
import { useQueueActions } from './use-queue-actions.ts'

/** What waits, in the order it is made, and what people may do about it. */
export function QueuePanel({ depth }: { depth: readonly number[] | undefined }) {
  const { data, error, showMore } = useQueue()
  const actions = useQueueActions()
  const [keeping, setKeeping] = useState<QueueItem>()
  const items = data?.items ?? []
  return (
    <section aria-label="Queue" className="flex flex-col gap-4">
      <div className="flex items-baseline gap-3">
        <h2 className="font-semibold text-xl">Queue</h2>
        <p className="text-muted tabular-nums">{data && describeCounts(data)}</p>
      </div>
      <QueueSwitch queue={data} isBusy={actions.isBusy} onPause={actions.pause} onResume={actions.resume} />
      <DepthChart values={depth} />
      {error && (
        <p role="alert" className="rounded-md border border-danger bg-danger-soft p-3">
          {error.message} This is how it was when it last answered.
        </p>
      )}
      {data && items.length === 0 && data.held > 0 ? (
        <EmptyState title="Only paused batches wait">
          Their projects show them at the foot of the board, with a button to resume them.
        </EmptyState>
      ) : data && items.length === 0 ? (
        <EmptyState title="Nothing waits">
          Open a project and press “Make pictures…” there, or ask for one picture beside its sentence. What waits is
          listed here.
        </EmptyState>
      ) : (
        <ol className="flex flex-col divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
          {items.map((item) => (
            <QueueRow key={item.id} item={item} actions={actions} onStopOthers={() => setKeeping(item)} />
          ))}
        </ol>
      )}
      {showMore && (
        <Button look="quiet" className="self-center" onClick={showMore}>
          Show more
        </Button>
      )}
      <StopOthersDialog item={keeping} queue={data} actions={actions} onClose={() => setKeeping(undefined)} />
    </section>
  )
}

function describeCounts({ waiting, running, held }: QueuePage): string {
  return [
    `${formatCount(waiting)} waiting`,
    `${formatCount(running)} on the GPUs`,
    held > 0 && `${formatCount(held)} in paused batches`,
  ]
    .filter(Boolean)
    .join(' · ')
}

type QueueSwitchProps = {
  queue: QueuePage | undefined
  isBusy: boolean
  onPause(): Promise<void>
  onResume(): Promise<void>
}

/** Whether the queue goes on. Of one size, and seen from afar when it does not. */
function QueueSwitch({ queue, isBusy, onPause, onResume }: QueueSwitchProps) {
  const isPaused = queue?.isPaused ?? false
  return (
    <div
      className={classes(
        'flex min-h-16 items-center gap-3 rounded-lg border p-3 pl-5 max-md:pl-4',
        isPaused ? 'border-accent bg-accent-soft' : 'border-line bg-surface',
      )}
    >
      <div role="status" className="min-w-0 grow">
        <p className="font-medium">{isPaused ? 'The queue is paused' : 'The queue runs'}</p>
        <p className="text-muted text-sm">
          {isPaused
            ? `${queue?.pausedBy ? `By ${queue.pausedBy}. ` : ''}What is being drawn is finished; nothing new begins.`
            : 'What waits begins by itself as soon as a GPU is free.'}
        </p>
      </div>
      {isPaused ? (
        <Button look="primary" className="w-38 shrink-0" disabled={isBusy} onClick={() => void onResume()}>
          <Play size={16} aria-hidden />
          Resume queue
        </Button>
      ) : (
        <Button className="w-38 shrink-0" disabled={isBusy || !queue} onClick={() => void onPause()}>
          <Pause size={16} aria-hidden />
          Pause queue
        </Button>
      )}
    </div>
  )
}
