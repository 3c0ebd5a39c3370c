import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { done, open, refusal, rename } from './outbox.fixture.ts'
import { emptyOutboxState } from './outbox.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

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
    expect(outbox.getState()).toEqual(emptyOutboxState)
  })

  it('hands confirmed rows over before the edit leaves', async () => {
    const { outbox, answer, parts } = open()
    const pendingThen: number[] = []
    vi.mocked(parts.onConfirmed).mockImplementation(() => pendingThen.push(outbox.getState().pending.length))
    outbox.add([rename('a')])
    await answer({ kind: 'done', part: { sections: [] } })
    expect(parts.onConfirmed).toHaveBeenCalledExactlyOnceWith({ sections: [] }, rename('a'))
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
