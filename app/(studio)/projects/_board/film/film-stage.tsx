'use client'

import { cssVars } from '#app/_ui/css-vars.ts'
import { FrameCorners } from '#app/_ui/empty-state.tsx'
import type { ProjectRow, SentenceRow } from '#lib/storyboard/model.ts'

type FilmStageProps = {
  row: SentenceRow | undefined
  /** Fetched while this one is seen, so that the next is there at once. */
  nextUrl: string | undefined
  number: number
  project: ProjectRow
}

/** One frame, as large as there is room, with its sentence below it. */
export function FilmStage({ row, nextUrl, number, project }: FilmStageProps) {
  const shape = project.width / project.height
  return (
    <div className="flex min-h-0 flex-col items-center gap-3">
      <div
        className="film-frame flex items-center justify-center overflow-hidden rounded-md border border-line bg-surface"
        style={cssVars({ aspectRatio: shape, '--shape': shape })}
      >
        {row?.imageUrl ? (
          <img
            key={row.imageUrl}
            src={`${row.imageUrl}?w=1280`}
            alt={`Sentence ${number}`}
            decoding="sync"
            className="size-full object-contain"
          />
        ) : (
          <div className="flex flex-col items-center gap-1 text-faint">
            <FrameCorners />
            <p>No picture yet</p>
          </div>
        )}
        {nextUrl && (
          <img src={`${nextUrl}?w=1280`} alt="" width={1} height={1} className="absolute size-px opacity-0" />
        )}
      </div>
      <p
        className="flex min-h-14 max-w-4xl items-center justify-center text-balance text-center text-lg max-md:text-base"
        dir="auto"
        aria-live="polite"
      >
        {row?.text ?? 'No sentence is shown.'}
      </p>
    </div>
  )
}
