import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createProgressStore } from './progress-store.ts'

const id = 'a-job'
const step = (percent: number, jobId = id) => ({
  type: 'job.progress' as const,
  projectId: 'a-project',
  id: jobId,
  sentenceId: null,
  value: percent,
  max: 100,
  percent,
  node: 'Sampler',
  secondsLeft: null,
})

let nowMs = 0
const aStore = () => createProgressStore(() => nowMs)

describe('progress', () => {
  test('is what was said last, and those who watch the job hear of it', () => {
    const store = aStore()
    let heard = 0
    const leave = store.subscribe(id, () => heard++)
    store.progress(step(10))
    store.progress(step(20))
    store.progress(step(50, 'another'))
    expect(store.get(id)?.percent).toBe(20)
    expect(heard).toBe(2)
    leave()
    store.progress(step(30))
    expect(heard).toBe(2)
  })

  test.each(['completed', 'failed', 'cancelled'] as const)(
    'is gone once the job is %s, and late news changes nothing',
    (state) => {
      const store = aStore()
      store.progress(step(60))
      store.updated({ id, state, version: 4 })
      expect(store.get(id)).toBeUndefined()
      store.progress(step(90))
      store.updated({ id, state: 'processing', version: 3 })
      store.progress(step(95))
      expect(store.get(id)).toBeUndefined()
    },
  )

  test('begins at nothing when the job is queued anew', () => {
    const store = aStore()
    store.updated({ id, state: 'processing', version: 2 })
    store.progress(step(60))
    store.updated({ id, state: 'queued', version: 3 })
    expect(store.get(id)).toBeUndefined()
    store.progress(step(5))
    expect(store.get(id)?.percent).toBe(5)
  })

  test('is unknown once another worker has taken the job over', () => {
    const store = aStore()
    store.updated({ id, state: 'processing', version: 2 })
    store.progress(step(3))
    // That it has begun may be told a moment after its first progress.
    store.updated({ id, state: 'processing', version: 3 })
    expect(store.get(id)?.percent).toBe(3)
    nowMs += 15_000
    store.updated({ id, state: 'processing', version: 4 })
    expect(store.get(id)).toBeUndefined()
  })

  test('is unknown after a time without events', () => {
    const store = aStore()
    let heard = 0
    store.subscribe(id, () => heard++)
    store.progress(step(60))
    store.forget()
    expect(store.get(id)).toBeUndefined()
    expect(heard).toBe(2)
  })

  test('is heard again after a time without events, in which the job may have begun anew', () => {
    const store = aStore()
    store.updated({ id, state: 'failed', version: 4 })
    store.forget()
    store.progress(step(60))
    expect(store.get(id)?.percent).toBe(60)
  })
})

describe('silence', () => {
  const news = (value: number, max = 20, node = 'Sampler') => ({ ...step(value), value, max, node })

  test('lasts since the last news', () => {
    const store = aStore()
    expect(store.silence(id)).toBeUndefined()
    store.progress(news(1))
    nowMs += 3_000
    expect(store.silence(id)?.ms).toBe(3_000)
    store.progress(news(2))
    expect(store.silence(id)?.ms).toBe(0)
    store.updated({ id, state: 'completed', version: 4 })
    expect(store.silence(id)).toBeUndefined()
  })

  test.each([
    ['quick', 200, 4_000],
    ['slow', 10_000, 30_000],
  ])('of a few %s steps is usual', (_, stepMs, usualMs) => {
    const store = aStore()
    for (const value of [1, 2, 3]) {
      store.progress(news(value))
      nowMs += stepMs
    }
    expect(store.silence(id)?.usualMs).toBe(usualMs)
  })

  test('is measured by the slowest step, also where news of some was left out', () => {
    const store = aStore()
    store.progress(news(1))
    nowMs += 8_000
    store.progress(news(2))
    nowMs += 12_000
    store.progress(news(6))
    expect(store.silence(id)?.usualMs).toBe(24_000)
  })

  test('may last long where nobody knows the pace: another node, or the same one from its beginning', () => {
    const store = aStore()
    store.progress(news(1))
    expect(store.silence(id)?.usualMs).toBe(20_000)
    nowMs += 100
    store.progress(news(2))
    expect(store.silence(id)?.usualMs).toBe(4_000)
    store.progress(news(0, 1, 'Decode'))
    expect(store.silence(id)?.usualMs).toBe(20_000)
    nowMs += 100
    store.progress(news(1, 1, 'Decode'))
    store.progress(news(0, 1, 'Decode'))
    expect(store.silence(id)?.usualMs).toBe(20_000)
  })
})

test('in whatever order news arrives, an ended job shows no progress', () => {
  const states = fc.constantFrom('queued', 'processing', 'completed', 'failed', 'cancelled')
  const news = fc.oneof(
    fc.record({ state: states, version: fc.integer({ min: 1, max: 9 }) }),
    fc.record({ percent: fc.integer({ min: 0, max: 100 }) }),
  )
  fc.assert(
    fc.property(fc.array(news), (all) => {
      const store = aStore()
      let latest = { state: 'processing', version: 0 }
      for (const one of all) {
        if ('percent' in one) store.progress(step(one.percent))
        else {
          store.updated({ id, ...one })
          if (one.version > latest.version) latest = one
        }
      }
      if (latest.state !== 'queued' && latest.state !== 'processing') expect(store.get(id)).toBeUndefined()
    }),
  )
})
