import { expect, test } from 'vitest'
import { findMissingCapabilities } from './capabilities.ts'

test.each([
  [undefined, ['flux2'], []],
  [['sdxl'], ['sdxl'], []],
  [['sdxl'], ['sdxl', 'controlnet'], ['controlnet']],
  [['flux_fp8'], ['flux'], []],
  [[], ['video'], ['video']],
] as const)('a node of %j asked for %j lacks %j', (capabilities, needed, missing) => {
  expect(findMissingCapabilities({ capabilities }, needed)).toEqual(missing)
})
