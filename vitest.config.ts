import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Tests of GPUs at work take longest, and most of that they wait: begun first, none of them is waited for in the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const rank = ({ moduleId }: TestSpecification) => (moduleId.includes('/worker/gpu/') ? 0 : 1)
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
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
    maxWorkers: 5,
    sequence: { sequencer: LongestFirst },
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
