import { Check, CloudOff, GitCompare, LoaderCircle, RefreshCw, TriangleAlert } from 'lucide-react'
import { Button } from '#app/_ui/button.tsx'
import { describeSaving, type SaveStatus } from './describe-saving.ts'

type SaveStateProps = {
  status: SaveStatus
  pendingCount: number
  /** To where a text has to be chosen. */
  onDecide(): void
}

/** Whether everything is safe on the server. Of one width, so that the header never moves. */
export function SaveState({ status, pendingCount, onDecide }: SaveStateProps) {
  const { text, title, tone } = describeSaving(status, pendingCount)
  if (status === 'outdated') {
    return (
      <Button look="danger" title={title} data-save-status={status} onClick={() => window.location.reload()}>
        <RefreshCw size={14} aria-hidden />
        {text}
      </Button>
    )
  }
  if (status === 'undecided') {
    return (
      <Button
        look="danger"
        title={title}
        data-save-status={status}
        onClick={onDecide}
        className="@max-xl:size-10 @max-xl:px-0"
      >
        <GitCompare size={14} aria-hidden />
        <span className="@max-xl:sr-only">{text}</span>
      </Button>
    )
  }
  return (
    <p
      role="status"
      data-save-status={status}
      title={title}
      className={`flex w-28 shrink-0 items-center gap-1.5 text-sm @max-xl:w-auto ${tone}`}
    >
      <StatusIcon status={status} />
      <span className="@max-xl:sr-only">{text}</span>
    </p>
  )
}

function StatusIcon({ status }: { status: Exclude<SaveStatus, 'outdated' | 'undecided'> }) {
  switch (status) {
    case 'saved':
      return <Check size={14} aria-hidden />
    case 'saving':
      return <LoaderCircle size={14} aria-hidden className="animate-spin" />
    case 'offline':
      return <CloudOff size={14} aria-hidden />
    case 'unkept':
      return <TriangleAlert size={14} aria-hidden />
  }
}
