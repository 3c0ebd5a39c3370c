import { Check, CloudOff, LoaderCircle, RefreshCw } from 'lucide-react'
import { Button } from '#app/_ui/button.tsx'
import type { SaveStatus } from './outbox.ts'

/** Whether everything is safe on the server. Of one width, so that the header never moves. */
export function SaveState({ status, pendingCount }: { status: SaveStatus; pendingCount: number }) {
  if (status === 'outdated') {
    return (
      <Button look="danger" onClick={() => window.location.reload()}>
        <RefreshCw size={14} aria-hidden />
        New version: reload
      </Button>
    )
  }
  const { icon, text, tone } = describe(status, pendingCount)
  return (
    <p
      role="status"
      data-save-status={status}
      className={`flex w-28 shrink-0 items-center gap-1.5 text-sm max-md:w-auto ${tone}`}
    >
      {icon}
      <span className="max-md:sr-only">{text}</span>
    </p>
  )
}

function describe(status: Exclude<SaveStatus, 'outdated'>, pendingCount: number) {
  switch (status) {
    case 'saved':
      return { icon: <Check size={14} aria-hidden />, text: 'Saved', tone: 'text-faint' }
    case 'saving':
      return {
        icon: <LoaderCircle size={14} aria-hidden className="animate-spin" />,
        text: 'Saving…',
        tone: 'text-muted',
      }
    case 'offline':
      return { icon: <CloudOff size={14} aria-hidden />, text: `${pendingCount} not sent yet`, tone: 'text-danger' }
  }
}
