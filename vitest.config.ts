import { configDefaults, defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { nearlyPureFiles, pureFiles } from './bin/checks/pure-files.ts'

/**
 * Tests of GPUs at work take longest, and most of that they wait. Between the others, so that one computes while one waits, and in the
 * first half of the run, so that none of them is waited for in the end. Then the tests of what only computes, without another between
 * them: a process is kept for the next file only when that is one of them, too.
 */
class Interleaved extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const sorted = await super.sort(files)
    const isComputing = ({ project }: TestSpecification) => !project.config.isolate
    const isWaiting = ({ moduleId }: TestSpecification) => moduleId.includes('/worker/gpu/')
    const computing = sorted.filter(isComputing)
    const waiting = sorted.filter(isWaiting)
    const others = sorted.filter((file) => !isWaiting(file) && !isComputing(file))
    const every = Math.max(1, Math.floor(others.length / waiting.length / 2))
    const begun = others.flatMap((file, at) => (at % every === 0 ? [...waiting.splice(0, 1), file] : [file]))
    return [...begun, ...waiting, ...computing]
  }
}

const ofPureFiles = [...pureFiles, ...nearlyPureFiles].map(testsOf)
const ofPages = 'app/**/*.test.{ts,tsx}'
const ofPagesAndDatabase = 'app/**/two-people.test.ts'

function testsOf(pattern: string): string {
  return pattern.endsWith('**') ? `${pattern}/*.test.ts` : pattern.replace(/\.ts$/, '.test.ts')
}

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'rules',
          include: [...ofPureFiles, ofPages],
          exclude: [...configDefaults.exclude, ofPagesAndDatabase],
          // They leave nothing behind, so that one process runs many files and loads what they share once: half of their time.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'house',
          include: ['{lib,worker,bin}/**/*.test.{ts,tsx}', ofPagesAndDatabase],
          exclude: [...configDefaults.exclude, ...ofPureFiles],
          globalSetup: 'lib/testing/global-setup.ts',
        },
      },
    ],
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
