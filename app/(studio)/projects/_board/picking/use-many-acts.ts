'use client'

import { useLayoutEffect, useMemo, useRef } from 'react'
import { describeCount } from '#app/_ui/describe-count.ts'
import { useToast } from '#app/_ui/toasts.tsx'
import { findRow } from '#lib/storyboard/board-rows.ts'
import type { CastRow } from '#lib/storyboard/model.ts'
import type { BoardIndex } from '../board-index.ts'
import { castWith } from '../cast-with.ts'
import { copiesOf } from '../copies-of.ts'
import { describeMerge, whyNotJoin } from '../describe-merge.ts'
import type { BoardHandle } from '../use-board.ts'
import type { Picker } from './use-picking.ts'

export type ManyActs = {
  make(): void
  setLocked(value: boolean): void
  setCast(memberId: string, isIn: boolean): void
  moveTo(sectionId: string): void
  /** Joins neighbours into the first of them. */
  merge(): void
  /** Puts copies behind the last of them. */
  duplicate(): void
  archive(): void
  remove(): void
}

type ManyParts = {
  handle: BoardHandle
  index: BoardIndex
  picker: Picker
  cast: readonly CastRow[] | undefined
  /** Shows what making pictures of these would be. */
  onMake(ids: string[]): void
}

/** What is done with all the chosen ones, or else with the one a person is at. Each is one act, taken back as one. */
export function useManyActs(parts: ManyParts): ManyActs {
  const toast = useToast()
  const latest = useRef(parts)
  useLayoutEffect(() => {
    latest.current = parts
  })
  return useMemo(() => {
    const rows = () => {
      const { handle, picker } = latest.current
      const board = handle.board
      if (!board) return []
      return picker.targets().flatMap((id) => findRow(board.sentences, id) ?? [])
    }
    const many = (count: number) => (count === 1 ? 'a sentence' : describeCount(count, 'sentence'))
    const putAway = (
      kind: 'sentence.archive' | 'sentence.delete',
      { doing, done }: { doing: string; done: string },
    ) => {
      const { handle, picker, index } = latest.current
      const ids = picker.targets()
      if (ids.length === 0) return
      const gone = new Set(ids)
      const last = index.order.indexOf(ids.at(-1) ?? '')
      const next = index.order[last + 1] ?? index.order.slice(0, last).findLast((id) => !gone.has(id))
      const takeBack = handle.perform(`${doing} ${many(ids.length)}`, { kind, ids })
      if (next !== undefined) picker.one(next)
      const title = ids.length === 1 ? `Sentence ${done}` : `${describeCount(ids.length, 'sentence')} ${done}`
      toast({ title, action: { label: 'Undo', run: takeBack } })
    }
    return {
      make: () => latest.current.onMake(latest.current.picker.targets()),
      setLocked(value) {
        const ids = rows().flatMap(({ id, locked }) => (locked === value ? [] : [id]))
        if (ids.length === 0) return
        const label = `${value ? 'locking' : 'unlocking'} ${many(ids.length)}`
        latest.current.handle.perform(label, { kind: 'sentence.set', ids, values: { locked: value } })
      },
      setCast(memberId, isIn) {
        const order = (latest.current.cast ?? []).map(({ id }) => id)
        // Those who have the same cast after it are changed together.
        const groups = Map.groupBy(
          rows().filter(({ castIds }) => castIds.includes(memberId) !== isIn),
          ({ castIds }) => castWith(castIds, { memberId, isIn, order }).join(),
        )
        const edits = [...groups].map(([joined, those]) => {
          const castIds = joined === '' ? [] : joined.split(',')
          return { kind: 'sentence.set', ids: those.map(({ id }) => id), values: { castIds } } as const
        })
        const name = latest.current.cast?.find(({ id }) => id === memberId)?.name ?? 'someone'
        if (edits.length > 0) latest.current.handle.perform(`${isIn ? 'putting in' : 'taking out'} ${name}`, ...edits)
      },
      moveTo(sectionId) {
        const { picker, index, handle } = latest.current
        const ids = picker.targets()
        const moved = new Set(ids)
        const afterId = (index.idsOf.get(sectionId) ?? []).findLast((id) => !moved.has(id)) ?? null
        handle.perform(`moving ${many(ids.length)}`, { kind: 'sentence.move', ids, sectionId, afterId })
      },
      merge() {
        const { handle, picker, index } = latest.current
        const targets = picker.targets()
        // Of one alone: with the one before.
        const [only = ''] = targets
        const before = index.order[index.order.indexOf(only) - 1]
        const ids = targets.length === 1 ? [before ?? '', only] : targets
        const [intoId = '', ...others] = ids
        const board = handle.board
        if (!board || intoId === '') return toast({ title: 'There is no sentence before it' })
        const places = ids.map((id) => index.numberOf.get(id) ?? 0)
        const isRow = places.every((place, at) => at === 0 || place === (places[at - 1] ?? 0) + 1)
        if (!isRow)
          return toast({
            title: 'Only neighbours can be joined',
            description: 'Choose sentences that follow one another.',
          })
        const refusal = whyNotJoin(board, intoId, others)
        if (refusal !== undefined) return toast({ title: refusal })
        const description = describeMerge(board, intoId, others)
        const takeBack = handle.perform(
          'joining sentences',
          ...others.map((id) => ({ kind: 'sentence.merge', id, intoId }) as const),
        )
        picker.one(intoId)
        toast({ title: 'Sentences joined', description, action: { label: 'Undo', run: takeBack } })
      },
      duplicate() {
        const { handle, picker } = latest.current
        const targets = rows()
        const last = targets.at(-1)
        if (!last) return
        const place = { sectionId: last.sectionId, afterId: last.id }
        const edits = copiesOf(
          targets.map(({ id }) => id),
          place,
        )
        const takeBack = handle.perform(`duplicating ${many(targets.length)}`, ...edits)
        picker.one(edits[0]?.copies[0]?.newId ?? last.id)
        const count = targets.length
        const title = count === 1 ? 'Sentence duplicated' : `${describeCount(count, 'sentence')} duplicated`
        toast({ title, action: { label: 'Undo', run: takeBack } })
      },
      archive: () => putAway('sentence.archive', { doing: 'archiving', done: 'archived' }),
      remove: () => putAway('sentence.delete', { doing: 'deleting', done: 'deleted' }),
    }
  }, [toast])
}
