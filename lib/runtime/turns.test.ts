import { expect, it } from 'vitest'
import { createTurns } from './turns.ts'

it('lets only so many work at once, in their order, and goes on after one that fails', async () => {
  const inTurn = createTurns(2)
  const begun: number[] = []
  const ends = [0, 1, 2, 3].map(() => Promise.withResolvers<number>())
  const works = ends.map(({ promise }, index) =>
    inTurn(async () => {
      begun.push(index)
      return await promise
    }),
  )
  expect(begun).toEqual([0, 1])
  ends[1]?.reject(new Error('no'))
  await expect(works[1]).rejects.toThrow('no')
  expect(begun).toEqual([0, 1, 2])
  for (const [index, { resolve }] of ends.entries()) resolve(index)
  expect(await Promise.all([works[0], works[2], works[3]])).toEqual([0, 2, 3])
})
