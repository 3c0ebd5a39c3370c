import { makeRandom } from '#lib/testing/fleet-scenarios.ts'

export type Random = { below(limit: number): number; pick<T>(list: readonly T[]): T }

/** Random choices that are the same for the same seed, so that a failure can be run again. */
export function createRandom(seed: number): Random {
  const next = makeRandom(seed)
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    below,
    pick(list) {
      const item = list[below(list.length)]
      if (item === undefined) throw new Error('There is nothing to pick from.')
      return item
    },
  }
}
