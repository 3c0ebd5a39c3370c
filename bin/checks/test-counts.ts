import { readFile } from 'node:fs/promises'
import { z } from 'zod'

export type Counts = { passed: number; failed: number; skipped: number }

export const noCounts: Counts = { passed: 0, failed: 0, skipped: 0 }

export function addCounts(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }
}

/** A run that ended badly without a failed test, as when a file does not load, counts as one failure. */
export function withExitCode(counts: Counts, exitCode: number): Counts {
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

/** Nothing may be left out, and a run without tests proves nothing. */
export function isGood({ passed, failed, skipped }: Counts): boolean {
  return passed > 0 && failed === 0 && skipped === 0
}

const vitestResults = z
  .object({
    numPassedTests: z.number(),
    numFailedTests: z.number(),
    numPendingTests: z.number(),
    numTodoTests: z.number(),
  })
  .transform(({ numPassedTests: passed, numFailedTests: failed, numPendingTests, numTodoTests }) => ({
    passed,
    failed,
    skipped: numPendingTests + numTodoTests,
  }))

const playwrightResults = z
  .object({
    stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  })
  .transform(({ stats }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
  }))

type Suite = { specs: { title: string; tests: { status: string }[] }[]; suites?: Suite[] | undefined }

const suite: z.ZodType<Suite> = z.lazy(() =>
  z.object({
    specs: z.array(z.object({ title: z.string(), tests: z.array(z.object({ status: z.string() })) })),
    suites: z.array(suite).optional(),
  }),
)

/** Reads what a test runner wrote; a runner that ended before it wrote anything ran nothing. */
export async function readCounts(runner: 'vitest' | 'playwright', file: string): Promise<Counts> {
  const report = await readReport(file)
  if (report === undefined) return noCounts
  const schema = runner === 'vitest' ? vitestResults : playwrightResults
  return schema.parse(report)
}

/** The titles of the end-to-end tests that failed and then passed. Each is a race that somebody should look for. */
export async function readSecondTries(file: string): Promise<string[]> {
  const report = await readReport(file)
  if (report === undefined) return []
  const { suites } = z.object({ suites: z.array(suite) }).parse(report)
  return suites.flatMap(flakyIn)
}

async function readReport(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : JSON.parse(text)
}

function flakyIn({ specs, suites = [] }: Suite): string[] {
  const own = specs.filter(({ tests }) => tests.some(({ status }) => status === 'flaky')).map(({ title }) => title)
  return [...own, ...suites.flatMap(flakyIn)]
}
