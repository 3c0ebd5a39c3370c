import { expect, test } from 'playwright/test'
import { shareThroughFaults } from './chaos/fleet.ts'

test('several people share four GPUs and two workers through faults, and nothing is lost or drawn twice', async () => {
  test.setTimeout(300_000)
  const run = { seed: 11, rounds: 1, jobs: 32, gpus: 4, people: 3, log: () => {} }
  const { jobs, completed, cancelled } = await shareThroughFaults(run)
  expect(jobs).toBe(32)
  expect(completed + cancelled).toBeGreaterThanOrEqual(28)
})
