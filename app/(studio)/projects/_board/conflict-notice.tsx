import { Button } from '#app/_ui/button.tsx'
import type { Conflict } from './outbox.ts'

type ConflictNoticeProps = { what?: 'sentence' | 'prompt'; conflict: Conflict; onKeepMine(): void; onUseTheirs(): void }

/** Two people changed one sentence at once: both texts, and the choice. */
export function ConflictNotice({ what = 'sentence', conflict, onKeepMine, onUseTheirs }: ConflictNoticeProps) {
  return (
    <div role="alert" className="mt-2 rounded-md border border-danger bg-danger-soft p-3">
      <p className="font-medium">Someone else changed this {what} while you were editing it.</p>
      <dl className="mt-2 grid gap-2 text-base">
        <div>
          <dt className="text-muted text-sm">Theirs, shown above</dt>
          <dd className="wrap-anywhere whitespace-pre-wrap">{conflict.theirs}</dd>
        </div>
        <div>
          <dt className="text-muted text-sm">Yours</dt>
          <dd className="wrap-anywhere whitespace-pre-wrap">{conflict.mine}</dd>
        </div>
      </dl>
      <div className="mt-3 flex gap-2">
        <Button onClick={onKeepMine}>Keep mine</Button>
        <Button onClick={onUseTheirs}>Use theirs</Button>
      </div>
    </div>
  )
}
