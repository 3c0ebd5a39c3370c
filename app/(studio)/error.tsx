'use client'

import { Button } from '#app/_ui/button.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'

/** What nobody foresaw. The digest is also in the server's log. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset(): void }) {
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
