import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { applyEdit, type BoardEdit } from '#lib/storyboard/edits.ts'
import { patchBoard } from '#lib/storyboard/merging.ts'
import type { Board } from '#lib/storyboard/model.ts'
import { anyBoard, anyEdit, emptyBoard, idOf, shown } from '#lib/testing/boards.ts'
import { createPlace, done, first, keptIn, open, plain, prompted, refusal, rename, typed } from './outbox.fixture.ts'
import { type Outbox, withPending } from './outbox.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('typing', () => {
  it('makes an edit that waits longer, and not one that is on its way', async () => {
    const { outbox, sent, answer } = open()
    outbox.add([typed('ab', 'a')])
    outbox.add([typed('abc', 'ab')])
    outbox.add([typed('abcd', 'abc')])
    expect(plain(outbox.getState().pending)).toEqual([typed('ab', 'a'), typed('abcd', 'ab')])
    await answer(done)
    await answer(done)
    expect(plain(sent)).toEqual([typed('ab', 'a'), typed('abcd', 'ab')])
  })

  it('is kept from the first key, and sent when the keys have rested', async () => {
    const place = createPlace()
    const { outbox, sent, answer } = open({ place })
    outbox.add([typed('ab', 'a')], { isTyping: true })
    await vi.advanceTimersByTimeAsync(400)
    outbox.add([typed('abc', 'ab')], { isTyping: true })
    expect(plain(keptIn(place).pending)).toEqual([typed('abc', 'a')])
    expect(outbox.getState().status).toBe('saving')
    await vi.advanceTimersByTimeAsync(499)
    expect(sent).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(plain(sent)).toEqual([typed('abc', 'a')])
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
    expect(plain(sent)).toEqual([typed('ab', 'a')])
  })

  it('does not hold up what was done before it', async () => {
    const { outbox, sent, answer } = open()
    outbox.add([rename('x')])
    outbox.add([typed('ab', 'a')], { isTyping: true })
    await answer(done)
    expect(sent).toEqual([rename('x')])
    await vi.advanceTimersByTimeAsync(500)
    expect(plain(sent)).toEqual([rename('x'), typed('ab', 'a')])
  })

  it('leaves alone an edit that may have arrived although its answer was lost', async () => {
    const { outbox, answer } = open()
    outbox.add([typed('ab', 'a')])
    await answer({ kind: 'later' })
    outbox.add([typed('abc', 'ab')])
    expect(plain(outbox.getState().pending)).toEqual([typed('ab', 'a'), typed('abc', 'ab')])
  })

  it('in two sentences stays two edits', () => {
    const { outbox } = open()
    outbox.add([rename('x'), typed('ab', 'a'), typed('b', '', idOf(22)), typed('abc', 'ab')])
    expect(outbox.getState().pending).toHaveLength(4)
  })

  it('in two texts of one sentence stays two edits, and goes on in each', () => {
    const { outbox } = open()
    outbox.add([rename('x'), typed('ab', 'a'), prompted('p', ''), prompted('pq', 'p'), typed('abc', 'ab')])
    expect(plain(outbox.getState().pending.slice(1))).toEqual([
      typed('ab', 'a'),
      prompted('pq', ''),
      typed('abc', 'ab'),
    ])
  })

  it('that names the words of the script goes on in an edit of an older page, which names nothing', () => {
    const { outbox } = open()
    const named: BoardEdit = { kind: 'sentence.edit', id: first, field: 'text', text: 'abc', baseText: 'ab' }
    outbox.add([rename('x'), typed('ab', 'a'), named])
    expect(plain(outbox.getState().pending.slice(1))).toEqual([typed('abc', 'a')])
  })
})

describe('words that are refused', () => {
  it('are kept until the person has taken them elsewhere, over a reload too', async () => {
    const place = createPlace()
    const { outbox, answer, parts } = open({ place })
    outbox.add([typed('ab', 'a'), rename('x'), typed('abc', 'ab')])
    await answer({ kind: 'refused', error: refusal })
    expect(parts.onRefused).toHaveBeenCalledOnce()
    expect(outbox.getState().pending).toEqual([rename('x')])
    const again = open({ place }).outbox
    expect(again.getState().refused).toMatchObject([{ edit: typed('abc', 'ab'), reason: refusal.message }])
    again.dropRefused(again.getState().refused[0]?.id ?? '')
    expect(again.getState().refused).toEqual([])
  })

  it('are none where nothing was written', async () => {
    const { outbox, answer } = open()
    outbox.add([{ kind: 'sentence.delete', ids: [first] }])
    await answer({ kind: 'refused', error: refusal })
    expect(outbox.getState().refused).toEqual([])
  })
})

describe('what is not yet confirmed', () => {
  it('is sent again after a reload, and what is typed then is an edit of its own', async () => {
    const place = createPlace()
    open({ place }).outbox.add([typed('ab', 'a')])
    const { outbox, sent, answer } = open({ place })
    expect(plain(outbox.getState().pending)).toEqual([typed('ab', 'a')])
    outbox.add([typed('abc', 'ab')])
    await answer(done)
    await answer(done)
    expect(plain(sent)).toEqual([typed('ab', 'a'), typed('abc', 'ab')])
    expect(keptIn(place).pending).toEqual([])
  })

  it('is sent all the same when the browser has no room to keep it, which is said', async () => {
    const place = {
      ...createPlace(),
      setItem: () => {
        throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
      },
    }
    const { outbox, sent, answer } = open({ place })
    outbox.add([rename('a')])
    expect(outbox.getState().isKept).toBe(false)
    await answer(done)
    expect(sent).toEqual([rename('a')])
    expect(outbox.getState()).toMatchObject({ status: 'saved', isKept: true })
  })

  it('is sent under one and the same id, however often', async () => {
    const place = createPlace()
    const { outbox, sent, answer } = open({ place })
    outbox.add([typed('ab', 'a')])
    await answer({ kind: 'later' })
    outbox.retry()
    const again = open({ place })
    expect(new Set([...sent, ...again.sent].map((edit) => 'editId' in edit && edit.editId)).size).toBe(1)
  })

  it('has an end of its own before others’ words that came in', async () => {
    const { outbox } = open()
    outbox.add([rename('x'), typed('ab', 'a'), typed('theirs abc', 'theirs ab')])
    expect(plain(outbox.getState().pending.slice(1))).toEqual([typed('ab', 'a'), typed('theirs abc', 'theirs ab')])
  })

  it('lets who reads a row meanwhile wait for the answer', async () => {
    const { outbox, answer } = open()
    outbox.add([typed('ab', 'a')])
    await outbox.whenAnswered([idOf(22)])
    let isAnswered = false
    const waiting = outbox.whenAnswered([first]).then(() => {
      isAnswered = true
    })
    await vi.advanceTimersByTimeAsync(10)
    expect(isAnswered).toBe(false)
    await answer(done)
    await waiting
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
        const place = createPlace()
        let server = start
        let cache = start
        let desk = open({ place })
        const expected = edits.reduce(applyEdit, start)
        const ahead = [...edits]
        for (let step = 0; step < 200; step++) {
          const next = ahead.shift()
          if (next) desk.outbox.add([next], { isTyping: next.kind === 'sentence.edit' && step % 2 === 0 })
          await vi.advanceTimersByTimeAsync(0)
          expect(shown(withPending(cache, desk.outbox.getState()))).toEqual(
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
            desk = open({ place })
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
  expect(withPending(emptyBoard, { pending: [edit], conflicts: {} }).sections).toMatchObject([
    { id: idOf(11), version: 0 },
  ])
  const row = { id: idOf(11), title: 'New', position: 'a5', version: 1, deleted: false }
  const board: Board = patchBoard(emptyBoard, { sections: [row] })
  expect(withPending(board, { pending: [edit], conflicts: {} }).sections).toEqual([row])
})
