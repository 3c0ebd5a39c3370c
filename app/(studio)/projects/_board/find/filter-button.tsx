'use client'

import { SlidersHorizontal } from 'lucide-react'
import { memo, useDeferredValue, useMemo } from 'react'
import { Button } from '#app/_ui/button.tsx'
import { CheckMenu } from '#app/_ui/check-menu.tsx'
import { classes } from '#app/_ui/classes.ts'
import type { Board, CastRow } from '#lib/storyboard/model.ts'
import type { LatestJobs } from '../latest-jobs.ts'
import { type Mark, marks, type ViewState } from '../view/view-state.ts'
import { countMarks, markNames } from './filters.ts'

type FilterButtonProps = {
  board: Board
  jobs: LatestJobs
  personId: string
  cast: readonly CastRow[] | undefined
  marks: readonly Mark[]
  castId: string | null
  onChange(part: Partial<ViewState>): void
}

/** Which sentences are shown, each choice with how many it would show. */
export const FilterButton = memo(function FilterButton(props: FilterButtonProps) {
  const { board, jobs, personId, cast, marks: chosen, castId, onChange } = props
  // Counting waits until the keys rest.
  const { sections, sentences } = useDeferredValue(board)
  const known = useDeferredValue(jobs)
  const counts = useMemo(
    () => countMarks({ sections, sentences }, { jobs: known, personId }),
    [sections, sentences, known, personId],
  )
  const isOn = chosen.length > 0 || castId !== null
  const names = [...chosen.map((mark) => markNames[mark]), cast?.find(({ id }) => id === castId)?.name]
  const change = (value: string, next: boolean) => {
    const mark = marks.find((one) => one === value)
    if (!mark) return onChange({ castId: next ? value : null })
    onChange({ marks: marks.filter((one) => (one === mark ? next : chosen.includes(one))) })
  }
  return (
    <CheckMenu
      groups={[
        {
          title: 'Show sentences that are',
          items: marks.map((mark) => ({
            ...{ value: mark, label: markNames[mark], isOn: chosen.includes(mark) },
            note: counts.marks[mark].toLocaleString('en'),
          })),
        },
        ...(cast && cast.length > 0
          ? [
              {
                title: 'With',
                items: cast.map(({ id, name }) => ({
                  ...{ value: id, label: name, isOn: castId === id },
                  note: (counts.cast.get(id) ?? 0).toLocaleString('en'),
                })),
              },
            ]
          : []),
      ]}
      onChange={change}
      onClear={isOn ? () => onChange({ marks: [], castId: null }) : undefined}
    >
      <Button look="quiet" className={classes('h-8 px-2.5 max-md:h-11', isOn && 'bg-accent-soft text-accent')}>
        <SlidersHorizontal size={14} aria-hidden />
        <span className="max-w-48 truncate">{isOn ? names.filter(Boolean).join(', ') : 'Filter'}</span>
      </Button>
    </CheckMenu>
  )
})
