'use client'

import { useState } from 'react'
import type { FoundName } from '#lib/storyboard/script/find-names.ts'
import { keyOf } from './use-import.ts'

type NamesPanelProps = {
  names: readonly FoundName[]
  chosen: readonly string[]
  onChoose(name: FoundName, isChosen: boolean): void
  /** Sentences that are there keep the cast they have. */
  isUpdate: boolean
}
type NameListProps = Omit<NamesPanelProps, 'isUpdate'> & { title: string; children: string }

/** As many as fit beside the script without scrolling away what is below. */
const shownAtFirst = 8

/** Whom the script names, offered for the cast. */
export function NamesPanel({ names, chosen, onChoose, isUpdate }: NamesPanelProps) {
  const characters = names.filter(({ kind }) => kind === 'character')
  const places = names.filter(({ kind }) => kind === 'place')
  return (
    <>
      <NameList title="Characters" {...{ chosen, onChoose }} names={characters}>
        {isUpdate
          ? 'They come into the cast, and are set on the new ones of as many sentences as stands beside them.'
          : 'They come into the cast, and are set on as many sentences as stands beside them.'}
      </NameList>
      <NameList title="Places" {...{ chosen, onChoose }} names={places}>
        A place in the cast is added to every picture of its scenes.
      </NameList>
    </>
  )
}

function NameList({ title, names, chosen, onChoose, children }: NameListProps) {
  const [isWhole, setWhole] = useState(false)
  if (names.length === 0) return null
  const shown = isWhole ? names : names.slice(0, shownAtFirst)
  return (
    <fieldset className="flex flex-col">
      <legend className="font-medium">{title}</legend>
      <p className="mt-0.5 mb-1 text-muted text-sm">{children}</p>
      {shown.map((name) => (
        <label key={keyOf(name)} className="flex min-h-8 cursor-pointer items-center gap-2.5 max-md:min-h-11">
          <input
            type="checkbox"
            checked={chosen.includes(keyOf(name))}
            onChange={(event) => onChoose(name, event.target.checked)}
            className="size-4 shrink-0 accent-accent"
          />
          <span dir="auto" className="min-w-0 grow truncate">
            {name.name}
          </span>
          <span className="text-faint text-sm tabular-nums">
            {name.count === 0 ? 'in none' : name.count.toLocaleString('en')}
          </span>
        </label>
      ))}
      {names.length > shown.length && (
        <button
          type="button"
          onClick={() => setWhole(true)}
          className="min-h-8 self-start rounded-md text-accent text-sm hover:underline max-md:min-h-11"
        >
          {names.length - shown.length} more
        </button>
      )}
    </fieldset>
  )
}
