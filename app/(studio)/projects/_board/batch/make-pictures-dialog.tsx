'use client'

import { Dialog } from '#app/_ui/dialog.tsx'
import type { BoardHandle } from '../use-board.ts'
import { MakePicturesForm, type MakeRequest } from './make-pictures-form.tsx'

type DialogProps = {
  projectId: string
  handle: BoardHandle
  /** What it begins with; closed without. */
  request: MakeRequest | undefined
  onClose(): void
  onMade(batchId: string): void
}

/** Asks for many pictures at once. */
export function MakePicturesDialog({ projectId, handle, request, onClose, onMade }: DialogProps) {
  return (
    <Dialog
      open={request !== undefined}
      onOpenChange={(open) => !open && onClose()}
      title="Make pictures"
      description="They wait behind what is asked for one by one."
    >
      {request && <MakePicturesForm {...{ projectId, handle, request, onMade }} onDone={onClose} />}
    </Dialog>
  )
}
