import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Tests of GPUs at work take longest, and most of that they wait. Between the others, so that one computes while one waits, and in the
 * first half of the run, so that none of them is waited for in the end.
 */
class Interleaved extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const sorted = await super.sort(files)
    const isWaiting = ({ moduleId }: TestSpecification) => moduleId.includes('/worker/gpu/')
    const waiting = sorted.filter(isWaiting)
    const others = sorted.filter((file) => !isWaiting(file))
    const every = Math.max(1, Math.floor(others.length / waiting.length / 2))
    const begun = others.flatMap((file, at) => (at % every === 0 ? [...waiting.splice(0, 1), file] : [file]))
    return [...begun, ...waiting]
  }
}

export default defineConfig({
  test: {
    include: ['{lib,worker,app,bin}/**/*.test.{ts,tsx}'],
    globalSetup: 'lib/testing/global-setup.ts',
    setupFiles: ['lib/testing/fixed-chance.ts'],
    // Twice the slowest test on two busy cores; a test that hangs is told from a slow one.
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // The slowest files wait more than they compute.
    maxWorkers: 4,
    sequence: { sequencer: Interleaved },
    allowOnly: false,
    passWithNoTests: false,
    coverage: {
      // Counts in our own files alone. V8's own coverage slows the libraries too, property tests above all: half as long again.
      provider: 'istanbul',
      include: ['lib/**/*.ts'],
      exclude: ['lib/testing/**', '**/*.test.ts'],
      reporter: ['text-summary', 'json-summary', 'html'],
      reportsDirectory: 'coverage',
      reportOnFailure: true,
      thresholds: { lines: 85 },
    },
  },
})
