'use client'

import { Maximize2, Star } from 'lucide-react'
import { usePreview } from '#app/_live/use-preview.ts'
import { classes } from '#app/_ui/classes.ts'
import { FrameCorners } from '#app/_ui/empty-state.tsx'
import type { ProjectRow, SentenceRow } from '#lib/storyboard/model.ts'
import type { TakeRow } from '#lib/takes/model.ts'
import { DraftMark } from './draft-mark.tsx'
import { FailurePanel } from './failure-panel.tsx'
import { ProgressPanel } from './progress-panel.tsx'
import { ShownPicture } from './shown-picture.tsx'
import { starWords } from './take-words.ts'
import type { Making } from './use-making.ts'

type StageProps = {
  sentence: SentenceRow
  number: number
  project: ProjectRow
  making: Making
  /** Undefined until it is read, or when there is none. */
  shown: TakeRow | undefined
  onFavourite(take: TakeRow): void
  onEnlarge(): void
}

/** The picture, large, and over it what is happening to it. Its box has one size whatever it shows, so nothing below moves. */
export function Stage({ sentence, number, project, making, shown, onFavourite, onEnlarge }: StageProps) {
  const { imageUrl } = sentence
  const { active, failed } = making
  const preview = usePreview(active?.id ?? null)
  const shape = project.width / project.height
  const alt = `Picture of sentence ${number}`
  const starLabel = starWords(shown)
  return (
    <div
      className="group relative mx-auto shrink-0 overflow-hidden rounded-md border border-line bg-canvas"
      // As wide as there is room, unless a tall picture would push everything else off the screen.
      style={{ aspectRatio: shape, width: `min(100%, calc(46dvh * ${shape}))` }}
    >
      {imageUrl ? (
        <ShownPicture
          key={sentence.id}
          url={imageUrl}
          alt={alt}
          isDimmed={active !== undefined || failed !== undefined}
        />
      ) : (
        !preview && (
          <div className="flex size-full flex-col items-center justify-center gap-1 p-6 text-center text-faint">
            {!active && !failed && (
              <>
                <FrameCorners />
                <p>No picture yet</p>
              </>
            )}
          </div>
        )
      )}
      {imageUrl && shown?.quality === 'draft' && <DraftMark className="top-2 left-2" />}
      {active && preview && (
        <img
          src={preview}
          alt="What it looks like so far"
          className={
            imageUrl
              ? 'absolute top-2 right-2 max-h-1/2 w-2/5 rounded-sm border border-line object-contain shadow-float'
              : 'size-full object-contain'
          }
        />
      )}
      {imageUrl && !active && !failed && (
        <button
          type="button"
          data-enlarge
          onClick={onEnlarge}
          aria-label={`Show the picture of sentence ${number} in full size`}
          className="absolute inset-0 flex cursor-zoom-in items-start justify-end p-2 -outline-offset-2"
        >
          <span className="flex size-8 items-center justify-center rounded-md bg-surface text-ink opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 max-lg:opacity-100">
            <Maximize2 size={16} aria-hidden />
          </span>
        </button>
      )}
      {imageUrl && shown && !active && !failed && (
        <button
          type="button"
          aria-label={starLabel}
          title={starLabel}
          aria-pressed={shown.favourite}
          onClick={() => onFavourite(shown)}
          className="absolute top-0 right-10 flex size-12 items-center justify-center rounded-md -outline-offset-4"
        >
          <span
            className={classes(
              'flex size-8 items-center justify-center rounded-md bg-surface transition-opacity',
              shown.favourite
                ? 'text-accent'
                : 'text-ink opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 max-lg:opacity-100',
            )}
          >
            <Star size={16} aria-hidden fill={shown.favourite ? 'currentColor' : 'none'} />
          </span>
        </button>
      )}
      {active && <ProgressPanel job={active} waiting={making.waiting} onCancel={() => void making.cancel()} />}
      {failed && <FailurePanel failure={failed} onRetry={() => void making.retry()} onDismiss={making.dismiss} />}
    </div>
  )
}
