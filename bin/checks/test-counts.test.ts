import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addCounts, isGood, readCounts, readSecondTries, withExitCode } from './test-counts.ts'

let dir = ''
beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'counts-'))
})
afterAll(() => rm(dir, { recursive: true }))

async function write(name: string, content: unknown): Promise<string> {
  const file = path.join(dir, name)
  await writeFile(file, JSON.stringify(content))
  return file
}

it('reads what Vitest writes', async () => {
  const file = await write('vitest.json', { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 })
  expect(await readCounts('vitest', file)).toEqual({ passed: 5, failed: 1, skipped: 3 })
})

it('reads what Playwright writes; a test that passed at second try has passed, and is named', async () => {
  const spec = (title: string, status: string) => ({ title, tests: [{ status }] })
  const suites = [
    { specs: [spec('sure', 'expected')], suites: [{ specs: [spec('a race', 'flaky'), spec('broken', 'unexpected')] }] },
  ]
  const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 2 }
  const file = await write('playwright.json', { stats, suites })
  expect(await readCounts('playwright', file)).toEqual({ passed: 5, failed: 1, skipped: 2 })
  expect(await readSecondTries(file)).toEqual(['a race'])
  expect(await readSecondTries(path.join(dir, 'nowhere.json'))).toEqual([])
})

it('counts nothing when nothing was written', async () => {
  expect(await readCounts('vitest', path.join(dir, 'nowhere.json'))).toEqual({ passed: 0, failed: 0, skipped: 0 })
})

it('counts a run that ended badly without a failed test as one failure', () => {
  expect(withExitCode({ passed: 3, failed: 0, skipped: 0 }, 1)).toEqual({ passed: 3, failed: 1, skipped: 0 })
  expect(withExitCode({ passed: 3, failed: 2, skipped: 0 }, 1)).toEqual({ passed: 3, failed: 2, skipped: 0 })
  expect(withExitCode({ passed: 3, failed: 0, skipped: 0 }, 0)).toEqual({ passed: 3, failed: 0, skipped: 0 })
})

it('adds', () => {
  expect(addCounts({ passed: 1, failed: 2, skipped: 3 }, { passed: 10, failed: 20, skipped: 30 })).toEqual({
    passed: 11,
    failed: 22,
    skipped: 33,
  })
})

it.each([
  [{ passed: 1, failed: 0, skipped: 0 }, true],
  [{ passed: 1, failed: 1, skipped: 0 }, false],
  [{ passed: 1, failed: 0, skipped: 1 }, false],
  [{ passed: 0, failed: 0, skipped: 0 }, false],
])('%o is good: %s', (counts, good) => {
  expect(isGood(counts)).toBe(good)
})
