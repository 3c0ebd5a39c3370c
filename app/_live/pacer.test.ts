import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createPacer } from './pacer.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function counted(run: () => Promise<unknown> = async () => {}) {
  const runs = vi.fn(run)
  return { runs, pacer: createPacer({ run: runs, everyMs: 1_000 }) }
}

it('runs at once, and many wishes of one second are one more run', async () => {
  const { runs, pacer } = counted()
  for (let times = 0; times < 20; times++) pacer.ask()
  expect(runs).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(999)
  expect(runs).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(runs).toHaveBeenCalledTimes(2)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(runs).toHaveBeenCalledTimes(2)
})

it('runs at once again after a rest', async () => {
  const { runs, pacer } = counted()
  pacer.ask()
  await vi.advanceTimersByTimeAsync(1_000)
  pacer.ask()
  expect(runs).toHaveBeenCalledTimes(2)
})

it('waits for a run that is slow, and runs once more after it', async () => {
  const slow = Promise.withResolvers<void>()
  const { runs, pacer } = counted(() => slow.promise)
  pacer.ask()
  pacer.ask()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(runs).toHaveBeenCalledTimes(1)
  slow.resolve()
  await vi.advanceTimersByTimeAsync(0)
  expect(runs).toHaveBeenCalledTimes(2)
})

it('goes on after a run that failed, and stops when it is told to', async () => {
  const { runs, pacer } = counted(() => Promise.reject(new Error('away')))
  pacer.ask()
  pacer.ask()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(runs).toHaveBeenCalledTimes(2)
  pacer.ask()
  pacer.stop()
  await vi.advanceTimersByTimeAsync(5_000)
  pacer.ask()
  expect(runs).toHaveBeenCalledTimes(2)
})
