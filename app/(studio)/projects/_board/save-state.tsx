import { Check, CloudOff, GitCompare, LoaderCircle, RefreshCw, TriangleAlert } from 'lucide-react'
import { Button } from '#app/_ui/button.tsx'
import { describeSaving, type SaveStatus } from './describe-saving.ts'

/** Whether everything is safe on the server. Of one width, so that the header never moves. */
export function SaveState({ status, pendingCount }: { status: SaveStatus; pendingCount: number }) {
  const { text, title, tone } = describeSaving(status, pendingCount)
  if (status === 'outdated') {
    return (
      <Button look="danger" title={title} data-save-status={status} onClick={() => window.location.reload()}>
        <RefreshCw size={14} aria-hidden />
        {text}
      </Button>
    )
  }
  return (
    <p
      role="status"
      data-save-status={status}
      title={title}
      className={`flex w-28 shrink-0 items-center gap-1.5 text-sm max-md:w-auto ${tone}`}
    >
      <StatusIcon status={status} />
      <span className="max-md:sr-only">{text}</span>
    </p>
  )
}

function StatusIcon({ status }: { status: Exclude<SaveStatus, 'outdated'> }) {
  switch (status) {
    case 'saved':
      return <Check size={14} aria-hidden />
    case 'saving':
      return <LoaderCircle size={14} aria-hidden className="animate-spin" />
    case 'offline':
      return <CloudOff size={14} aria-hidden />
    case 'undecided':
      return <GitCompare size={14} aria-hidden />
    case 'unkept':
      return <TriangleAlert size={14} aria-hidden />
  }
}
