import Link from 'next/link'
import { EmptyState } from './empty-state.tsx'

export function NothingHere() {
  return (
    <div className="mx-auto max-w-xl px-6 py-24">
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        title="There is nothing at this address"
        action={
          <Link href="/projects" className="rounded-md bg-accent px-4 py-2.5 font-semibold text-on-accent">
            See all projects
          </Link>
        }
      >
        It may have been deleted for good, or the address has a slip in it.
      </EmptyState>
    </div>
  )
}
