import { Clock, History, Image as ImageIcon, Layers, Lock, Star, TriangleAlert } from 'lucide-react'
import { type KeyboardEvent, type MouseEvent, type ReactNode, useState } from 'react'
import { useProgress } from '#app/_live/progress.tsx'
import { classes } from '#app/_ui/classes.ts'
import { Ring } from '#app/_ui/ring.tsx'
import type { SentenceRow } from '#lib/storyboard/model.ts'
import { activeJobIdOf, type LatestJob } from './latest-jobs.ts'
import type { RowActions } from './row-actions.ts'
import { describePictureState, pictureStateOf } from './sentence-state.ts'

type RowPictureProps = {
  sentence: SentenceRow
  number: number
  job: LatestJob | undefined
  isOpen: boolean
  actions: RowActions
  /** How wide it is drawn at most; the file is chosen by it. */
  widthPx?: number
  className?: string
}

/** The picture of a sentence and the way into the inspector. Of one size, whatever it shows. */
export function RowPicture({ sentence, number, job, isOpen, actions, widthPx = 112, className }: RowPictureProps) {
  const { id, imageUrl, locked, isFavourite } = sentence
  const state = pictureStateOf(sentence, job)
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : undefined
    if (by === undefined || event.altKey || event.shiftKey) return
    event.preventDefault()
    actions.openNext(id, by)
  }
  const onClick = ({ detail, shiftKey, ctrlKey, metaKey }: MouseEvent) => {
    // With one of these it is about choosing several.
    if (shiftKey || ctrlKey || metaKey) return
    // Pressed by a key, it counts no clicks.
    actions.open(id, detail === 0 ? 'prompt' : undefined)
  }
  return (
    <div className={classes('relative shrink-0', className)}>
      <button
        type="button"
        data-picture={id}
        aria-label={`Open sentence ${number}: ${describePictureState[state]}${isFavourite ? ', with a favourite among its takes' : ''}`}
        aria-expanded={isOpen}
        onClick={onClick}
        onKeyDown={onKeyDown}
        className={classes(
          'group/picture relative block aspect-video w-full overflow-hidden rounded-sm border bg-raised',
          isOpen ? 'border-accent outline-1 outline-accent' : 'border-line hover:border-line-strong',
        )}
      >
        {imageUrl ? (
          <ArrivingPicture url={`${imageUrl}?w=${widthPx > 320 ? 640 : 320}`} isDimmed={state === 'active'} />
        ) : (
          state !== 'active' && (
            <ImageIcon size={18} aria-hidden className="m-auto text-faint group-hover/picture:text-ink" />
          )
        )}
        <span className="absolute right-1 bottom-1 flex gap-1">
          {isFavourite && (
            <Corner
              icon={<Star size={12} fill="currentColor" aria-hidden />}
              title="A favourite is among its takes"
              className="text-accent"
            />
          )}
          {locked && <Corner icon={<Lock size={12} aria-hidden />} className="text-muted" />}
          {state === 'stale' && <Corner icon={<History size={12} aria-hidden />} className="text-accent" />}
          {state === 'draft' && <Corner icon={<Layers size={12} aria-hidden />} className="text-accent" />}
          {state === 'failed' && <Corner icon={<TriangleAlert size={12} aria-hidden />} className="text-danger" />}
        </span>
      </button>
      {state === 'active' && <ActiveMark jobId={activeJobIdOf(sentence, job)} isWaiting={job?.state === 'queued'} />}
    </div>
  )
}

/** A picture that comes while somebody looks comes quietly; one that was there already is just there. */
function ArrivingPicture({ url, isDimmed }: { url: string; isDimmed: boolean }) {
  const [firstUrl] = useState(url)
  return (
    <img
      key={url}
      src={url}
      alt=""
      width={320}
      height={180}
      loading="lazy"
      decoding="async"
      draggable={false}
      className={classes(
        'size-full object-cover transition-opacity',
        isDimmed && 'opacity-40',
        url !== firstUrl && 'motion-safe:animate-appear',
      )}
    />
  )
}

/** Over the button, not in it: its number is not part of the button's name. */
function ActiveMark({ jobId, isWaiting }: { jobId: string | null; isWaiting: boolean }) {
  const progress = useProgress(jobId)
  return (
    <span className="pointer-events-none absolute inset-0 flex items-center justify-center text-accent">
      {isWaiting ? (
        <span data-waiting className="flex size-8 items-center justify-center rounded-full bg-surface">
          <Clock size={18} aria-hidden />
        </span>
      ) : (
        <Ring percent={progress?.percent} />
      )}
    </span>
  )
}

function Corner({ icon, title, className }: { icon: ReactNode; title?: string; className: string }) {
  return (
    <span
      title={title}
      className={classes(
        'flex size-5 items-center justify-center rounded-full border border-line bg-surface',
        className,
      )}
    >
      {icon}
    </span>
  )
}
