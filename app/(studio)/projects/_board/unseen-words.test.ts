import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { BoardEdit } from '#lib/storyboard/edits.ts'
import type { Board, SentenceRow } from '#lib/storyboard/model.ts'
import { newSentence } from '#lib/storyboard/new-sentence.ts'
import { emptyBoard, idOf } from '#lib/testing/boards.ts'
import { createPlace, done, first, keptIn, open, plain, prompted, typed } from './outbox.fixture.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const sectionId = idOf(11)
const there = boardWith({})
const deleted = boardWith({ deleted: true, gone: 'deleted' })
const inDeletedSection: Board = { ...there, sections: there.sections.map((row) => ({ ...row, deleted: true })) }
const told = new Set([first])
const unsplit: BoardEdit = {
  ...{ kind: 'sentence.unsplit', id: idOf(22), at: 4, baseText: 'The a', newId: first },
  ...{ whole: 'The a', left: 'The', half: { text: 'a', imagePrompt: '', videoPrompt: '' } },
}

describe('words that are on their way', () => {
  it.each<[string, Board]>([
    ['the sentence is deleted', deleted],
    ['its section is deleted', inDeletedSection],
    ['the page has not read its section', { ...there, sections: [] }],
  ])('are found, once, and kept when %s', (_, board) => {
    const place = createPlace()
    const { outbox } = open({ place })
    outbox.add([typed('ab', 'a'), prompted('fox', '')])
    expect(plain(outbox.look(board))).toEqual([typed('ab', 'a'), prompted('fox', '')])
    expect(outbox.look(board)).toEqual([])
    expect(plain(keptIn(place).unseen)).toEqual([typed('ab', 'a'), prompted('fox', '')])
  })

  it('are found when the answer says it, though the page does not know yet', async () => {
    const { outbox, answer } = open({ onConfirmed: () => void outbox.look(there, told) })
    outbox.add([typed('ab', 'a')])
    await answer(done)
    expect(plain(outbox.getState().unseen)).toEqual([typed('ab', 'a')])
  })

  it('are found by the page that takes them over', async () => {
    const place = createPlace()
    open({ place }).outbox.add([typed('ab', 'a')])
    const { outbox, answer } = open({ place, onConfirmed: () => void outbox.look(deleted) })
    await answer(done)
    expect(plain(outbox.getState().unseen)).toEqual([typed('ab', 'a')])
  })

  it.each<[string, BoardEdit]>([
    ['deletes the sentence', { kind: 'sentence.delete', ids: [first] }],
    ['joins it to another', { kind: 'sentence.merge', id: first, intoId: idOf(22) }],
    ['takes back the split that made it', unsplit],
    ['deletes its section', { kind: 'section.delete', id: sectionId }],
  ])('are not out of sight when the tab itself %s', async (_, removal) => {
    const { outbox, answer } = open()
    outbox.add([typed('ab', 'a'), removal])
    expect(outbox.look(deleted)).toEqual([])
    await answer(done)
    expect(outbox.look(deleted, told)).toEqual([])
    await answer(done)
    expect(outbox.look(deleted)).toEqual([])
  })
})

describe('words that have just arrived', () => {
  it('are found for ten seconds, and are afterwards as any others', async () => {
    const { outbox, answer } = open()
    outbox.add([typed('ab', 'a')])
    await vi.advanceTimersByTimeAsync(60_000)
    await answer(done)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(outbox.concerned()).toEqual([first])
    expect(plain(outbox.look(deleted))).toEqual([typed('ab', 'a')])
    outbox.letGo(first)
    outbox.add([typed('abc', 'ab')])
    await answer(done)
    await vi.advanceTimersByTimeAsync(10_001)
    expect(outbox.look(deleted)).toEqual([])
    expect(outbox.concerned()).toEqual([])
  })
})

describe('words that went out of sight', () => {
  it('are the last that were typed', () => {
    const { outbox } = open()
    outbox.add([typed('ab', 'a')])
    outbox.look(deleted)
    outbox.add([typed('abc', 'ab')])
    expect(outbox.look(deleted)).toEqual([])
    expect(plain(outbox.getState().unseen)).toEqual([typed('abc', 'ab')])
  })

  it('are not any more once the sentence is back', () => {
    const place = createPlace()
    const { outbox } = open({ place })
    outbox.add([typed('ab', 'a')])
    outbox.look(deleted)
    outbox.look(there)
    expect(outbox.getState().unseen).toEqual([])
    expect(keptIn(place).unseen).toEqual([])
  })

  it('stay while the page cannot read the sentence', async () => {
    const { outbox, answer } = open()
    outbox.add([typed('ab', 'a')])
    outbox.look(deleted)
    await answer(done)
    await vi.advanceTimersByTimeAsync(60_000)
    outbox.look({ ...there, sentences: [] })
    expect(plain(outbox.getState().unseen)).toEqual([typed('ab', 'a')])
  })

  it('are forgotten when the person lets them go', async () => {
    const { outbox, answer } = open()
    outbox.add([typed('ab', 'a')])
    outbox.look(deleted)
    await answer(done)
    outbox.letGo(first)
    expect(outbox.look(deleted)).toEqual([])
    expect(outbox.getState().unseen).toEqual([])
  })
})

function boardWith(change: Partial<SentenceRow>): Board {
  const row = { ...newSentence, id: first, sectionId, text: 'a', position: 'a0', version: 1, ...change }
  const section = { id: sectionId, title: 'Opening', position: 'a0', version: 1, deleted: false }
  return { ...emptyBoard, sections: [section], sentences: [row] }
}
