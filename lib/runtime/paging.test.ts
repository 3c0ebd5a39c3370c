import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type PageInput, pageFields, readAllPages, readCursor, toPage } from './paging.ts'

describe('a list read page by page', () => {
  const rows = fc.uniqueArray(fc.stringMatching(/^[a-zA-Z0-9:.-]{1,8}$/), { maxLength: 30 }).map((all) => all.sort())

  it('is the whole list, in its order', async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 10 }), async (all, limit) => {
        const read = await readAllPages((cursor) => Promise.resolve(pageOf(all, { limit, cursor })))
        expect(read).toEqual(all)
      }),
    )
  })

  it('misses nothing that stays while others come and go', async () => {
    await fc.assert(
      fc.asyncProperty(rows, rows, fc.integer({ min: 1, max: 5 }), async (before, after, limit) => {
        let count = 0
        const read = await readAllPages((cursor) =>
          Promise.resolve(pageOf(count++ % 2 ? after : before, { limit, cursor })),
        )
        for (const row of before.filter((each) => after.includes(each))) expect(read).toContain(row)
      }),
    )
  })

  it.each([
    ['id', 'x'],
    ['time', 'x'],
    ['time', '0000-01-01T00:00:00.000Z'],
    ['time', '-271821-04-20T00:00:00.000Z'],
    ['text', '\0'],
    ['text', '\ud800'],
  ] as const)('takes no %s %j that the database would refuse', (kind, part) => {
    const cursor = btoa(JSON.stringify([part]))
    expect(() => readCursor({ limit: 1, cursor }, [kind])).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  })

  it.each(['0x10', '1e2', ' 5', '', '-1', '0', '501', '1.5', 'x'])('takes no limit %j', (limit) => {
    expect(z.object(pageFields).safeParse({ limit }).success).toBe(false)
  })

  it.each([undefined, '1', 20, '500'])('takes the limit %j', (limit) => {
    expect(z.object(pageFields).parse({ limit }).limit).toBe(Number(limit ?? 100))
  })

  it.each(['', 'x', '%', 'bnVsbA', 'WzFd', 'WyJhIiwiYiJd'])('begins nowhere at %j', (cursor) => {
    expect(() => readCursor({ limit: 1, cursor }, ['id'])).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', fields: { cursor: expect.any(String) } }),
    )
  })
})

function pageOf(all: readonly string[], input: PageInput) {
  const [after = ''] = readCursor(input, ['text']) ?? []
  return toPage(
    all.filter((row) => row > after),
    input,
    (row) => [row],
  )
}
