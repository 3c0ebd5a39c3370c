import { expect, it } from 'vitest'
import { parseTheme } from './theme.ts'

it.each([
  ['dark', 'dark'],
  ['light', 'light'],
  ['system', 'system'],
  [undefined, 'dark'],
  ['', 'dark'],
  ['Light', 'dark'],
  ['"><script>', 'dark'],
])('the cookie %s means %s', (value, theme) => {
  expect(parseTheme(value)).toBe(theme)
})
