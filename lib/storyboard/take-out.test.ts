import { describe, expect, it } from 'vitest'
import { takeOut } from './take-out.ts'

describe('takeOut', () => {
  it.each([
    ['as they were joined', 'A one. B two.', 'A one.'],
    ['with other words among the rest', 'A red one. B two.', 'A red one.'],
    ['with more on both sides', 'So: A one. B two. C three.', 'So: A one. C three.'],
  ])('leaves the rest of words %s', (_, now, left) => {
    const rest = takeOut({ before: 'A one.', after: 'A one. B two.', now, gone: 'B two.' })
    expect(rest?.replaceAll(/\s+/g, ' ').trim()).toBe(left)
  })

  it.each([
    ['are gone from there', 'A one.'],
    ['are changed', 'A one. B three.'],
    ['have something put between them', 'A one. B or two.'],
    ['are all there is', 'B two.'],
  ])('leaves nothing when the words %s', (_, now) => {
    expect(takeOut({ before: 'A one.', after: 'A one. B two.', now, gone: 'B two.' })).toBeUndefined()
  })

  it('leaves no pieces of words that a split took away', () => {
    const joined = { before: 'B two.', after: 'A one. B two.', gone: 'A one.' }
    expect(takeOut({ ...joined, now: 'A one.' })).toBeUndefined()
    expect(takeOut({ ...joined, now: 'B two.' })).toBeUndefined()
  })
})
