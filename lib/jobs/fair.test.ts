import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Lane } from '#lib/fleet/choice.ts'
import { costOf, fairStarts, laneRange, priorityOf, startOfPriority } from './fair.ts'

type Waiting = { person: string; startS: number; costS: number; order: number }

/** One GPU that takes what is first, and people who ask now and then: what fairness is about, without a database. */
function aQueue() {
  const finishS = new Map<string, number>()
  let waiting: Waiting[] = []
  let clockS = 0
  let order = 0
  return {
    ask(person: string, costsS: readonly number[]) {
      const headS = waiting.length > 0 ? Math.min(...waiting.map(({ startS }) => startS)) : null
      const asked = costsS.map((costS) => ({ costS, headS }))
      const fair = fairStarts(asked, { clockS, finishS: finishS.get(person) ?? 0 })
      finishS.set(person, fair.finishS)
      fair.startsS.forEach((startS, index) => {
        waiting.push({ person, startS, costS: costsS[index] ?? 0, order: order++ })
      })
    },
    take(): Waiting | undefined {
      const first = waiting.toSorted((a, b) => a.startS - b.startS || a.order - b.order)[0]
      waiting = waiting.filter((one) => one !== first)
      if (first) clockS = Math.max(clockS, first.startS)
      return first
    },
    get clockS() {
      return clockS
    },
    get count() {
      return waiting.length
    },
  }
}

const cost = fc.integer({ min: 1, max: 60 })

describe('the fair order', () => {
  it('of two who ask for many, each gets its turn', () => {
    const queue = aQueue()
    queue.ask('Ada', new Array(50).fill(10))
    queue.ask('Ben', new Array(50).fill(10))
    const taken = Array.from({ length: 100 }, () => queue.take()?.person)
    for (let at = 0; at < 100; at += 2) expect(taken.slice(at, at + 2).sort()).toEqual(['Ada', 'Ben'])
  })

  it('who asks for one while five hundred wait gets the next turn', () => {
    const queue = aQueue()
    queue.ask('Ada', new Array(500).fill(10))
    for (let count = 0; count < 3; count++) queue.take()
    queue.ask('Ben', [10])
    expect([queue.take()?.person, queue.take()?.person]).toContain('Ben')
  })

  it('who was away for long has saved up nothing', () => {
    const queue = aQueue()
    queue.ask('Ada', new Array(100).fill(10))
    for (let count = 0; count < 50; count++) queue.take()
    queue.ask('Ben', new Array(50).fill(10))
    const taken = Array.from({ length: 20 }, () => queue.take()?.person)
    expect(taken.filter((person) => person === 'Ben').length).toBeLessThanOrEqual(11)
  })

  it('as long as both wait, neither gets more than the other by more than their longest jobs', () => {
    fc.assert(
      fc.property(
        fc.array(cost, { minLength: 20, maxLength: 60 }),
        fc.array(cost, { minLength: 20, maxLength: 60 }),
        (ada, ben) => {
          const queue = aQueue()
          queue.ask('Ada', ada)
          queue.ask('Ben', ben)
          const got = { Ada: 0, Ben: 0 }
          const left = { Ada: ada.length, Ben: ben.length }
          while (left.Ada > 0 && left.Ben > 0) {
            const taken = queue.take()
            if (taken?.person !== 'Ada' && taken?.person !== 'Ben') throw new Error('Nothing was left.')
            got[taken.person] += taken.costS
            left[taken.person]--
            expect(Math.abs(got.Ada - got.Ben)).toBeLessThanOrEqual(2 * 60)
          }
        },
      ),
    )
  })

  it('starves nobody: everything is taken, each person’s in the order it was asked for, and the clock never goes back', () => {
    const step = fc.oneof(
      fc.record({ ask: fc.constantFrom('Ada', 'Ben', 'Cleo'), costs: fc.array(cost, { minLength: 1, maxLength: 5 }) }),
      fc.constant('take' as const),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const queue = aQueue()
        const last = new Map<string, number>()
        let clockS = 0
        const take = () => {
          const taken = queue.take()
          if (!taken) return
          expect(taken.order).toBeGreaterThan(last.get(taken.person) ?? -1)
          last.set(taken.person, taken.order)
          expect(queue.clockS).toBeGreaterThanOrEqual(clockS)
          clockS = queue.clockS
        }
        for (const one of steps) {
          if (one === 'take') take()
          else queue.ask(one.ask, one.costs)
        }
        while (queue.count > 0) take()
      }),
    )
  })

  it('who comes to a queue that is behind the clock does not wait behind all of it', () => {
    const { startsS } = fairStarts([{ costS: 10, headS: 120 }], { clockS: 5_000, finishS: 0 })
    expect(startsS).toEqual([120])
    expect(fairStarts([{ costS: 10, headS: null }], { clockS: 5_000, finishS: 0 }).startsS).toEqual([5_000])
    expect(fairStarts([{ costS: 10, headS: 120 }], { clockS: 5_000, finishS: 600 }).startsS).toEqual([600])
  })
})

describe('a place', () => {
  const lanes: Lane[] = ['urgent', 'batch', 'idle']

  it('stands for its start, and the lanes do not meet', () => {
    const start = fc.integer({ min: -99_999_999, max: 900_000_000 })
    fc.assert(
      fc.property(fc.constantFrom(...lanes), start, (lane, startS) => {
        const priority = priorityOf(lane, startS)
        expect(startOfPriority(lane, priority)).toBe(startS)
        const { lowest, highest } = laneRange(lane)
        expect(priority).toBeGreaterThanOrEqual(lowest)
        expect(priority).toBeLessThanOrEqual(highest)
        expect(Math.abs(priority)).toBeLessThan(2 ** 31)
      }),
    )
    expect(laneRange('urgent').lowest).toBeGreaterThan(laneRange('batch').highest)
    expect(laneRange('batch').lowest).toBeGreaterThan(laneRange('idle').highest)
  })

  it('later than there is room for is the last one', () => {
    expect(priorityOf('batch', 5_000_000_000)).toBe(laneRange('batch').lowest)
  })
})

it('a job costs what it takes on these GPUs, a second at least, and ten where nothing is known', () => {
  expect([costOf(2_400), costOf(80), costOf(null), costOf(90_500)]).toEqual([2, 1, 10, 91])
})
