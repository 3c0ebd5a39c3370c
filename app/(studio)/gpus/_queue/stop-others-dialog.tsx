'use client'

import { Button } from '#app/_ui/button.tsx'
import { Dialog } from '#app/_ui/dialog.tsx'
import type { QueueItem, QueuePage } from '#lib/jobs/queue-model.ts'
import type { QueueActions } from './use-queue-actions.ts'

type StopOthersDialogProps = {
  /** The one that goes on; undefined while nobody asks. */
  item: QueueItem | undefined
  queue: QueuePage | undefined
  actions: QueueActions
  onClose(): void
}

/** It cannot be taken back, and it stops what others asked for, so it is asked about. */
export function StopOthersDialog({ item, queue, actions, onClose }: StopOthersDialogProps) {
  const others = Math.max(0, (queue?.waiting ?? 0) + (queue?.running ?? 0) + (queue?.held ?? 0) - 1)
  const name = item?.sentenceText ?? item?.projectName
  return (
    <Dialog
      open={item !== undefined}
      onOpenChange={(open) => !open && onClose()}
      title="Stop all but this?"
      description={`Everything else that waits or is being drawn is cancelled, whoever asked for it${name ? `. “${name}” goes on` : ''}. Pictures that are there stay.`}
    >
      <div className="flex justify-end gap-2">
        <Button look="quiet" onClick={onClose}>
          Keep everything
        </Button>
        <Button
          look="danger"
          disabled={actions.isBusy}
          onClick={async () => {
            if (item) await actions.stopOthers(item.id)
            onClose()
          }}
        >
          Stop {others.toLocaleString('en')} others
        </Button>
      </div>
    </Dialog>
  )
}
