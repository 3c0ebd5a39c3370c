import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { newSentence } from '#lib/storyboard/new-sentence.ts'
import { conflict, createPlace, first, keptIn, open, plain, prompted, rename, typed } from './outbox.fixture.ts'
import { conflictKey, nothingKept, showConflict } from './outbox-model.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a conflict', () => {
  it.each([
    [{ id: 'other', name: 'Ines' }, 'Ines'],
    [{ id: 'me', name: 'Owner' }, 'Another window'],
    [{ id: 'other', name: '' }, null],
    [null, null],
  ])('of words by %j says who wrote them', (editedBy, by) => {
    const row = {
      ...newSentence,
      id: first,
      sectionId: 'one',
      position: 'a0',
      version: 1,
      deleted: false,
      text: 'theirs',
      editedBy,
    }
    expect(showConflict({ id: first, field: 'text', base: 'base', mine: 'mine' }, row, 'me')).toMatchObject({ by })
  })

  it('is one of a text, and leaves the sentence’s other texts alone', async () => {
    const { outbox, answer } = open()
    outbox.add([prompted('mine', ''), typed('ab', 'a'), prompted('mine too', 'mine')])
    await answer(conflict)
    const key = conflictKey(first, 'imagePrompt')
    expect(plain(outbox.getState().pending)).toEqual([typed('ab', 'a')])
    expect(outbox.getState().conflicts).toEqual({
      [key]: { id: first, field: 'imagePrompt', base: '', mine: 'mine too' },
    })
    await answer(conflict)
    expect(Object.keys(outbox.getState().conflicts).sort()).toEqual([conflictKey(first), key].sort())
    outbox.settleConflict(key)
    expect(Object.keys(outbox.getState().conflicts)).toEqual([conflictKey(first)])
  })

  it('keeps one’s own words, the last one typed among them, and the rest goes on', async () => {
    const { outbox, sent, answer } = open()
    outbox.add([typed('ab', 'a'), rename('x'), typed('abc', 'ab')])
    await answer(conflict)
    expect(outbox.getState()).toMatchObject({
      pending: [rename('x')],
      conflicts: { [first]: { mine: 'abc', base: 'a' } },
    })
    expect(sent.at(-1)).toEqual(rename('x'))
    outbox.settleConflict(first)
    expect(outbox.getState().conflicts).toEqual({})
  })

  it('takes what is typed on, sends none of it, and is kept', async () => {
    const place = createPlace()
    const { outbox, sent, answer } = open({ place })
    outbox.add([typed('ab', 'a')])
    await answer(conflict)
    outbox.add([typed('abc', 'ab')], { isTyping: true })
    await vi.advanceTimersByTimeAsync(1_000)
    expect(sent).toHaveLength(1)
    expect(keptIn(place).conflicts).toEqual({ [first]: { id: first, field: 'text', base: 'a', mine: 'abc' } })
    outbox.settleConflict(first)
    outbox.add([typed('abc', 'theirs')])
    expect(plain(sent)).toEqual([typed('ab', 'a'), typed('abc', 'theirs')])
  })

  const ofOtherTab = { id: first, field: 'text', base: 'a', mine: 'of the other tab' }

  it('of a tab that is gone, in a text that is undecided here too, keeps both words', async () => {
    const { outbox, answer } = open()
    outbox.add([typed('ab', 'a')])
    await answer(conflict)
    outbox.adopt({ ...nothingKept, conflicts: { [first]: ofOtherTab } })
    expect(outbox.getState().conflicts).toMatchObject({ [first]: { mine: 'ab' } })
    expect(outbox.getState().refused).toMatchObject([{ edit: { id: first, field: 'text', text: 'of the other tab' } }])
    outbox.adopt({ ...nothingKept, conflicts: { [first]: { ...ofOtherTab, mine: 'ab' } } })
    expect(outbox.getState().refused).toHaveLength(1)
  })

  it('that comes of an edit on its way takes the place of no other', async () => {
    const { outbox, answer } = open()
    outbox.add([typed('ab', 'a')])
    outbox.adopt({ ...nothingKept, conflicts: { [first]: ofOtherTab } })
    await answer(conflict)
    expect(outbox.getState().conflicts).toEqual({ [first]: ofOtherTab })
    expect(outbox.getState().refused).toMatchObject([{ edit: { id: first, text: 'ab' } }])
  })
})
