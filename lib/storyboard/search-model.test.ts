import { expect, it } from 'vitest'
import { isSearchable, searchInput } from './search-model.ts'

it.each([
  ['', false],
  ['a', false],
  ['ab', true],
  ['a'.repeat(200), true],
  ['a'.repeat(201), false],
])('looks through takes for what a program may ask for: %j', (q, expected) => {
  expect(isSearchable(q)).toBe(expected)
  const projectId = '00000000-0000-7000-8000-000000000001'
  if (expected) expect(searchInput.parse({ projectId, q })).toMatchObject({ q })
})
