import { Clock, History, Image as ImageIcon, TriangleAlert } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useProgress } from '#app/_live/progress.tsx'
import { classes } from '#app/_ui/classes.ts'
import { Ring } from '#app/_ui/ring.tsx'
import type { SentenceRow } from '#lib/storyboard/model.ts'
import type { LatestJob } from './latest-jobs.ts'
import type { RowActions } from './row-actions.ts'

type RowPictureProps = {
  sentence: SentenceRow
  number: number
  job: LatestJob | undefined
  isOpen: boolean
  actions: RowActions
}

/** The picture of a sentence, small, and the way into the inspector. Of one size, whatever it shows. */
export function RowPicture({ sentence, number, job, isOpen, actions }: RowPictureProps) {
  const { id, imageUrl } = sentence
  const mark = markOf(sentence, job)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    actions.openNext(id, event.key === 'ArrowUp' ? -1 : 1)
  }
  return (
    <div className="relative shrink-0">
      <button
        type="button"
        data-picture={id}
        aria-label={`Open sentence ${number}: ${describeMark[mark]}`}
        aria-expanded={isOpen}
        // Pressed by a key, it counts no clicks.
        onClick={({ detail }) => actions.open(id, { withFocus: detail === 0 })}
        onKeyDown={onKeyDown}
        className={classes(
          'group/picture relative block aspect-video w-28 overflow-hidden rounded-sm border bg-raised @max-xl:w-20',
          isOpen ? 'border-accent outline-1 outline-accent' : 'border-line hover:border-line-strong',
        )}
      >
        {imageUrl ? (
          <img
            src={`${imageUrl}?w=320`}
            alt=""
            width={320}
            height={180}
            loading="lazy"
            decoding="async"
            className={classes('size-full object-cover', mark === 'active' && 'opacity-40')}
          />
        ) : (
          mark !== 'active' && (
            <ImageIcon size={18} aria-hidden className="m-auto text-faint group-hover/picture:text-ink" />
          )
        )}
        {mark === 'stale' && <Corner icon={<History size={12} aria-hidden />} className="text-accent" />}
        {mark === 'failed' && <Corner icon={<TriangleAlert size={12} aria-hidden />} className="text-danger" />}
      </button>
      {mark === 'active' && <ActiveMark jobId={sentence.activeJobId} isWaiting={job?.state === 'queued'} />}
    </div>
  )
}

type Mark = keyof typeof describeMark

const describeMark = {
  active: 'a picture is being made',
  failed: 'the last try failed',
  stale: 'the picture is stale',
  none: 'no picture yet',
  fresh: 'the picture is up to date',
} as const

function markOf({ activeJobId, imageUrl, isImageDirty }: SentenceRow, job: LatestJob | undefined): Mark {
  if (activeJobId) return 'active'
  if (job?.state === 'failed') return 'failed'
  if (!imageUrl) return 'none'
  return isImageDirty ? 'stale' : 'fresh'
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

function Corner({ icon, className }: { icon: React.ReactNode; className: string }) {
  return (
    <span
      className={classes(
        'absolute right-1 bottom-1 flex size-5 items-center justify-center rounded-full border border-line bg-surface',
        className,
      )}
    >
      {icon}
    </span>
  )
}
