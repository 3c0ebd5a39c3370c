import { expect, it } from 'vitest'
import { shortPlace, whichPicture } from './seed-words.ts'

it.each([
  [{ pictureIndex: 0, count: 1 }, '', ''],
  [{ pictureIndex: 0, count: 4 }, ' · 1 of 4', ', picture 1 of 4'],
  [{ pictureIndex: 2, count: 4 }, ' · 3 of 4', ', picture 3 of 4'],
  // The final of the third.
  [{ pictureIndex: 2, count: 1 }, ' · 3', ', picture 3'],
])('%o is told from the others of its seed', (take, ...[short, inWords]) => {
  expect([shortPlace(take), whichPicture(take)]).toEqual([short, inWords])
})
