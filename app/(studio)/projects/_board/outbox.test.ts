import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ErrorBody } from '#lib/runtime/errors.ts'
import { applyEdit, type BoardEdit } from '#lib/storyboard/edits.ts'
import { patchBoard } from '#lib/storyboard/merging.ts'
import type { Board } from '#lib/storyboard/model.ts'
import { anyBoard, anyEdit, emptyBoard, idOf, shown } from '#lib/testing/boards.ts'
import { createOutbox, type Outbox, type OutboxParts, type Sent, withPending } from './outbox.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const first = idOf(21)
const typed = (text: string, baseText: string, id = first): BoardEdit => ({ kind: 'sentence.edit', id, text, baseText })
const rename = (name: string): BoardEdit => ({ kind: 'project.rename', id: idOf(1), name })
const done: Sent = { kind: 'done', part: {} }
const refusal: ErrorBody = { code: 'NOT_FOUND', message: 'There is no such sentence.', retryable: false }

describe('sending', () => {
  it('goes one by one, in order, and tells when all is saved', async () => {
    const { outbox, sent, answer } = open()
    outbox.add([rename('a'), rename('b')])
    expect(outbox.getState().status).toBe('saving')
    expect(sent).toEqual([rename('a')])
    await answer(done)
    expect(sent).toEqual([rename('a'), rename('b')])
    expect(outbox.getState()).toMatchObject({ status: 'saving', pending: [rename('b')] })
    await answer(done)
    expect(outbox.getState()).toEqual({ status: 'saved', pending: [], conflicts: {} })
  })

  it('hands confirmed rows over before the edit leaves', async () => {
    const { outbox, answer, parts } = open()
    const pendingThen: number[] = []
    vi.mocked(parts.onConfirmed).mockImplementation(() => pendingThen.push(outbox.getState().pending.length))
    outbox.add([rename('a')])
    await answer({ kind: 'done', part: { sections: [] } })
    expect(parts.onConfirmed).toHaveBeenCalledExactlyOnceWith({ sections: [] })
    expect(pendingThen).toEqual([1])
  })

  it('tells of a refusal and goes on with the next', async () => {
    const { outbox, sent, answer, parts } = open()
    outbox.add([rename('a'), rename('b')])
    await answer({ kind: 'refused', error: refusal })
    expect(parts.onRefused).toHaveBeenCalledExactlyOnceWith(rename('a'), refusal)
    expect(sent.at(-1)).toEqual(rename('b'))
  })

  it('tells who listens of each change, until they have heard enough', async () => {
    const { outbox, answer } = open()
    const changed = vi.fn()
    const leave = outbox.subscribe(changed)
    outbox.add([rename('a')])
    expect(changed).toHaveBeenCalled()
    leave()
    changed.mockClear()
    await answer(done)
    expect(changed).not.toHaveBeenCalled()
  })
})

describe('a line that is down', () => {
  it('is tried again, later and later, and nothing is sent past what waits', async () => {
    const { outbox, sent, answer } = open()
    outbox.add([rename('a'), rename('b')])
    const waits: number[] = []
    for (let attempt = 1; attempt <= 6; attempt++) {
      await answer({ kind: 'later' })
      expect(outbox.getState()).toMatchObject({ status: 'offline', pending: [rename('a'), rename('b')] })
      const startedAt = Date.now()
      await vi.advanceTimersToNextTimerAsync()
      waits.push(Date.now() - startedAt)
      expect(sent).toHaveLength(attempt + 1)
    }
    expect(waits).toEqual([400, 800, 1_600, 3_200, 5_000, 5_000])
    expect(new Set(sent)).toEqual(new Set([rename('a')]))
    await answer(done)
    await answer(done)
    expect(outbox.getState().status).toBe('saved')
  })

  it('begins with a short wait again after a success', async () => {
    const { outbox, sent, answer } = open()
    outbox.add([rename('a'), rename('b')])
    await answer({ kind: 'later' })
    outbox.retry()
    await answer(done)
    await answer({ kind: 'later' })
    await vi.advanceTimersByTimeAsync(400)
    expect(sent.map((edit) => 'name' in edit && edit.name)).toEqual(['a', 'a', 'b', 'b'])
  })

  it('is tried at once when asked to, and not twice', async () => {
    const { outbox, sent, answer } = open()
    outbox.add([rename('a')])
    outbox.retry()
    expect(sent).toHaveLength(1)
    await answer({ kind: 'later' })
    outbox.retry()
    expect(sent).toHaveLength(2)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('waits for a person when the page is older than the server', async () => {
    const { outbox, answer } = open()
    outbox.add([rename('a')])
    await answer({ kind: 'outdated' })
    expect(outbox.getState()).toMatchObject({ status: 'outdated', pending: [rename('a')] })
    expect(vi.getTimerCount()).toBe(0)
  })

  it('for long does not make the first stumble of the server the last', async () => {
    const { outbox, answer, parts } = open()
    outbox.add([rename('a')])
    for (let attempt = 1; attempt <= 10; attempt++) {
      await answer({ kind: 'later' })
      await vi.advanceTimersToNextTimerAsync()
    }
    await answer({ kind: 'failed', error: refusal })
    expect(parts.onRefused).not.toHaveBeenCalled()
    expect(outbox.getState()).toMatchObject({ status: 'offline', pending: [rename('a')] })
  })
})

describe('a server that stumbles', () => {
  it('over one edit again and again gets the next one, and the person is told', async () => {
    const { outbox, sent, answer, parts } = open()
    outbox.add([rename('a'), rename('b')])
    for (let attempt = 1; attempt <= 6; attempt++) {
      await answer({ kind: 'failed', error: refusal })
      expect(outbox.getState().status).toBe('offline')
      await vi.advanceTimersToNextTimerAsync()
    }
    await answer({ kind: 'failed', error: refusal })
    expect(parts.onRefused).toHaveBeenCalledExactlyOnceWith(rename('a'), refusal)
    expect(sent.at(-1)).toEqual(rename('b'))
  })
})

describe('typing', () => {
  it('makes an edit that waits longer, and not one that is on its way', async () => {
    const { outbox, sent, answer } = open()
    outbox.add([typed('ab', 'a')])
    outbox.add([typed('abc', 'ab')])
    outbox.add([typed('abcd', 'abc')])
    expect(outbox.getState().pending).toEqual([typed('ab', 'a'), typed('abcd', 'ab')])
    await answer(done)
    await answer(done)
    expect(sent).toEqual([typed('ab', 'a'), typed('abcd', 'ab')])
  })

  it('is kept from the first key, and sent when the keys have rested', async () => {
    const storage = createStorage()
    const { outbox, sent, answer } = open({ storage })
    outbox.add([typed('ab', 'a')], { isTyping: true })
    await vi.advanceTimersByTimeAsync(400)
    outbox.add([typed('abc', 'ab')], { isTyping: true })
    expect(storage.getItem('key')).toBe(JSON.stringify([typed('abc', 'a')]))
    expect(outbox.getState().status).toBe('saving')
    await vi.advanceTimersByTimeAsync(499)
    expect(sent).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(sent).toEqual([typed('abc', 'a')])
    await answer(done)
    expect(outbox.getState().status).toBe('saved')
  })

  it.each<[string, (outbox: Outbox) => void]>([
    ['the person leaves the field', (outbox) => outbox.flush()],
    ['something else is done', (outbox) => outbox.add([rename('x')])],
  ])('is sent at once when %s', (_, act) => {
    const { outbox, sent } = open()
    outbox.add([typed('ab', 'a')], { isTyping: true })
    act(outbox)
    expect(sent).toEqual([typed('ab', 'a')])
  })

  it('does not hold up what was done before it', async () => {
    const { outbox, sent, answer } = open()
    outbox.add([rename('x')])
    outbox.add([typed('ab', 'a')], { isTyping: true })
    await answer(done)
    expect(sent).toEqual([rename('x')])
    await vi.advanceTimersByTimeAsync(500)
    expect(sent).toEqual([rename('x'), typed('ab', 'a')])
  })

  it('leaves alone an edit that may have arrived although its answer was lost', async () => {
    const { outbox, answer } = open()
    outbox.add([typed('ab', 'a')])
    await answer({ kind: 'later' })
    outbox.add([typed('abc', 'ab')])
    expect(outbox.getState().pending).toEqual([typed('ab', 'a'), typed('abc', 'ab')])
  })

  it('in two sentences stays two edits', () => {
    const { outbox } = open()
    outbox.add([rename('x'), typed('ab', 'a'), typed('b', '', idOf(22)), typed('abc', 'ab')])
    expect(outbox.getState().pending).toHaveLength(4)
  })
})

describe('a conflict', () => {
  it('keeps both texts, the last one typed among them, and the rest goes on', async () => {
    const { outbox, sent, answer } = open()
    outbox.add([typed('ab', 'a'), rename('x'), typed('abc', 'ab')])
    await answer({ kind: 'conflict', theirs: 'theirs' })
    expect(outbox.getState()).toMatchObject({
      pending: [rename('x')],
      conflicts: { [first]: { mine: 'abc', theirs: 'theirs' } },
    })
    expect(sent.at(-1)).toEqual(rename('x'))
    outbox.settleConflict(first)
    expect(outbox.getState().conflicts).toEqual({})
  })
})

describe('what is not yet confirmed', () => {
  it('is sent again after a reload, and what is typed then is an edit of its own', async () => {
    const storage = createStorage()
    open({ storage }).outbox.add([typed('ab', 'a')])
    const { outbox, sent, answer } = open({ storage })
    expect(outbox.getState().pending).toEqual([typed('ab', 'a')])
    outbox.add([typed('abc', 'ab')])
    await answer(done)
    await answer(done)
    expect(sent).toEqual([typed('ab', 'a'), typed('abc', 'ab')])
    expect(storage.getItem('key')).toBeNull()
  })

  it('is sent all the same when the browser has no room to keep it', async () => {
    const storage = {
      ...createStorage(),
      setItem: () => {
        throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
      },
    }
    const { outbox, sent, answer } = open({ storage })
    outbox.add([rename('a')])
    await answer(done)
    expect(sent).toEqual([rename('a')])
    expect(outbox.getState().status).toBe('saved')
  })
})

describe('whatever the line loses', () => {
  type Fate = 'arrives' | 'request lost' | 'answer lost' | 'tab reloaded'
  const fates = fc.array(fc.constantFrom<Fate>('arrives', 'request lost', 'answer lost', 'tab reloaded'), {
    maxLength: 30,
  })

  it('the server ends with what the page showed', async () => {
    await fc.assert(
      fc.asyncProperty(anyBoard, fc.array(anyEdit, { maxLength: 8 }), fates, async (start, edits, luck) => {
        const storage = createStorage()
        let server = start
        let cache = start
        let desk = open({ storage })
        const expected = edits.reduce(applyEdit, start)
        const ahead = [...edits]
        for (let step = 0; step < 200; step++) {
          const next = ahead.shift()
          if (next) desk.outbox.add([next], { isTyping: next.kind === 'sentence.edit' && step % 2 === 0 })
          await vi.advanceTimersByTimeAsync(0)
          expect(shown(withPending(cache, desk.outbox.getState().pending))).toEqual(
            shown(edits.slice(0, edits.length - ahead.length).reduce(applyEdit, start)),
          )
          const edit = desk.outbox.getState().pending[0]
          if (!edit && !next) break
          const fate = luck.shift() ?? 'arrives'
          if (edit && fate !== 'request lost') server = applyEdit(server, edit)
          if (fate === 'arrives') cache = server
          await desk.answer(fate === 'arrives' ? done : { kind: 'later' })
          if (fate === 'tab reloaded') {
            desk.close()
            desk = open({ storage })
            cache = server
          } else {
            await vi.runAllTimersAsync()
          }
        }
        desk.close()
        expect(desk.outbox.getState().pending).toEqual([])
        expect(shown(server)).toEqual(shown(expected))
      }),
      { numRuns: 300 },
    )
  })
})

it('withPending shows the edits on top, and the server’s own rows once they are in', () => {
  const edit: BoardEdit = { kind: 'section.add', id: idOf(11), projectId: idOf(1), title: 'New' }
  expect(withPending(emptyBoard, [edit]).sections).toMatchObject([{ id: idOf(11), version: 0 }])
  const row = { id: idOf(11), title: 'New', position: 'a5', version: 1, deleted: false }
  const board: Board = patchBoard(emptyBoard, { sections: [row] })
  expect(withPending(board, [edit]).sections).toEqual([row])
})

/** An outbox whose line is in the test's hand: each edit sent waits for `answer` or `fail`. */
function open({ storage = createStorage(), ...more }: Partial<OutboxParts> = {}) {
  const sent: BoardEdit[] = []
  const waiting: PromiseWithResolvers<Sent>[] = []
  const parts: OutboxParts = {
    send: (edit) => {
      sent.push(edit)
      const line = Promise.withResolvers<Sent>()
      waiting.push(line)
      return line.promise
    },
    onConfirmed: vi.fn<OutboxParts['onConfirmed']>(),
    onRefused: vi.fn<OutboxParts['onRefused']>(),
    storageKey: 'key',
    storage,
    ...more,
  }
  const settle = async (act: (line: PromiseWithResolvers<Sent>) => void) => {
    await vi.advanceTimersByTimeAsync(0)
    const line = waiting.shift()
    if (line) act(line)
    await vi.advanceTimersByTimeAsync(0)
  }
  return {
    outbox: createOutbox(parts),
    parts,
    sent,
    answer: (result: Sent) => settle((line) => line.resolve(result)),
    fail: (error: Error) => settle((line) => line.reject(error)),
    /** The tab is gone: whatever it was about to do does not happen. */
    close: () => vi.clearAllTimers(),
  }
}

function createStorage(): OutboxParts['storage'] {
  const kept = new Map<string, string>()
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  }
}
