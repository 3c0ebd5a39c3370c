import { Check, CircleDashed, Clock, History, Layers, LoaderCircle, Lock, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '#app/_ui/button.tsx'
import type { SentenceRow } from '#lib/storyboard/model.ts'
import { draftStanding } from '../draft-standing.ts'
import type { ActiveJob } from './active-job.ts'
import type { Making } from './use-making.ts'

type StatusLineProps = { sentence: SentenceRow; making: Making; onRenew(): void }

/** How the picture stands, in one line that is always there. What it says is also said aloud. */
export function StatusLine({ sentence, making, onRenew }: StatusLineProps) {
  const { icon, text } = describe(sentence, making)
  const canRenew = sentence.imageUrl !== null && sentence.isImageDirty && making.refusal === undefined
  return (
    <div className="flex h-11 shrink-0 items-center gap-2 text-sm">
      {icon}
      <p role="status" className="line-clamp-2 min-w-0 grow text-muted" title={text}>
        {text}
      </p>
      {canRenew && (
        <Button look="accent" className="h-8 px-2.5 max-lg:h-11" onClick={onRenew}>
          {draftStanding(sentence.staleBecause).isOnlyDraft ? 'Make the final' : 'Make it anew'}
        </Button>
      )}
    </div>
  )
}

function describe(sentence: SentenceRow, { active, failed, waiting }: Making): { icon: ReactNode; text: string } {
  const { imageUrl, isImageDirty, staleBecause, locked } = sentence
  if (active?.state === 'queued') {
    const icon = <Clock size={16} aria-hidden className="shrink-0 text-accent" />
    return { icon, text: waiting?.reason ?? 'The picture waits for its turn' }
  }
  if (active?.state === 'prepared') return { icon: <Spinner />, text: 'The picture is the next on its GPU' }
  if (active) return { icon: <Spinner />, text: describeMaking(active, imageUrl !== null) }
  if (failed)
    return { icon: <TriangleAlert size={16} aria-hidden className="text-danger" />, text: 'The last try failed' }
  if (!imageUrl) return { icon: <CircleDashed size={16} aria-hidden className="text-faint" />, text: 'No picture yet' }
  if (isImageDirty) {
    const { isOnlyDraft, changes } = draftStanding(staleBecause)
    if (isOnlyDraft) return { icon: <Layers size={16} aria-hidden className="text-accent" />, text: 'A draft' }
    return { icon: <History size={16} aria-hidden className="text-accent" />, text: `Stale: ${changes.join(', ')}` }
  }
  if (locked) return { icon: <Lock size={16} aria-hidden className="text-faint" />, text: 'Up to date, and locked' }
  return { icon: <Check size={16} aria-hidden className="text-ok" />, text: 'Up to date' }
}

function describeMaking({ drafts }: ActiveJob, hasPicture: boolean): string {
  if (drafts > 1) return `${drafts} drafts are being made`
  if (drafts === 1) return 'A draft is being made'
  return hasPicture ? 'A new picture is being made' : 'The picture is being made'
}

function Spinner() {
  return <LoaderCircle size={16} aria-hidden className="shrink-0 animate-spin text-accent" />
}
