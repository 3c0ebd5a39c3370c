'use client'

import { Check, Clapperboard, History } from 'lucide-react'
import type { SentenceRow } from '#lib/storyboard/model.ts'
import type { BoardHandle } from '../use-board.ts'
import { PromptField } from './prompt-field.tsx'

/** How the clip of the sentence stands, and what it will be made from. */
export function VideoTab({ handle, sentence }: { handle: BoardHandle; sentence: SentenceRow }) {
  const { currentClipId, activeVideoJobId, videoStaleBecause, isVideoDirty } = sentence
  return (
    <div className="flex min-h-0 grow flex-col gap-4 overflow-y-auto overscroll-contain p-4">
      <div className="flex shrink-0 flex-col gap-1">
        {currentClipId ? (
          <video
            key={currentClipId}
            src={`/api/v1/takes/${currentClipId}/file`}
            controls
            loop
            muted
            preload="metadata"
            className="aspect-video w-full rounded-md border border-line bg-canvas"
          />
        ) : (
          <div className="flex aspect-video w-full flex-col items-center justify-center gap-2 rounded-md border border-line border-dashed p-6 text-center text-faint">
            <Clapperboard size={24} aria-hidden />
            <p>No clip yet</p>
          </div>
        )}
        <p role="status" className="flex min-h-11 items-center gap-2 text-muted text-sm">
          {currentClipId &&
            (isVideoDirty ? (
              <History size={16} aria-hidden className="shrink-0 text-accent" />
            ) : (
              <Check size={16} aria-hidden className="shrink-0 text-ok" />
            ))}
          {describe({ currentClipId, activeVideoJobId, videoStaleBecause, isVideoDirty })}
        </p>
      </div>
      <PromptField
        handle={handle}
        sentence={sentence}
        field="videoPrompt"
        label="Video prompt"
        placeholder="Describe the movement: what changes, and how the camera goes."
      />
    </div>
  )
}

type Clip = Pick<SentenceRow, 'currentClipId' | 'activeVideoJobId' | 'videoStaleBecause' | 'isVideoDirty'>

function describe({ currentClipId, activeVideoJobId, videoStaleBecause, isVideoDirty }: Clip): string {
  if (activeVideoJobId) return 'A clip is being made.'
  if (!currentClipId) return 'Clips cannot be made on this page yet. The prompt is kept for when they can.'
  return isVideoDirty ? `Stale: ${videoStaleBecause.join(', ')}` : 'Up to date'
}
