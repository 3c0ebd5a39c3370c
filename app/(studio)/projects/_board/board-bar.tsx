'use client'

import { memo } from 'react'
import type { Board, CastRow } from '#lib/storyboard/model.ts'
import { FilterButton } from './find/filter-button.tsx'
import { FindField } from './find/find-field.tsx'
import type { BoardActs } from './keys/board-acts.ts'
import type { LatestJobs } from './latest-jobs.ts'
import { ColumnsButton } from './view/columns-button.tsx'
import { SizeSlider } from './view/size-slider.tsx'
import type { BoardView } from './view/use-board-view.ts'
import { ViewSwitch } from './view/view-switch.tsx'

type BoardBarProps = {
  view: BoardView
  board: Board
  jobs: LatestJobs
  personId: string
  cast: readonly CastRow[] | undefined
  hitCount: number
  hitAt: number
  isHalf: boolean
  acts: BoardActs
}

/** How the board is looked at: which view, what of it, and what is searched for. */
export const BoardBar = memo(function BoardBar(props: BoardBarProps) {
  const { view, board, jobs, personId, cast, hitCount, hitAt, isHalf, acts } = props
  const { change } = view
  return (
    <div className="@container flex min-h-12 items-center gap-2 px-6 pb-2 max-md:flex-wrap max-md:px-4">
      <ViewSwitch view={view.view} onChange={(next) => change({ view: next })} />
      <FilterButton {...{ board, jobs, personId, cast }} marks={view.marks} castId={view.castId} onChange={change} />
      {view.view === 'table' && <ColumnsButton chosen={view.columns} onChange={(columns) => change({ columns })} />}
      {view.view === 'cards' && <SizeSlider size={view.size} onChange={(size) => change({ size })} />}
      <div className="grow" />
      <FindField
        search={view.search}
        onlyHits={view.onlyHits}
        hitCount={hitCount}
        hitAt={hitAt}
        isHalf={isHalf}
        onSearch={(search) => change({ search })}
        onOnlyHits={(onlyHits) => change({ onlyHits })}
        onStep={acts.stepHit}
        onClose={() => {
          change({ search: '', onlyHits: false })
          if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
        }}
      />
    </div>
  )
})
