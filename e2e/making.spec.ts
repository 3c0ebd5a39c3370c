import { expect, test } from 'playwright/test'
import { makeThroughFaults } from './chaos/pictures.ts'

test('pictures are made exactly once while processes are killed and the GPU restarts', async () => {
  test.setTimeout(300_000)
  const { jobs, completed } = await makeThroughFaults({ seed: 11, rounds: 1, jobs: 12, log: () => {} })
  expect(jobs).toBe(12)
  expect(completed).toBeGreaterThanOrEqual(10)
})
