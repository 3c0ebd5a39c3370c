import { expect, test } from 'vitest'
import { draftCounts } from './draft-counts.ts'

test.each<[string, { maxBatch: number }[] | undefined, number[]]>([
  ['nothing is known', undefined, [1]],
  ['there is no GPU', [], [1]],
  ['one makes more than the others', [{ maxBatch: 1 }, { maxBatch: 4 }], [1, 2, 4]],
  ['one makes an odd number', [{ maxBatch: 3 }], [1, 2]],
  ['one makes very many', [{ maxBatch: 64 }], [1, 2, 4, 8]],
])('what is offered when %s', (_, gpus, counts) => {
  expect(draftCounts(gpus)).toEqual(counts)
})
