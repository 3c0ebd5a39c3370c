import type { ReactNode } from 'react'
import { classes } from './classes.ts'

type PageHeaderProps = {
  title: ReactNode
  note?: ReactNode
  actions?: ReactNode
  /** For pages that use the whole width. */
  isWide?: boolean
  /** More that stays at the top, below the rest. */
  children?: ReactNode
}

/** The top of every page: where one is, its state, and its main actions. */
export function PageHeader({ title, note, actions, isWide = false, children }: PageHeaderProps) {
  return (
    <header
      className={classes(
        'sticky top-0 z-20 border-line border-b bg-canvas max-md:top-13',
        // With all that is in it, it would cover a third of a phone.
        isWide && 'max-md:static',
      )}
    >
      <div
        className={classes(
          // As high as its buttons make it, before they are there.
          '@container mx-auto flex min-h-16 items-center gap-x-4 gap-y-1 py-3 max-md:min-h-17 max-md:px-4',
          isWide ? 'px-6' : 'max-w-5xl px-8',
        )}
      >
        <div className="min-w-0 grow">
          {typeof title === 'string' ? <h1 className="truncate font-semibold text-xl">{title}</h1> : title}
        </div>
        {note}
        {actions && <div className="flex shrink-0 items-center gap-2">{actions}</div>}
      </div>
      {children}
    </header>
  )
}
