import { describe, expect, it } from 'vitest'
import { applyEdit, type BoardEdit } from '#lib/storyboard/edits.ts'
import type { Board, SentenceRow } from '#lib/storyboard/model.ts'
import { emptyBoard, idOf } from '#lib/testing/boards.ts'
import { checkStep, type Knowing } from './check-step.ts'
import { stepBack } from './history.ts'

const [section, a, b, c] = [idOf(11), idOf(21), idOf(22), idOf(23)]
const making: BoardEdit[] = [
  { kind: 'section.add', id: section, projectId: idOf(1), title: 'One' },
  {
    kind: 'sentence.add',
    sectionId: section,
    sentences: [
      { id: a, text: 'The door opens slowly' },
      { id: b, text: 'Nobody comes' },
    ],
  },
]
const board = making.reduce(applyEdit, emptyBoard)
const knowing: Knowing = { isOwnPlace: () => true, personId: 'me' }
const ada = { id: 'ada', name: 'Ada' }

type Since = (board: Board) => Board
const nothing: Since = (now) => now
const changed =
  (id: string, change: Partial<SentenceRow>): Since =>
  (now) => ({ ...now, sentences: now.sentences.map((row) => (row.id === id ? { ...row, ...change } : row)) })

const withoutSection: Since = (now) => ({ ...now, sections: now.sections.map((row) => ({ ...row, deleted: true })) })

/** What becomes of taking back an act, when something else happened since. */
function takenBack(act: BoardEdit, since: Since, more: Partial<Knowing> = {}) {
  const step = stepBack({ board, edits: [act], label: 'act', at: 0 })
  return checkStep(since(applyEdit(board, act)), step, { ...knowing, ...more })
}

const edit: BoardEdit = {
  kind: 'sentence.edit',
  id: a,
  text: 'The red door opens slowly',
  baseText: 'The door opens slowly',
}
const merge: BoardEdit = { kind: 'sentence.merge', id: b, intoId: a }
const archive: BoardEdit = { kind: 'sentence.archive', ids: [b] }
const remove: BoardEdit = { kind: 'sentence.delete', ids: [b] }
const split: BoardEdit = {
  ...{ kind: 'sentence.split', id: a, at: 'The door'.length, baseText: 'The door opens slowly' },
  ...{ newId: c, imagePrompt: '' },
}
const locked: BoardEdit = { kind: 'sentence.set', ids: [a, b], values: { locked: true } }
const add: BoardEdit = { kind: 'sentence.add', sectionId: section, sentences: [{ id: c, text: 'New.' }] }
const choose: BoardEdit = { kind: 'sentence.choose', id: a, takeId: idOf(41) }
const removeTake: BoardEdit = { kind: 'take.delete', id: a, takeId: idOf(40), nextId: idOf(39) }
const move: BoardEdit = { kind: 'sentence.move', ids: [a], sectionId: section, afterId: b }

describe('an act of one’s own', () => {
  it.each<[string, BoardEdit]>([
    ['an edit', edit],
    ['a merge', merge],
    ['settings', locked],
    ['an addition', add],
    ['a choice', choose],
    ['a deletion of a take', removeTake],
    ['a move', move],
    ['a deletion', remove],
    ['an archiving', archive],
    ['a split', split],
  ])('is taken back when nobody else changed the thing: %s', (_, act) => {
    expect(takenBack(act, nothing)).toHaveProperty('edits')
  })

  it('leaves what others wrote beside it', () => {
    const since = changed(a, { text: 'The red door opens at night', editedBy: ada })
    expect(takenBack(edit, since)).toMatchObject({
      edits: [{ text: 'The door opens at night', baseText: 'The red door opens at night' }],
    })
  })

  it.each<[string, BoardEdit, Since, RegExp]>([
    [
      'the same words',
      edit,
      changed(a, { text: 'The blue door opens slowly', editedBy: ada }),
      /^Ada changed the same words/,
    ],
    [
      'them in another window',
      edit,
      changed(a, { text: 'The blue door', editedBy: { id: 'me', name: 'Me' } }),
      /^You, in another/,
    ],
    ['a lock', locked, changed(b, { locked: false }), /^Somebody changed the lock/],
    ['a take', choose, changed(a, { currentTakeId: idOf(42) }), /another take/],
    ['a new sentence', add, changed(c, { imagePrompt: 'rain', editedBy: ada }), /^Ada wrote in it/],
    [
      'merged words',
      merge,
      changed(a, { text: 'The door opens slowly Somebody comes', editedBy: ada }),
      /^Ada changed its words/,
    ],
    ['that it is there: one deletes what is edited', edit, changed(a, { deleted: true }), /taken off the board/],
    ['that it is there: one deletes what is locked', locked, changed(b, { deleted: true }), /taken off the board/],
    ['that its section is there', edit, withoutSection, /taken off the board/],
    ['merged away', merge, changed(a, { deleted: true }), /deleted/],
    ['where the second half is', split, changed(c, { deleted: true, gone: 'merged' }), /joined to another/],
    ['that the script has it', split, changed(c, { deleted: true, gone: 'archived' }), /second half was archived/],
    ['the second half', split, changed(c, { text: 'closes slowly', editedBy: ada }), /^Ada wrote in it/],
    ['how long the first half is', split, changed(a, { text: 'The door '.repeat(555) }), /too long/],
    ['that the first half is there', split, changed(a, { deleted: true }), /taken off the board/],
    ['how an archived one is away', archive, changed(b, { deleted: true, gone: 'merged' }), /joined to another/],
    ['how it is away', remove, changed(b, { deleted: true, gone: 'merged' }), /joined to another/],
  ])('is not taken back when somebody else changed %s', (...[, act, since, reason]) => {
    expect(takenBack(act, since)).toEqual({ reason: expect.stringMatching(reason) })
  })

  it('brings a take back beside what the sentence shows since', () => {
    const back = { kind: 'take.restore', id: a, takeId: idOf(40) }
    const showing = changed(a, { currentTakeId: idOf(40) })(board)
    const step = stepBack({ board: showing, edits: [removeTake], label: 'act', at: 0 })
    const now = applyEdit(showing, removeTake)
    expect(checkStep(now, step, knowing)).toEqual({ edits: [{ ...back, isShown: true }] })
    const since = changed(a, { currentTakeId: idOf(42) })(now)
    expect(checkStep(since, step, knowing)).toEqual({ edits: [{ ...back, isShown: false }] })
  })

  it('does not delete a take again that somebody has chosen since', () => {
    const restore: BoardEdit = { kind: 'take.restore', id: a, takeId: idOf(40), isShown: false }
    expect(takenBack(restore, nothing)).toHaveProperty('edits')
    expect(takenBack(restore, changed(a, { currentTakeId: idOf(40) }))).toEqual({
      reason: 'The sentence shows this take since.',
    })
  })

  it('is not taken back when somebody else moved it', () => {
    expect(takenBack(move, nothing, { isOwnPlace: () => false })).toEqual({ reason: 'Somebody moved it since.' })
  })

  it('does not take a section from under others’ sentences', () => {
    const addSection: BoardEdit = { kind: 'section.add', id: idOf(12), projectId: idOf(1), title: 'Two' }
    const step = stepBack({ board, edits: [addSection], label: 'act', at: 0 })
    const theirs: BoardEdit = { kind: 'sentence.add', sectionId: idOf(12), sentences: [{ id: c, text: 'Theirs.' }] }
    const now = [addSection, theirs].reduce(applyEdit, board)
    expect(checkStep(now, step, knowing)).toEqual({ reason: 'There are other sentences in this section now.' })
  })

  it('is done again unless that is not possible any more', () => {
    const [unmerge] = stepBack({ board, edits: [merge], label: 'act', at: 0 }).edits
    const merged = applyEdit(board, merge)
    const redo = stepBack({ board: merged, edits: unmerge ? [unmerge] : [], label: 'act', at: 0 })
    expect(checkStep(board, redo, knowing)).toEqual({ edits: [merge] })
    expect(checkStep(changed(a, { locked: true })(board), redo, knowing)).toHaveProperty('reason')
  })

  describe('a split that was taken back', () => {
    const done = applyEdit(board, split)
    const { edits } = stepBack({ board, edits: [split], label: 'act', at: 0 })
    const redo = stepBack({ board: done, edits, label: 'act', at: 0 })
    const undone = edits.reduce(applyEdit, done)

    it('is done again', () => {
      expect(checkStep(undone, redo, knowing)).toEqual({ edits: [split] })
    })

    it.each<[string, Since, RegExp]>([
      ['the second half is back', changed(c, { deleted: false }), /split since/],
      ['its words went into another sentence', changed(c, { gone: 'merged' }), /joined to another/],
      ['the sentence is not on the board', changed(a, { deleted: true }), /taken off the board/],
      [
        'words behind the cut are others',
        changed(a, { text: 'The door opens fast', editedBy: ada }),
        /^Ada changed its/,
      ],
    ])('is not done again when %s', (_, since, reason) => {
      expect(checkStep(since(undone), redo, knowing)).toEqual({ reason: expect.stringMatching(reason) })
    })
  })
})
