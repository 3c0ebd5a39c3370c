import { expect, it } from 'vitest'
import { supportsTypeScript } from './node.js'

it.each([
  ['20.11.0', false],
  ['22.17.1', false],
  ['22.18.0', true],
  ['23.5.0', false],
  ['23.6.0', true],
  ['24.0.0', true],
  ['26.1.0', true],
])('Node %s runs TypeScript: %s', (version, expected) => {
  expect(supportsTypeScript(version)).toBe(expected)
})
