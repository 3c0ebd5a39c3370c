'use client'

import { ChevronDown, ChevronUp, Lock, LockOpen, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { IconButton } from '#app/_ui/button.tsx'
import { inertOthers } from '#app/_ui/inert-others.ts'
import { Tabs } from '#app/_ui/tabs.tsx'
import { useToast } from '#app/_ui/toasts.tsx'
import type { Board, SentenceRow } from '#lib/storyboard/model.ts'
import { type BoardIndex, idNextTo } from '../board-index.ts'
import type { LatestJobs } from '../latest-jobs.ts'
import type { BoardHandle } from '../use-board.ts'
import type { Selection } from '../use-selection.ts'
import { ImageTab } from './image-tab.tsx'
import { TakeViewer } from './take-viewer.tsx'
import { useCast } from './use-cast.ts'
import { useMaking } from './use-making.ts'
import { useSeed } from './use-seed.ts'
import { useIsWide } from './use-wide.ts'
import { VideoTab } from './video-tab.tsx'

type InspectorProps = {
  handle: BoardHandle
  board: Board
  sentence: SentenceRow
  number: number
  jobs: LatestJobs
  selection: Selection
  /** What is seen of the list: before and after go through it. */
  shown: BoardIndex
  /** The list comes along. */
  onGo(id: string): void
}

type Tab = 'image' | 'video'

/** One sentence, its picture and all that makes it: a column beside the list, or a sheet over it where there is no room. */
export function Inspector(props: InspectorProps) {
  const { handle, board, sentence, number, jobs, selection, shown, onGo } = props
  const { id, text, locked } = sentence
  const projectId = board.project.id
  const panel = useRef<HTMLElement>(null)
  const isWide = useIsWide()
  const toast = useToast()
  const [tab, setTab] = useState<Tab>('image')
  /** Which take is shown in full size; null for the chosen one. */
  const [lookedId, setLookedId] = useState<string | null>()
  const wayBack = useRef<'stage' | 'strip'>('stage')
  const cast = useCast(projectId)
  const making = useMaking({ projectId, sentence, jobs, handle })
  const seed = useSeed(handle, sentence)
  useSheet(panel, !isWide, selection.close)

  const make = (how: { drafts?: number; fromDraft?: boolean } = {}) => {
    if (seed.entry.kind === 'wrong') return
    seed.settle()
    const given = seed.entry.kind === 'seed' ? { seed: seed.entry.seed, pictureIndex: seed.pictureIndex } : {}
    void making.make({ ...how, ...given })
  }
  const makeNew = () => {
    if (making.refusal !== undefined) return
    if (sentence.seed === null) return void making.make({ seed: seed.draw() })
    toast({
      title: 'The seed is pinned',
      description: 'Unpin it, and a new one can be drawn.',
      action: { label: 'Unpin', run: () => seed.pin(null) },
    })
  }
  const makeOther = () => {
    if (sentence.seed !== null) seed.pin(null)
    void making.make({ seed: seed.draw() })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // Menus and the enlarged picture are drawn elsewhere, but their keys come by here.
    const isInside = event.target instanceof Node && panel.current?.contains(event.target)
    if (!isInside || event.nativeEvent.isComposing || event.defaultPrevented) return
    if (event.key === 'Escape') {
      event.preventDefault()
      // Out of a field first: what was typed stays, and the keys of the board are at hand.
      if (event.target instanceof Element && event.target.matches('input, textarea')) panel.current?.focus()
      else selection.close()
    }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && tab === 'image') {
      event.preventDefault()
      if (event.shiftKey) makeNew()
      else make()
    }
  }
  const look = (takeId: string | null) => {
    wayBack.current = takeId === null ? 'stage' : 'strip'
    setLookedId(takeId)
  }
  /** From the full size to what led there. */
  const comeBack = (takeId: string | undefined) => {
    const inside = (selector: string) => panel.current?.querySelector<HTMLElement>(selector)
    const there = (wayBack.current === 'strip' && inside(`[data-take="${takeId}"]`)) || inside('[data-enlarge]')
    ;(there ?? panel.current)?.focus()
  }
  const next = useMemo(() => ({ up: idNextTo(shown, id, -1), down: idNextTo(shown, id, 1) }), [shown, id])
  const goTo = (target: string | undefined) => target && onGo(target)
  const setLocked = (value: boolean) =>
    handle.perform(value ? 'locking a sentence' : 'unlocking a sentence', {
      kind: 'sentence.set',
      ids: [id],
      values: { locked: value },
    })

  return (
    // biome-ignore lint/a11y/noNoninteractiveElementInteractions: its keys work from every field in it.
    <section
      ref={panel}
      data-inspector
      aria-label={`Inspector, sentence ${number}`}
      {...(isWide ? {} : { role: 'dialog', 'aria-modal': true })}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      className="fixed inset-y-0 right-0 z-20 flex w-105 flex-col border-line border-l bg-surface outline-none focus-visible:border-accent max-lg:z-40 max-lg:shadow-[0_0_0_100vmax_var(--veil)] max-md:left-0 max-md:w-auto max-md:border-l-0"
    >
      <header className="flex h-16 shrink-0 items-center gap-1 pr-3 pl-4">
        <div className="min-w-0 grow">
          <h2 className="font-semibold text-lg">Sentence {number}</h2>
          <p className="truncate text-faint text-sm" dir="auto" title={text}>
            {text}
          </p>
        </div>
        <div className="flex w-35 shrink-0 justify-between max-md:w-46 pointer-coarse:min-w-42">
          <IconButton label="Sentence before" disabled={!next.up} onClick={() => goTo(next.up)}>
            <ChevronUp size={16} aria-hidden />
          </IconButton>
          <IconButton label="Sentence after" disabled={!next.down} onClick={() => goTo(next.down)}>
            <ChevronDown size={16} aria-hidden />
          </IconButton>
          <IconButton
            label={locked ? 'Locked: unlock the sentence' : 'Lock the sentence, so that its picture stays'}
            aria-pressed={locked}
            className="aria-pressed:text-accent"
            onClick={() => setLocked(!locked)}
          >
            {locked ? <Lock size={16} aria-hidden /> : <LockOpen size={16} aria-hidden />}
          </IconButton>
          <IconButton label="Close the inspector" onClick={selection.close}>
            <X size={16} aria-hidden />
          </IconButton>
        </div>
      </header>
      <Tabs
        label="Picture or clip"
        value={tab}
        onChange={(next) => setTab(next)}
        tabs={[
          {
            value: 'image',
            label: 'Image',
            content: (
              <ImageTab
                key={id}
                {...{ handle, board, sentence, number, cast, making, seed }}
                onMake={() => make()}
                onRenew={() => make({ fromDraft: true })}
                onMakeDrafts={(drafts) => make({ drafts })}
                onMakeNew={makeNew}
                onMakeOther={makeOther}
                onLook={look}
              />
            ),
          },
          { value: 'video', label: 'Video', content: <VideoTab key={id} handle={handle} sentence={sentence} /> },
        ]}
      />
      {lookedId !== undefined && (
        <TakeViewer
          {...{ handle, board, sentence, number, next }}
          takeId={lookedId}
          onGo={(target) => {
            setLookedId(null)
            onGo(target)
          }}
          onLook={setLookedId}
          onClose={() => setLookedId(undefined)}
          onClosed={comeBack}
        />
      )}
    </section>
  )
}

/** Over the list, it is all there is: the focus goes in, and the rest is out of reach until it is closed. */
function useSheet(panel: React.RefObject<HTMLElement | null>, isSheet: boolean, close: () => void): void {
  useEffect(() => {
    const element = panel.current
    if (!isSheet || !element) return
    element.focus()
    // What is out of reach lets a click through to what stands around both.
    const onClick = ({ target }: MouseEvent) => {
      if (target instanceof Node && target !== element && target.contains(element)) close()
    }
    const release = inertOthers(element)
    document.addEventListener('click', onClick)
    return () => {
      document.removeEventListener('click', onClick)
      release()
    }
  }, [panel, isSheet, close])
}
