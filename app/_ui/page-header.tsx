import type { ReactNode } from 'react'

/** The top of every page: where one is, its state, and its main actions. */
export function PageHeader({ title, note, actions }: { title: ReactNode; note?: ReactNode; actions?: ReactNode }) {
  return (
    <header className="sticky top-0 z-20 border-line border-b bg-canvas max-md:top-13">
      <div className="mx-auto flex min-h-16 max-w-5xl items-center gap-x-4 gap-y-1 px-8 py-3 max-md:px-4">
        <div className="min-w-0 grow">
          {typeof title === 'string' ? <h1 className="truncate font-semibold text-xl">{title}</h1> : title}
        </div>
        {note}
        {actions && <div className="flex shrink-0 items-center gap-2">{actions}</div>}
      </div>
    </header>
  )
}
