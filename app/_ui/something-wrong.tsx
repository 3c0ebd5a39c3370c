'use client'

import { Button } from './button.tsx'
import { EmptyState } from './empty-state.tsx'

export type SomethingWrongProps = { error: Error & { digest?: string }; reset(): void }

/** What nobody foresaw. The digest is also in the server's log. */
export function SomethingWrong({ error, reset }: SomethingWrongProps) {
  return (
    <div className="mx-auto max-w-xl px-6 py-24">
      <h1 className="sr-only">Something went wrong</h1>
      <EmptyState
        title="Something went wrong"
        action={
          <Button look="primary" onClick={reset}>
            Try again
          </Button>
        }
      >
        Nothing that was saved is lost. If it happens again, tell whoever runs this instance
        {error.digest ? ` the id ${error.digest}.` : ' what you were doing.'}
      </EmptyState>
    </div>
  )
}
