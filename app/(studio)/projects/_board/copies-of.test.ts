import { expect, it } from 'vitest'
import { copiesOf } from './copies-of.ts'

it('copies many in several edits, each behind the one before', () => {
  const ids = Array.from({ length: 250 }, (_, index) => `s${index}`)
  const edits = copiesOf(ids, { sectionId: 'a', afterId: 's249' })
  expect(edits.map(({ copies }) => copies.length)).toEqual([100, 100, 50])
  expect(edits.flatMap(({ copies }) => copies.map(({ id }) => id))).toEqual(ids)
  const last = edits.map(({ copies }) => copies.at(-1)?.newId)
  expect(edits.map(({ afterId }) => afterId)).toEqual(['s249', last[0], last[1]])
  expect(new Set(edits.flatMap(({ copies }) => copies.map(({ newId }) => newId)))).toHaveProperty('size', 250)
})

it('begins at the start of a section where that is said', () => {
  expect(copiesOf(['s1'], { sectionId: 'a', afterId: null })).toMatchObject([{ afterId: null }])
})
