'use client'

import { Images } from 'lucide-react'
import { useState } from 'react'
import { Button } from '#app/_ui/button.tsx'
import { Dialog } from '#app/_ui/dialog.tsx'
import type { BoardHandle } from '../use-board.ts'
import { MakePicturesForm } from './make-pictures-form.tsx'

type MakePicturesProps = { projectId: string; handle: BoardHandle; onMade(batchId: string): void }

/** Asks for many pictures at once. On a phone the button shows its picture only. */
export function MakePicturesButton({ projectId, handle, onMade }: MakePicturesProps) {
  const [isOpen, setOpen] = useState(false)
  const open = () => {
    // What was just typed is what the pictures are made of.
    handle.flush()
    setOpen(true)
  }
  return (
    <>
      <Button onClick={open} className="max-md:size-11 max-md:px-0" aria-label="Make pictures…" title="Make pictures…">
        <Images size={16} aria-hidden />
        <span className="max-md:hidden">Make pictures…</span>
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        title="Make pictures"
        description="They wait behind what is asked for one by one."
      >
        <MakePicturesForm projectId={projectId} handle={handle} onMade={onMade} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  )
}
