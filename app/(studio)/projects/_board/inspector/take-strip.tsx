'use client'

import { type KeyboardEvent, useRef, useState } from 'react'
import { Button } from '#app/_ui/button.tsx'
import type { SentenceRow } from '#lib/storyboard/model.ts'
import { picturesOf } from './strip-takes.ts'
import { TakeCard } from './take-card.tsx'
import { useKeptFocus } from './use-kept-focus.ts'
import type { TakeActions } from './use-take-actions.ts'
import type { Takes } from './use-takes.ts'

type TakeStripProps = {
  sentence: SentenceRow
  takes: Takes
  actions: TakeActions
  /** A picture of the sentence is being made. */
  isMaking: boolean
  onLook(takeId: string): void
}

/** Every picture that was made for the sentence, the newest first. Always of one height, also while there is none. */
export function TakeStrip({ sentence, takes, actions, isMaking, onLook }: TakeStripProps) {
  const strip = useRef<HTMLElement>(null)
  const list = useRef<HTMLUListElement>(null)
  const [reachedId, setReachedId] = useState<string>()
  const items = picturesOf(takes.items)
  const focus = useKeptFocus(
    strip,
    items.map((take) => take.id),
  )
  // One stop for the Tab key: the take that was reached last, else the chosen one.
  const has = (id: string | null | undefined) => items.some((take) => take.id === id)
  const stopId = has(reachedId) ? reachedId : has(sentence.currentTakeId) ? sentence.currentTakeId : items[0]?.id

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const index = items.findIndex((take) => take.id === stopId)
    const target = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: items.length - 1 }[event.key]
    const next = target === undefined ? undefined : items[target]
    if (!next || !(event.target instanceof HTMLElement) || !event.target.matches('[data-take]')) return
    event.preventDefault()
    setReachedId(next.id)
    list.current?.querySelector<HTMLElement>(`[data-take="${next.id}"]`)?.focus()
  }

  return (
    <section ref={strip} aria-label="Takes" className="-mx-4 h-25 shrink-0">
      {items.length === 0 ? (
        <p className="mx-4 flex h-16 items-center rounded-md border border-line border-dashed px-3 text-faint text-sm">
          {describeNone(takes)}
        </p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveElementInteractions: the arrow keys go from button to button in it.
        <ul
          ref={list}
          onKeyDown={onKeyDown}
          className="flex h-full gap-2 overflow-x-auto overflow-y-hidden overscroll-x-contain scroll-smooth px-4 pt-1 [scrollbar-width:thin]"
        >
          {items.map((take, index) => (
            <TakeCard
              key={take.id}
              take={take}
              name={`take ${index + 1} of ${items.length}`}
              isChosen={take.id === sentence.currentTakeId}
              canReplay={!isMaking && !sentence.locked}
              isStop={take.id === stopId}
              onReach={() => {
                focus.reach(take.id)
                setReachedId(take.id)
              }}
              onLeave={focus.leave}
              onLook={() => onLook(take.id)}
              actions={actions}
            />
          ))}
          {takes.readMore && (
            <li className="shrink-0">
              <Button look="quiet" className="h-16" onClick={takes.readMore}>
                Show older
              </Button>
            </li>
          )}
        </ul>
      )}
    </section>
  )
}

function describeNone({ items, error }: Takes): string {
  if (error) return `${error.message} It is asked again by itself.`
  return items ? 'Each picture you make is kept here as a take.' : 'Reading the takes…'
}
