import { describe, expect, it } from 'vitest'
import { emptyBoard, idOf, shown } from '#lib/testing/boards.ts'
import { applyEdit, type BoardEdit, boardEdit, visibleSections, visibleSentences } from './edits.ts'
import { invertEdit } from './invert-edit.ts'
import type { Board, SentenceRow } from './model.ts'

const [first, second] = [idOf(11), idOf(12)]
const [a, b, c, d] = [idOf(21), idOf(22), idOf(23), idOf(24)]

const making: BoardEdit[] = [
  { kind: 'section.add', id: first, projectId: idOf(1), title: 'First' },
  { kind: 'section.add', id: second, projectId: idOf(1), title: 'Second' },
  { kind: 'sentence.add', sectionId: first, sentences: [a, b, c].map((id) => ({ id, text: 'words' })) },
  { kind: 'sentence.delete', ids: [b] },
]
/** Two sections, the first with a, b and c in it, b deleted. */
const board = making.reduce(applyEdit, emptyBoard)

describe('invertEdit', () => {
  it.each<[string, BoardEdit]>([
    ['adding what is there', { kind: 'section.add', id: first, projectId: idOf(1), title: 'Again' }],
    ['adding sentences that are there', { kind: 'sentence.add', sectionId: first, sentences: [{ id: a, text: 'x' }] }],
    ['deleting what is deleted', { kind: 'sentence.delete', ids: [b] }],
    ['restoring what is there', { kind: 'section.restore', id: first }],
    ['moving a section that is not there', { kind: 'section.move', id: idOf(99) }],
    ['moving a sentence that is not there', { kind: 'sentence.move', ids: [idOf(99)], sectionId: first }],
    ['editing a sentence that is not there', { kind: 'sentence.edit', id: idOf(99), text: 'x', baseText: 'y' }],
  ])('of %s is nothing', (_, edit) => {
    expect(invertEdit(board, edit)).toEqual([])
  })

  it('of bringing back archived and deleted ones archives and deletes them again', () => {
    const archived = applyEdit(board, { kind: 'sentence.archive', ids: [a, b] })
    expect(archived.sentences.map(({ gone }) => gone)).toEqual(['archived', null, null])
    const back: BoardEdit = { kind: 'sentence.restore', ids: [a, b, c] }
    expect(invertEdit(archived, back)).toEqual([
      { kind: 'sentence.delete', ids: [b] },
      { kind: 'sentence.archive', ids: [a] },
    ])
    expect(applyEdit(archived, back).sentences.map(({ gone }) => gone)).toEqual([null, null, null])
  })

  it('of restoring a row that the page has not read yet puts it away again, as it was', () => {
    expect(invertEdit(board, { kind: 'sentence.restore', ids: [idOf(99)] })).toEqual([
      { kind: 'sentence.delete', ids: [idOf(99)] },
    ])
    const archived = { kind: 'sentence.archive', ids: [idOf(99)] } satisfies BoardEdit
    const [back] = invertEdit(board, archived)
    expect(back && invertEdit(board, back)).toEqual([archived])
  })

  it('takes no words off the board that were on it in another sentence before', () => {
    const sentences = board.sentences.map((row) => ({ ...row, deleted: true, gone: 'merged' as const }))
    expect(invertEdit({ ...board, sentences }, { kind: 'sentence.restore', ids: [a] })).toEqual([])
  })

  it('of an edit of a prompt brings the prompt back', () => {
    const edit: BoardEdit = { kind: 'sentence.edit', id: a, field: 'imagePrompt', text: 'rain', baseText: '' }
    expect(invertEdit(board, edit)).toEqual([{ ...edit, text: '', baseText: 'rain' }])
  })

  it('of settings brings back those that were set, and no others', () => {
    const edit: BoardEdit = { kind: 'sentence.set', ids: [a], values: { seed: '7', castIds: [idOf(31)] } }
    const locked = applyEdit(applyEdit(board, edit), { kind: 'sentence.set', ids: [a], values: { locked: true } })
    expect(invertEdit(board, edit)).toEqual([{ ...edit, values: { seed: null, castIds: [] } }])
    const [row] = invertEdit(board, edit).reduce(applyEdit, locked).sentences
    expect(row).toMatchObject({ seed: null, castIds: [], locked: true })
  })

  it('of deleting a take brings it back, and shows it where it was shown', () => {
    const [shownId, otherId] = [idOf(41), idOf(42)]
    const showing = applyEdit(board, { kind: 'sentence.choose', id: a, takeId: shownId })
    const remove = (takeId: string): BoardEdit => ({ kind: 'take.delete', id: a, takeId, nextId: idOf(43) })
    const back = { kind: 'take.restore', id: a }
    expect(invertEdit(showing, remove(otherId))).toEqual([{ ...back, takeId: otherId, isShown: false }])
    expect(invertEdit(showing, remove(shownId))).toEqual([{ ...back, takeId: shownId, isShown: true }])
    const without = applyEdit(showing, remove(shownId))
    expect(without.sentences.find((row) => row.id === a)).toMatchObject({ currentTakeId: idOf(43) })
    const [undone] = invertEdit(showing, remove(shownId))
    expect(undone && invertEdit(without, undone)).toEqual([remove(shownId)])
    expect(undone && applyEdit(without, undone)).toEqual(showing)
  })

  it('of a merge is what both were', () => {
    const merge: BoardEdit = { kind: 'sentence.merge', id: c, intoId: a }
    const merged = applyEdit(board, merge)
    expect(visibleSentences(merged, first).map((row) => row.text)).toEqual(['words words'])
    expect(shown(invertEdit(board, merge).reduce(applyEdit, merged))).toEqual(shown(board))
    expect(invertEdit(merged, invertEdit(board, merge)[0] ?? merge)).toEqual([merge])
  })

  it('of a split makes one of two again, with the very space that was between them', () => {
    const text = 'A door.  \n It opens.'
    const long = applyEdit(board, { kind: 'sentence.edit', id: a, text, baseText: 'words' })
    const edit: BoardEdit = { kind: 'sentence.split', id: a, at: 8, baseText: text, newId: d, imagePrompt: 'a door' }
    const split = applyEdit(long, edit)
    expect(visibleSentences(split, first).map((row) => row.text)).toEqual(['A door.', 'It opens.', 'words'])
    expect(visibleSentences(split, first)[1]).toMatchObject({ id: d, imagePrompt: 'a door' })
    expect(shown(invertEdit(long, edit).reduce(applyEdit, split))).toEqual(shown(long))
  })

  describe('of a split', () => {
    const split: BoardEdit = {
      kind: 'sentence.split',
      id: c,
      at: 6,
      baseText: 'A door opens',
      newId: d,
      imagePrompt: 'p',
    }
    const long = applyEdit(board, { kind: 'sentence.edit', id: c, text: 'A door opens', baseText: 'words' })
    const [unsplit = split] = invertEdit(long, split)
    const textOf = (now: Board, id: string) => now.sentences.find((row) => row.id === id)?.text
    const changed = (now: Board, id: string, change: Partial<SentenceRow>): Board => {
      return { ...now, sentences: now.sentences.map((row) => (row.id === id ? { ...row, ...change } : row)) }
    }

    it('is one act, and the split again is its inverse', () => {
      const done = applyEdit(long, split)
      expect(invertEdit(long, split)).toEqual([unsplit])
      expect(unsplit).toMatchObject({ kind: 'sentence.unsplit', whole: 'A door opens', left: 'A door' })
      expect(boardEdit.parse(unsplit)).toEqual(unsplit)
      expect(invertEdit(done, unsplit)).toEqual([split])
      const undone = applyEdit(done, unsplit)
      expect(shown(undone)).toEqual(shown(long))
      expect(shown(applyEdit(undone, split))).toEqual(shown(done))
    })

    it('leaves what was written in the first half meanwhile', () => {
      const since = changed(applyEdit(long, split), c, { text: 'A red door' })
      expect(textOf(applyEdit(since, unsplit), c)).toBe('A red door opens')
    })

    it.each<[string, string, Partial<SentenceRow>]>([
      ['the words of the second half went on into another sentence', d, { deleted: true, gone: 'merged' }],
      ['it was archived', d, { deleted: true, gone: 'archived' }],
      ['somebody wrote in it', d, { text: 'opens slowly' }],
      ['the first is gone', c, { deleted: true }],
      ['both together would be too long', c, { text: 'A door '.repeat(714) }],
    ])('is nothing when %s', (_, id, change) => {
      const since = changed(applyEdit(long, split), id, change)
      expect(applyEdit(since, unsplit)).toBe(since)
      expect(invertEdit(since, unsplit)).toEqual([])
    })

    it('takes the section along that came back, unless others have come into it', () => {
      const elsewhere: BoardEdit[] = [
        { kind: 'sentence.move', ids: [d, a], sectionId: second },
        unsplit,
        { kind: 'section.delete', id: second },
      ]
      const gone = elsewhere.reduce(applyEdit, applyEdit(long, split))
      const back = applyEdit(gone, split)
      expect(visibleSentences(back, second).map((row) => row.id)).toEqual([d, a])
      const [again = split] = invertEdit(gone, split)
      expect(again).toMatchObject({ section: { id: second, sentenceIds: [a] } })
      expect(shown(applyEdit(back, again))).toEqual(shown(gone))
      const joined = applyEdit(back, { kind: 'sentence.move', ids: [b], sectionId: second })
      const others = applyEdit(joined, { kind: 'sentence.restore', ids: [b] })
      expect(visibleSentences(applyEdit(others, again), second).map((row) => row.id)).toEqual([a, b])
      expect(visibleSections(applyEdit(others, again))).toHaveLength(2)
    })
  })

  it('of moving several puts each back behind what it stood behind', () => {
    const move: BoardEdit = { kind: 'sentence.move', ids: [c, a], sectionId: second, afterId: null }
    const moved = applyEdit(board, move)
    expect(visibleSentences(moved, second).map((row) => row.id)).toEqual([c, a])
    expect(invertEdit(board, move)).toEqual([
      { kind: 'sentence.move', ids: [a], sectionId: first, afterId: null },
      { kind: 'sentence.move', ids: [c], sectionId: first, afterId: b },
    ])
  })

  it('of an edit expects the text the edit left', () => {
    expect(invertEdit(board, { kind: 'sentence.edit', id: a, text: 'new', baseText: 'words' })).toEqual([
      { kind: 'sentence.edit', id: a, text: 'words', baseText: 'new' },
    ])
  })
})
