import { matchesGlob } from 'node:path'

/**
 * Files that compute and do nothing else: no database, file system, network, clock, randomness or environment. They give the
 * same answer in a browser, in a test and on a server. Add a line when a noun gains another such file.
 */
export const pureFiles = [
  'lib/*/model.ts',
  'lib/recipe/**',
  'lib/live/catalogue.ts',
  'lib/runtime/errors.ts',
  'lib/runtime/fields.ts',
  'lib/storyboard/edits.ts',
  'lib/storyboard/merging.ts',
  'lib/storyboard/positions.ts',
]

/** What a pure file may import: these packages only compute. */
export const purePackages = ['zod', 'fractional-indexing']

export function isPureFile(file: string): boolean {
  return pureFiles.some((pattern) => matchesGlob(file, pattern)) && !file.endsWith('.test.ts')
}
