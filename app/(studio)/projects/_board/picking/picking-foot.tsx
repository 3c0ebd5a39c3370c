'use client'

import { useMemo } from 'react'
import { findRow } from '#lib/storyboard/board-rows.ts'
import type { Board, CastRow } from '#lib/storyboard/model.ts'
import { PickingBar } from './picking-bar.tsx'
import type { ManyActs } from './use-many-acts.ts'
import type { Picker } from './use-picking.ts'

type FootProps = {
  board: Board
  picker: Picker
  cast: readonly CastRow[] | undefined
  many: ManyActs
  isBesideInspector: boolean
}

/** The bar of the chosen ones, while there are any. */
export function PickingFoot({ board, picker, cast, many, isBesideInspector }: FootProps) {
  const { chosenIds } = picker.state
  const { isAllLocked, castCounts } = useMemo(() => {
    const rows = [...chosenIds].flatMap((id) => findRow(board.sentences, id) ?? [])
    const counts = new Map<string, number>()
    for (const id of rows.flatMap(({ castIds }) => castIds)) counts.set(id, (counts.get(id) ?? 0) + 1)
    return { isAllLocked: rows.length > 0 && rows.every(({ locked }) => locked), castCounts: counts }
  }, [board.sentences, chosenIds])
  if (chosenIds.size === 0) return null
  return (
    <PickingBar
      {...{ isAllLocked, castCounts, cast, isBesideInspector }}
      count={chosenIds.size}
      sections={board.sections.filter(({ deleted }) => !deleted)}
      acts={many}
      onNone={picker.none}
    />
  )
}
