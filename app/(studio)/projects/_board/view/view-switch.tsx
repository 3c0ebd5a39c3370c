'use client'

import { Clapperboard, LayoutGrid, Rows3 } from 'lucide-react'
import { classes } from '#app/_ui/classes.ts'
import type { View } from './view-state.ts'

const choices = [
  { view: 'table', label: 'Table', key: '1', icon: Rows3 },
  { view: 'cards', label: 'Cards', key: '2', icon: LayoutGrid },
  { view: 'film', label: 'Filmstrip', key: '3', icon: Clapperboard },
] as const

/** Three ways to see the same sentences. */
export function ViewSwitch({ view, onChange }: { view: View; onChange(view: View): void }) {
  return (
    <fieldset className="flex shrink-0 rounded-md border border-line p-0.5" aria-label="View">
      {choices.map(({ view: value, label, key, icon: Icon }) => (
        <button
          key={value}
          type="button"
          aria-pressed={view === value}
          title={`${label} (${key})`}
          onClick={() => onChange(value)}
          className={classes(
            'finger flex h-7 items-center justify-center gap-1.5 rounded-sm px-2.5 text-sm max-md:h-10 pointer-coarse:min-w-10',
            view === value ? 'bg-raised font-medium text-ink' : 'text-muted hover:text-ink',
          )}
        >
          <Icon size={14} aria-hidden />
          <span className="@max-3xl:sr-only">{label}</span>
        </button>
      ))}
    </fieldset>
  )
}
