import { rm } from 'node:fs/promises'
import path from 'node:path'
import { AppError, describeError } from '#lib/runtime/errors.ts'
import { ensureBrowser } from '../e2e/fixtures/browser.ts'
import { runChecks } from './check.ts'
import { projectDir, runCommand } from './checks/run-command.ts'
import {
  addCounts,
  type Counts,
  isGood,
  noCounts,
  readCounts,
  readSecondTries,
  withExitCode,
} from './checks/test-counts.ts'
import { ensureBuild } from './host/build.ts'

type Part = { title: string; run(filters: string[]): Promise<Counts> }

const parts: Record<string, Part> = {
  check: {
    title: 'Checks (each counts as a test)',
    run: async (filters) => ({ ...(await runChecks(filters)), skipped: 0 }),
  },
  unit: { title: 'Unit and integration tests', run: runUnitTests },
  e2e: { title: 'End-to-end tests', run: runEndToEndTests },
}

/**
 * Runs everything, or with arguments one part of it: `check [step]`, `unit [file]`, `e2e [words of the title]`.
 * A part that fails does not keep the others from telling what they know.
 */
export async function main(args: string[]): Promise<number> {
  const [name, ...filters] = args
  const chosen = name === undefined ? Object.values(parts) : [parts[name] ?? unknownPart(name)]
  let counts = noCounts
  for (const { title, run } of chosen) {
    console.log(`\n${title}`)
    const ran = await run(filters).catch((error: unknown) => {
      console.error(describeError(error))
      return { ...noCounts, failed: 1 }
    })
    counts = addCounts(counts, ran)
  }
  console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
  return isGood(counts) ? 0 : 1
}

function unknownPart(name: string): never {
  throw new AppError({
    code: 'INVALID_INPUT',
    message: `There is no part of the tests called ${name}.`,
    suggestion: `Leave it out to run everything, or choose one of ${Object.keys(parts).join(', ')}.`,
  })
}

async function runUnitTests(filters: string[]): Promise<Counts> {
  const results = await freshFile('unit-results.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`]
  // Coverage of a few files says nothing about the whole.
  const coverage = filters.length === 0 ? ['--coverage'] : []
  const { exitCode } = await runCommand(['vitest', 'run', ...reporters, ...coverage, ...filters], {
    isShown: true,
    env: compiledOnce,
  })
  return withExitCode(await readCounts('vitest', results), exitCode)
}

async function runEndToEndTests(filters: string[]): Promise<Counts> {
  const browser = ensureBrowser((line) => console.log(line))
  await ensureBuild({
    root: projectDir,
    around: async (build) => {
      console.log('Building the pages.')
      await build()
    },
    signal: new AbortController().signal,
  })
  const results = await freshFile('e2e-results.json')
  // Who runs a test by its title looks for what is wrong with it, and wants the first failure with its trace.
  const isWhole = filters.length === 0
  const options = isWhole ? ['--retries', '1'] : ['--grep', filters.join(' ')]
  const { exitCode } = await runCommand(['playwright', 'test', ...options], {
    isShown: true,
    env: { ...compiledOnce, CHROMIUM_PATH: browser, ...(!isWhole && { E2E_TRACE: '1' }) },
  })
  for (const title of await readSecondTries(results)) console.log(`Passed only at the second try: ${title}`)
  return withExitCode(await readCounts('playwright', results), exitCode)
}

/** Every file of unit tests and every process of an instance compiles the same code, so the first one keeps it for the others. */
const compiledOnce = { NODE_COMPILE_CACHE: path.join(projectDir, '.cache/compiled') }

/** Where a runner will write, without what the last run wrote. */
async function freshFile(name: string): Promise<string> {
  const file = path.join(projectDir, '.cache', name)
  await rm(file, { force: true })
  return file
}
