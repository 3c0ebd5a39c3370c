import type { ReactNode } from 'react'
import { classes } from '#app/_ui/classes.ts'

export type StatusLine = {
  id: string
  state: 'good' | 'bad' | 'unknown'
  label: string
  facts: readonly ReactNode[]
  /** What is only known a moment later: room for it is kept, so that nothing moves when it comes. */
  note?: string
}

const dots = { good: 'bg-ok', bad: 'bg-danger', unknown: 'bg-line-strong' }

type StatusCardProps = { title: string; purpose: string; lines: readonly StatusLine[]; whenEmpty?: string }

export function StatusCard({ title, purpose, lines, whenEmpty }: StatusCardProps) {
  return (
    <section aria-label={title} className="flex min-h-40 flex-col rounded-lg border border-line bg-surface p-5">
      <h2 className="font-semibold text-lg">{title}</h2>
      <p className="text-muted">{purpose}</p>
      <ul className="mt-4 flex flex-col gap-3">
        {lines.map((line) => (
          <li key={line.id} className="flex gap-3">
            <span aria-hidden className={classes('mt-1.5 size-2 shrink-0 rounded-full', dots[line.state])} />
            <div className="min-w-0">
              <p className={line.state === 'bad' ? 'font-medium text-danger' : 'font-medium'}>{line.label}</p>
              <ul className="flex flex-wrap gap-x-4 text-muted text-sm tabular-nums">
                {line.facts.map((fact, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: facts have no identity but their place.
                  <li key={index} className="wrap-anywhere">
                    {fact}
                  </li>
                ))}
              </ul>
              {line.note !== undefined && <p className="min-h-10 text-muted text-sm tabular-nums">{line.note}</p>}
            </div>
          </li>
        ))}
      </ul>
      {lines.length === 0 && <p className="text-muted">{whenEmpty}</p>}
    </section>
  )
}
