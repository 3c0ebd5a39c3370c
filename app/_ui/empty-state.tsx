import type { ReactNode } from 'react'

/** What a place looks like before there is anything in it: what it is for, and the one thing to do next. */
export function EmptyState({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-3 rounded-lg border border-line border-dashed px-6 py-16 text-center">
      <FrameCorners />
      <h2 className="font-semibold text-lg">{title}</h2>
      <p className="max-w-96 text-muted">{children}</p>
      {action && <div className="mt-3">{action}</div>}
    </div>
  )
}

export function FrameCorners() {
  return (
    <svg width="64" height="36" viewBox="0 0 64 36" fill="none" aria-hidden className="mb-2 text-accent">
      <path
        d="M1 9V1h10M53 1h10v8M63 27v8H53M11 35H1v-8"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
