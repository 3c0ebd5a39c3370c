import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEdit, type BoardEdit, idsOf } from '#lib/storyboard/edits.ts'
import type { Board } from '#lib/storyboard/model.ts'
import { newSentence } from '#lib/storyboard/new-sentence.ts'
import { anyBoard, anyEdit, anyTakeEdit, emptyBoard, idOf, shown } from '#lib/testing/boards.ts'
import { emptyHistory, type History, redo, remember, stepBack, undo } from './history.ts'

describe.each([
  ['acts', anyEdit],
  ['acts on takes', anyTakeEdit],
])('any %s on any board', (_, any) => {
  const acts = fc.array(fc.array(any, { minLength: 1, maxLength: 4 }), { maxLength: 6 })

  it('are all taken back by undoing, and all done again by redoing', () => {
    fc.assert(
      fc.property(anyBoard, acts, (before, list) => {
        const start: Desk = { board: before, history: emptyHistory }
        const done = list.reduce((desk, edits) => act(desk, possible(before, desk.board, edits)), start)
        const undone = repeat(done, undo)
        expect(shown(undone.board)).toEqual(shown(before))
        const redone = repeat(undone, redo)
        expect(shown(redone.board)).toEqual(shown(done.board))
        expect(shown(repeat(redone, undo).board)).toEqual(shown(before))
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('remember', () => {
  const [first, second] = [idOf(21), idOf(22)]
  const typed = (text: string, baseText: string, id = first): BoardEdit => ({
    kind: 'sentence.edit',
    id,
    text,
    baseText,
  })
  const sentences = [first, second].map((id, index) => {
    return { ...newSentence, id, sectionId: idOf(11), text: 'a', position: `a${index}`, version: 1 }
  })
  const start: Desk = { board: { ...emptyBoard, sentences }, history: emptyHistory }

  it('takes typing on in one sentence for one act', () => {
    const desk = [[typed('ab', 'a')], [typed('abc', 'ab')], [typed('abcd', 'abc')]].reduce(act, start)
    expect(desk.history.undo).toMatchObject([{ label: 'act', edits: [typed('a', 'abcd')], at: 0 }])
  })

  it('takes back what was typed as an act of its own, so that the words can be had again', () => {
    const typing = act(start, [typed('ab', 'a')])
    const discard = { board: typing.board, edits: [typed('a', 'ab')], label: 'discard', at: 0 }
    expect(remember(typing.history, stepBack(discard)).undo).toMatchObject([
      { edits: [typed('a', 'ab')] },
      { label: 'discard', edits: [typed('ab', 'a')] },
    ])
  })

  it('takes typing in two texts of one sentence for two acts', () => {
    const prompt: BoardEdit = { kind: 'sentence.edit', id: first, field: 'imagePrompt', text: 'p', baseText: '' }
    const desk = [[typed('ab', 'a')], [prompt]].reduce(act, start)
    expect(desk.history.undo).toHaveLength(2)
  })

  it('takes typing after a pause for another act', () => {
    const early = stepBack({ board: start.board, edits: [typed('ab', 'a')], label: 'act', at: 1_000, isTyping: true })
    const board = applyEdit(start.board, typed('ab', 'a'))
    const late = stepBack({ board, edits: [typed('abc', 'ab')], label: 'act', at: 3_001, isTyping: true })
    expect(remember(remember(emptyHistory, early), late).undo).toHaveLength(2)
    expect(remember(remember(emptyHistory, early), { ...late, at: 3_000 }).undo).toHaveLength(1)
  })

  it('takes typing in two sentences for two', () => {
    const desk = [[typed('ab', 'a')], [typed('b', 'a', second)], [typed('abc', 'ab')]].reduce(act, start)
    expect(desk.history.undo).toHaveLength(3)
  })

  it('forgets what was undone once something else is done', () => {
    const undone = repeat(act(start, [typed('ab', 'a')]), undo)
    expect(undone.history.redo).toHaveLength(1)
    expect(act(undone, [typed('x', 'a', second)]).history.redo).toEqual([])
  })

  it('does not remember what changed nothing', () => {
    expect(act(start, [{ kind: 'sentence.restore', ids: [first] }]).history).toBe(emptyHistory)
  })

  it('remembers two hundred acts and no more', () => {
    const acts = Array.from({ length: 205 }, (_, index): BoardEdit[] => {
      return [{ kind: 'project.rename', id: idOf(1), name: `name ${index}`, baseName: `name ${index - 1}` }]
    })
    const desk = acts.reduce(act, start)
    expect(desk.history.undo).toHaveLength(200)
    expect(repeat(desk, undo).board.project.name).toBe('name 4')
  })
})

function aSectionOfTwo() {
  const [sectionId, first, second] = [idOf(11), idOf(21), idOf(22)]
  const start = [
    { kind: 'section.add', id: sectionId, projectId: idOf(1), title: 'One' },
    { kind: 'sentence.add', sectionId, sentences: [first, second].map((id) => ({ id, text: 'a' })) },
  ] satisfies BoardEdit[]
  return { board: start.reduce<Board>(applyEdit, emptyBoard), sectionId, first, second }
}

it('archives a section and all in it as one act, and archives it again when that is done again', () => {
  const { board, sectionId, first, second } = aSectionOfTwo()
  const archived = act({ board, history: emptyHistory }, [
    { kind: 'sentence.archive', ids: [first, second] },
    { kind: 'section.delete', id: sectionId },
  ])
  const back = repeat(archived, undo)
  expect(shown(back.board)).toEqual(shown(board))
  const again = repeat(back, redo)
  expect(again.board.sections).toMatchObject([{ deleted: true }])
  expect(again.board.sentences).toMatchObject([{ gone: 'archived' }, { gone: 'archived' }])
})

it.each([
  ['archives', 'archived'],
  ['deletes', null],
] as const)('%s a section again on a page that was reloaded since, and had not read what was in it', (how, gone) => {
  const { board, sectionId, first, second } = aSectionOfTwo()
  const archive: BoardEdit[] = how === 'archives' ? [{ kind: 'sentence.archive', ids: [first, second] }] : []
  const away = act({ board, history: emptyHistory }, [...archive, { kind: 'section.delete', id: sectionId }])
  const back = repeat({ ...away, board: emptyBoard }, undo)
  // What came back is read from the server.
  const again = repeat({ ...back, board }, redo)
  expect(again.board.sections).toMatchObject([{ deleted: true }])
  expect(again.board.sentences).toMatchObject([{ gone }, { gone }])
  const other = { ...newSentence, id: idOf(23), sectionId, text: 'b', position: 'z' }
  const joined = { ...board, sentences: [...board.sentences, other] }
  expect(repeat({ ...back, board: joined }, redo).board).toEqual(joined)
})

it('has nothing to undo or redo to begin with', () => {
  expect(undo(emptyHistory, emptyBoard)).toBeUndefined()
  expect(redo(emptyHistory, emptyBoard)).toBeUndefined()
})

/**
 * Nobody can delete, archive or bring back what is not on the page, nor put anything into a section that is not there. One that is
 * added is new: no sentence has ever stood in it.
 */
function possible(before: Board, board: Board, edits: BoardEdit[]): BoardEdit[] {
  const known = new Set([...board.sections, ...board.sentences].map((row) => row.id))
  const old = new Set(before.sentences.map(({ sectionId }) => sectionId))
  let then = board
  return edits.filter((edit) => {
    const isThere = (id: string) => then.sections.some((row) => row.id === id)
    if (/delete|archive|restore/.test(edit.kind) && !idsOf(edit).every((id) => known.has(id))) return false
    if ('sectionId' in edit && !isThere(edit.sectionId)) return false
    if (edit.kind === 'section.add' && old.has(edit.id) && !isThere(edit.id)) return false
    then = applyEdit(then, edit)
    return true
  })
}

type Desk = { board: Board; history: History }

function act({ board, history }: Desk, edits: BoardEdit[]): Desk {
  return {
    board: edits.reduce(applyEdit, board),
    history: remember(history, stepBack({ board, edits, label: 'act', at: 0, isTyping: true })),
  }
}

function repeat(desk: Desk, turn: typeof undo): Desk {
  const result = turn(desk.history, desk.board)
  if (!result) return desk
  const edits = 'edits' in result.result ? result.result.edits : []
  return repeat({ board: edits.reduce(applyEdit, desk.board), history: result.history }, turn)
}
