'use client'

import { ChevronDown, ChevronUp, ListFilter, Search, X } from 'lucide-react'
import { IconButton } from '#app/_ui/button.tsx'
import { classes } from '#app/_ui/classes.ts'

type FindFieldProps = {
  search: string
  onlyHits: boolean
  hitCount: number
  /** Which of the hits a person is at, from 1; 0 when they are at none. */
  hitAt: number
  /** Takes could not be looked through. */
  isHalf: boolean
  onSearch(text: string): void
  onOnlyHits(value: boolean): void
  onStep(by: 1 | -1): void
  onClose(): void
}

/** Finds words, prompts, people and what pictures were made with, goes from hit to hit, and can leave out all the rest. */
export function FindField(props: FindFieldProps) {
  const { search, onlyHits, hitCount, hitAt, isHalf, onSearch, onOnlyHits, onStep, onClose } = props
  const isSearching = search.trim() !== ''
  return (
    <search className="flex min-w-0 items-center gap-0.5 max-md:basis-full">
      <div className="relative min-w-0 grow">
        <Search
          size={14}
          aria-hidden
          className="pointer-events-none absolute top-2.5 left-2.5 text-faint max-md:top-3.5"
        />
        <input
          type="search"
          data-find
          aria-label="Find in words, prompts, people and takes"
          aria-keyshortcuts="/"
          placeholder="Find"
          value={search}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onSearch(event.target.value)}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return
            if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1)
            if (event.key === 'Escape') {
              event.preventDefault()
              onClose()
            }
          }}
          className="h-8 w-44 max-w-full rounded-md border border-line bg-surface pr-14 pl-8 placeholder:text-faint focus:border-line-strong max-md:h-11 max-md:w-full [&::-webkit-search-cancel-button]:hidden"
        />
        <span
          role="status"
          className="pointer-events-none absolute top-1.5 right-2.5 text-faint text-sm tabular-nums max-md:top-3"
        >
          {isSearching && (hitCount === 0 ? 'None' : `${hitAt === 0 ? '–' : hitAt}/${hitCount}`)}
        </span>
      </div>
      {isSearching && isHalf && (
        <p
          role="status"
          className="shrink-0 px-1.5 text-muted text-sm"
          title="They are searched again as soon as the server answers."
        >
          Takes not searched
        </p>
      )}
      {isSearching && (
        <>
          <IconButton label="Hit before (Ctrl Shift G)" disabled={hitCount === 0} onClick={() => onStep(-1)}>
            <ChevronUp size={16} aria-hidden />
          </IconButton>
          <IconButton label="Next hit (Ctrl G)" disabled={hitCount === 0} onClick={() => onStep(1)}>
            <ChevronDown size={16} aria-hidden />
          </IconButton>
          <IconButton
            label="Show only what is found"
            aria-pressed={onlyHits}
            className={classes(onlyHits && 'bg-accent-soft text-accent')}
            onClick={() => onOnlyHits(!onlyHits)}
          >
            <ListFilter size={16} aria-hidden />
          </IconButton>
          <IconButton label="Stop finding" onClick={onClose}>
            <X size={16} aria-hidden />
          </IconButton>
        </>
      )}
    </search>
  )
}
