import { Button } from '#app/_ui/button.tsx'
import type { Conflict } from './outbox-model.ts'

export type ConflictChoice = 'mine' | 'theirs' | 'both'

type ConflictNoticeProps = {
  /** What it is found by: `conflictKey`. */
  id: string
  what?: 'sentence' | 'prompt'
  conflict: Conflict
  onChoose(choice: ConflictChoice): void
}

/** Two people changed the same words at once: all versions, and the choice. One's own stay in the field until then. */
export function ConflictNotice({ id, what = 'sentence', conflict, onChoose }: ConflictNoticeProps) {
  const { mine, theirs, both, by } = conflict
  return (
    <section
      role="alert"
      data-conflict={id}
      // Whoever is led here begins here.
      tabIndex={-1}
      className="row-margin mt-2 rounded-md border border-danger bg-danger-soft p-3"
    >
      <p className="font-medium">
        {by || 'Someone else'} changed the same words of this {what}. Yours are not saved until you choose.
      </p>
      <dl className="mt-2 grid gap-2 text-base">
        <Version title="With theirs" text={theirs} />
        <Version title="With yours" text={mine} />
        <Version title="With both" text={both} />
      </dl>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button onClick={() => onChoose('mine')}>Keep mine</Button>
        <Button onClick={() => onChoose('theirs')}>Use theirs</Button>
        <Button onClick={() => onChoose('both')}>Keep both</Button>
      </div>
    </section>
  )
}

function Version({ title, text }: { title: string; text: string }) {
  return (
    <div>
      <dt className="text-muted text-sm">{title}</dt>
      <dd dir="auto" className="wrap-anywhere whitespace-pre-wrap">
        {text}
      </dd>
    </div>
  )
}
