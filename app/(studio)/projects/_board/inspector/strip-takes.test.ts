import { describe, expect, it } from 'vitest'
import type { BoardEdit } from '#lib/storyboard/edits.ts'
import type { TakeRow } from '#lib/takes/model.ts'
import { idOf } from '#lib/testing/boards.ts'
import { besideGone, seenTakes, type TakePages, withAnswered } from './strip-takes.ts'

/** The higher its number, the newer it is. */
const take = (number: number, deleted = false): TakeRow => ({
  ...{ id: idOf(number), projectId: idOf(1), sentenceId: idOf(21), jobId: null, kind: 'image', quality: 'final' },
  ...{ pictureIndex: 0, count: 1, workflow: 'w', seed: '1', width: 8, height: 8, mediaType: 'image/png', sizeBytes: 1 },
  ...{ isCurrent: false, favourite: false, locked: false, deleted, replayed: null, url: '/f' },
  createdAt: `2030-01-01T00:00:0${number}.000Z`,
})
const remove = (number: number): BoardEdit => {
  return { kind: 'take.delete', id: idOf(21), takeId: idOf(number), nextId: null }
}
const restore = (number: number): BoardEdit => {
  return { kind: 'take.restore', id: idOf(21), takeId: idOf(number), isShown: false }
}
const read = [take(3), take(2), take(1)]

describe('seenTakes', () => {
  it.each<[string, BoardEdit[], number[]]>([
    ['nothing', [], [3, 2, 1]],
    ['a deletion', [remove(2)], [3, 1]],
    ['a deletion that is taken back', [remove(2), restore(2)], [3, 2, 1]],
    ['one that is done again', [remove(2), restore(2), remove(2)], [3, 1]],
  ])('shows %s at once', (_, pending, numbers) => {
    expect(seenTakes({ read, deletedHere: [], pending }).map(({ id }) => id)).toEqual(numbers.map(idOf))
  })

  it('shows one that comes back in its place, and not before it is asked for', () => {
    const known = { read: [take(3), take(1)], deletedHere: [take(2, true)] }
    expect(seenTakes({ ...known, pending: [restore(2)] }).map(({ id }) => id)).toEqual([3, 2, 1].map(idOf))
    expect(seenTakes({ ...known, pending: [] }).map(({ id }) => id)).toEqual([3, 1].map(idOf))
  })
})

describe('besideGone', () => {
  it.each<[string, [before: string, now: string], string | undefined]>([
    ['the next', ['abc', 'ac'], 'c'],
    ['one further on, when the next has gone too', ['abcd', 'ad'], 'd'],
    ['the last before it, when none is left behind it', ['ab', 'a'], 'a'],
    ['the one that stood nearest, whatever has come', ['abc', 'xac'], 'c'],
    ['nobody, when none is left', ['b', ''], undefined],
    ['nobody, when all are new', ['b', 'x'], undefined],
  ])('is %s', (_, [before, now], expected) => {
    expect(besideGone([...before], [...now], 'b')).toBe(expected)
  })
})

describe('withAnswered', () => {
  const pages: TakePages = {
    pageParams: [null, 'c'],
    pages: [
      { items: [take(9), take(7)], nextCursor: 'c' },
      { items: [take(5), take(3)], nextCursor: 'd' },
    ],
  }
  const numbersIn = ({ pages: all }: TakePages) => all.map(({ items }) => items.map(({ id }) => Number(id.slice(-2))))

  it.each([
    [
      8,
      [
        [9, 8, 7],
        [5, 3],
      ],
    ],
    [
      6,
      [
        [9, 7],
        [6, 5, 3],
      ],
    ],
    [
      5,
      [
        [9, 7],
        [5, 3],
      ],
    ],
    [
      2,
      [
        [9, 7],
        [5, 3],
      ],
    ],
  ])('puts take %i where a reading would have it', (number, expected) => {
    expect(numbersIn(withAnswered(pages, take(number)))).toEqual(expected)
  })

  it('takes out what is deleted, and puts the oldest behind all', () => {
    expect(numbersIn(withAnswered(pages, take(7, true)))).toEqual([[9], [5, 3]])
    const whole = { pageParams: [null], pages: [{ items: [take(5)], nextCursor: null }] }
    expect(numbersIn(withAnswered(whole, take(2)))).toEqual([[5, 2]])
  })
})
