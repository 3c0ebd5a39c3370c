'use client'

import { Images } from 'lucide-react'
import { Button } from '#app/_ui/button.tsx'

/** On a phone the button shows its picture only. */
export function MakePicturesButton({ onOpen }: { onOpen(): void }) {
  return (
    <Button
      onClick={onOpen}
      className="@max-xl:size-10 @max-xl:px-0"
      aria-label="Make pictures…"
      title="Make pictures…"
    >
      <Images size={16} aria-hidden />
      <span className="@max-xl:hidden">Make pictures…</span>
    </Button>
  )
}
