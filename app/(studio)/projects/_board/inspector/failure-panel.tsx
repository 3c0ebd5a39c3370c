import { TriangleAlert, X } from 'lucide-react'
import { Button, IconButton } from '#app/_ui/button.tsx'
import type { FailedJob } from './use-making.ts'

type FailurePanelProps = { failure: FailedJob; onRetry(): void; onDismiss(): void }

/** What went wrong and what helps, over the picture it did not replace. */
export function FailurePanel({ failure, onRetry, onDismiss }: FailurePanelProps) {
  return (
    <div
      role="alert"
      className="absolute inset-x-0 bottom-0 flex max-h-full flex-col gap-2 border-danger border-t bg-surface p-3 pr-2"
    >
      <div className="flex min-h-0 items-start gap-2">
        <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-danger" />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long message scrolls, and that needs the keyboard too. */}
        <div tabIndex={0} className="max-h-full min-w-0 grow select-text overflow-y-auto text-sm">
          <p className="wrap-anywhere font-medium">{failure.message}</p>
          {failure.suggestion && <p className="wrap-anywhere mt-0.5 text-muted">{failure.suggestion}</p>}
        </div>
        <IconButton label="Dismiss" onClick={onDismiss} className="-my-1">
          <X size={16} aria-hidden />
        </IconButton>
      </div>
      <Button onClick={onRetry} className="shrink-0 self-start">
        Retry
      </Button>
    </div>
  )
}
