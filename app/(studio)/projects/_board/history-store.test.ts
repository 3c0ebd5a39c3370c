import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEdit, type BoardEdit } from '#lib/storyboard/edits.ts'
import type { Board } from '#lib/storyboard/model.ts'
import { newSentence } from '#lib/storyboard/new-sentence.ts'
import { anyBoard, anyEdit, emptyBoard, idOf, shown } from '#lib/testing/boards.ts'
import { emptyHistory, type History, remember, stepBack, undo } from './history.ts'
import { keepActs, readActs, recallActs, writeActs } from './history-store.ts'
import { createPlace } from './outbox.fixture.ts'

type Desk = { board: Board; history: History }

const first = idOf(21)
const start: Desk = {
  board: { ...emptyBoard, sentences: [{ ...newSentence, id: first, sectionId: idOf(11), text: '0', position: 'a0' }] },
  history: emptyHistory,
}
const key = { personId: 'person', projectId: 'project' }

function act({ board, history }: Desk, edits: readonly BoardEdit[]): Desk {
  const step = stepBack({ board, edits, label: 'act', at: 0 })
  return { board: edits.reduce(applyEdit, board), history: remember(history, step) }
}

/** The same text, written anew each time: acts of so many characters. */
function typedTimes(count: number, length: number): Desk {
  const texts = Array.from({ length: count }, (_, index) => String(index + 1).padEnd(length, '.'))
  return texts.reduce((desk, text) => {
    const baseText = desk.board.sentences[0]?.text ?? ''
    return act(desk, [{ kind: 'sentence.edit', id: first, text, baseText }])
  }, start)
}

function undoAll({ board, history }: Desk): Board {
  const turned = undo(history, board)
  if (!turned || 'reason' in turned.result) return board
  return undoAll({ board: turned.result.edits.reduce(applyEdit, board), history: turned.history })
}

describe('acts that are kept over a reload', () => {
  it('are taken back as they would have been without it', () => {
    const acts = fc.array(fc.array(anyEdit, { minLength: 1, maxLength: 3 }), { maxLength: 5 })
    fc.assert(
      fc.property(anyBoard, acts, (board, list) => {
        const done = list.reduce(act, { board, history: emptyHistory })
        const kept = readActs(writeActs({ history: done.history, places: new Map(), tabId: 'tab' }))
        expect(shown(undoAll({ board: done.board, history: kept?.history ?? emptyHistory }))).toEqual(
          shown(undoAll(done)),
        )
      }),
      { numRuns: 300 },
    )
  })

  it('are read as an older page wrote them: a split was taken back by three edits', () => {
    const [section, half] = [idOf(12), idOf(22)]
    const edits: BoardEdit[] = [
      { kind: 'sentence.delete', ids: [half] },
      { kind: 'sentence.edit', id: first, text: '0 1', baseText: '0' },
      { kind: 'section.delete', id: section },
    ]
    const old = { label: 'splitting a sentence', edits, at: 0, isTyping: false }
    const left = { sentences: [], seen: [half], live: [first, half] }
    const text = JSON.stringify({ tabId: 'tab', undo: [{ ...old, left }], redo: [], places: [] })
    const history = readActs(text)?.history ?? emptyHistory
    expect(undo(history, start.board)?.result).toEqual({ edits })
  })

  it('come with where this tab put rows, known yet or not', () => {
    const places = new Map([
      ['a', 'section a0'],
      ['b', undefined],
    ])
    expect(readActs(writeActs({ history: emptyHistory, places, tabId: 'tab' }))?.places).toEqual(places)
  })

  it('are the last ones when there is no room for all', () => {
    const { history } = typedTimes(100, 10_000)
    const text = writeActs({ history, places: new Map(), tabId: 'tab' })
    expect(text.length).toBeLessThan(1_100_000)
    const kept = readActs(text)?.history.undo ?? []
    expect(kept.length).toBeGreaterThan(20)
    expect(kept).toEqual(history.undo.slice(-kept.length).map(withKnown))
  })

  it('are none when nothing can be kept, or what is kept cannot be read', () => {
    const full = { ...createPlace(), setItem: () => fail() }
    keepActs(full, key, { history: typedTimes(1, 5).history, places: new Map(), tabId: 'tab' })
    expect(recallActs(full, key)).toBeUndefined()
    expect(readActs(null)).toBeUndefined()
    expect(readActs('{"undo":[{"label":"of another version"}],"redo":[],"places":[]}')).toBeUndefined()
    expect(readActs('{"undo":')).toBeUndefined()
  })

  it('are of one person and one project', () => {
    const place = createPlace()
    keepActs(place, key, { history: typedTimes(1, 5).history, places: new Map(), tabId: 'tab' })
    expect(recallActs(place, key)?.history.undo).toHaveLength(1)
    expect(recallActs(place, { ...key, personId: 'other' })).toBeUndefined()
    expect(recallActs(place, { ...key, projectId: 'other' })).toBeUndefined()
  })
})

/** Of the rows only what is looked at again. */
function withKnown(step: History['undo'][number]) {
  const sentences = new Map(
    [...step.left.sentences].map(([id, row]) => [id, expect.objectContaining({ text: row.text })]),
  )
  return { ...step, left: { ...step.left, sentences } }
}

function fail(): never {
  throw new DOMException('There is no room.', 'QuotaExceededError')
}
