'use client'

import { Check, ChevronDown, ChevronLeft, ChevronRight, ChevronUp, Lock, Star } from 'lucide-react'
import { useEffect } from 'react'
import { Button, IconButton } from '#app/_ui/button.tsx'
import type { Board, SentenceRow } from '#lib/storyboard/model.ts'
import type { TakeRow } from '#lib/takes/model.ts'
import type { BoardHandle } from '../use-board.ts'
import { type LargePicture, Lightbox, type LightboxAct } from './lightbox.tsx'
import { picturesOf } from './strip-takes.ts'
import { marksOf, seedOf, starWords } from './take-words.ts'
import { useTakeActions } from './use-take-actions.ts'
import { useTakes } from './use-takes.ts'

type TakeViewerProps = {
  handle: BoardHandle
  board: Board
  sentence: SentenceRow
  number: number
  /** The take that is looked at. One that the sentence has not stands for the one it shows. */
  takeId: string | null
  /** The sentences before and after. */
  next: { up: string | undefined; down: string | undefined }
  onLook(takeId: string): void
  onGo(sentenceId: string): void
  onClose(): void
  /** The one that was looked at last. */
  onClosed(takeId: string | undefined): void
}

/** Goes through the takes of a sentence in full size. What is looked at is chosen only when a person says so. */
export function TakeViewer({ handle, board, sentence, number, takeId, next, ...on }: TakeViewerProps) {
  const takes = useTakes(board.project.id, sentence.id)
  const actions = useTakeActions({ handle, sentence, takes: takes.items ?? [] })
  const items = picturesOf(takes.items)
  const indexOf = (id: string | null) => items.findIndex((take) => take.id === id)
  const index = indexOf(indexOf(takeId) < 0 ? sentence.currentTakeId : takeId)
  const take = items[index]
  const [newer, older] = [items[index - 1], items[index + 1]]
  useReadAhead([newer, older])

  const isChosen = take !== undefined && take.id === sentence.currentTakeId
  const isKept = sentence.locked && !isChosen
  const look = (to: TakeRow | undefined) => {
    if (!to) return
    // Those behind it are there when they are come to.
    if (items.indexOf(to) >= items.length - 2) takes.readMore?.()
    on.onLook(to.id)
  }
  const choose = () => {
    if (take && !isChosen && !isKept) actions.choose(take)
  }
  const onAct = (act: LightboxAct) => {
    if (act === 'newer') look(newer)
    if (act === 'older') look(older)
    if (act === 'choose') choose()
    if (act === 'favourite' && take) actions.favourite(take)
    const sentenceId = act === 'next' ? next.down : act === 'previous' ? next.up : undefined
    if (sentenceId) on.onGo(sentenceId)
  }
  const name = take && `Take ${index + 1} of ${items.length}`
  return (
    <Lightbox
      title={`Sentence ${number}`}
      words={sentence.text}
      picture={pictureOf({ take, name, sentence, number, project: board.project })}
      onAct={onAct}
      onClose={on.onClose}
      onClosed={() => on.onClosed(take?.id)}
      buttons={
        <>
          <IconButton label="Sentence before" disabled={!next.up} onClick={() => onAct('previous')}>
            <ChevronUp size={16} aria-hidden />
          </IconButton>
          <IconButton label="Sentence after" disabled={!next.down} onClick={() => onAct('next')}>
            <ChevronDown size={16} aria-hidden />
          </IconButton>
        </>
      }
      foot={
        <div className="flex min-h-16 shrink-0 items-center gap-2 border-line border-t bg-surface px-4 max-md:min-h-30 max-md:flex-wrap max-md:content-center max-md:px-2 max-md:pb-[env(safe-area-inset-bottom)]">
          {/* Not `disabled` at the ends: the focus would be lost there. */}
          <IconButton
            label="Take before"
            aria-disabled={!newer}
            className="max-md:-order-2 aria-disabled:cursor-default aria-disabled:opacity-50"
            onClick={() => look(newer)}
          >
            <ChevronLeft size={20} aria-hidden />
          </IconButton>
          <IconButton
            label="Take after"
            aria-disabled={!older}
            className="aria-disabled:cursor-default aria-disabled:opacity-50"
            onClick={() => look(older)}
          >
            <ChevronRight size={20} aria-hidden />
          </IconButton>
          <div
            role="status"
            className="min-w-0 leading-5 max-md:-order-1 max-md:basis-[calc(100%-6.5rem)] max-md:text-center"
          >
            <p className="truncate font-medium tabular-nums">
              {name ? [name, ...marksOf(take, isChosen)].join(', ') : describeNone(takes.items)}
            </p>
            <p className="truncate text-muted text-sm tabular-nums">{take && seedOf(take)}</p>
          </div>
          <IconButton
            label={starWords(take)}
            aria-pressed={take?.favourite ?? false}
            disabled={!take}
            onClick={() => onAct('favourite')}
            className="ml-auto aria-pressed:text-accent"
          >
            <Star size={16} aria-hidden fill={take?.favourite ? 'currentColor' : 'none'} />
          </IconButton>
          <Button
            look={isChosen || isKept ? 'plain' : 'primary'}
            aria-disabled={!take || isChosen || isKept}
            title={isKept ? 'Its picture stays until the sentence is unlocked' : undefined}
            onClick={choose}
            className="min-w-36 aria-disabled:cursor-default aria-disabled:opacity-50 max-md:grow"
          >
            {isKept ? <Lock size={16} aria-hidden /> : <Check size={16} aria-hidden />}
            {isChosen ? 'Chosen' : isKept ? 'Sentence locked' : 'Use this one'}
          </Button>
        </div>
      }
    />
  )
}

type Pictured = Pick<TakeViewerProps, 'sentence' | 'number'> & {
  take: TakeRow | undefined
  name: string | undefined
  project: Board['project']
}

/** Until the takes are read, and for one further back than they were, the sentence itself says what it shows. */
function pictureOf({ take, name, sentence, number, project }: Pictured): LargePicture | undefined {
  const alt = `Picture of sentence ${number}`
  if (take) return { url: take.url, alt: `${alt}: ${name}`, size: take }
  return sentence.imageUrl ? { url: sentence.imageUrl, alt, size: project } : undefined
}

function describeNone(items: readonly TakeRow[] | undefined): string {
  return items ? 'No takes yet' : 'Reading the takes…'
}

/** Gets the pictures beside the one that is looked at, so that going on shows them at once. */
function useReadAhead(beside: readonly (TakeRow | undefined)[]): void {
  const urls = beside.flatMap((take) => take?.url ?? []).join(' ')
  useEffect(() => {
    for (const url of urls.split(' ').filter(Boolean)) new Image().src = url
  }, [urls])
}
