import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyBoard, anyEdit, anyTakeEdit, emptyBoard, idOf, shown } from '#lib/testing/boards.ts'
import { applyEdit, type BoardEdit, boardEdit, visibleSections, visibleSentences } from './edits.ts'
import { invertEdit } from './invert-edit.ts'
import { comparePlaces } from './positions.ts'

const [first, second] = [idOf(11), idOf(12)]
const [a, b, c, d, e] = [idOf(21), idOf(22), idOf(23), idOf(24), idOf(25)]

const making: BoardEdit[] = [
  { kind: 'section.add', id: first, projectId: idOf(1), title: 'First' },
  { kind: 'section.add', id: second, projectId: idOf(1), title: 'Second' },
  { kind: 'sentence.add', sectionId: first, sentences: [a, b, c].map((id) => ({ id, text: 'words' })) },
  { kind: 'sentence.delete', ids: [b] },
]
/** Two sections, the first with a, b and c in it, b deleted. */
const board = making.reduce(applyEdit, emptyBoard)

describe.each([
  ['edit', anyEdit],
  ['edit of takes', anyTakeEdit],
])('any %s of any board', (_, any) => {
  it('followed by its inverse shows the board as it was', () => {
    fc.assert(
      fc.property(anyBoard, any, (before, edit) => {
        const after = applyEdit(before, edit)
        expect(shown(invertEdit(before, edit).reduce(applyEdit, after))).toEqual(shown(before))
      }),
      { numRuns: 2_000 },
    )
  })

  it('made twice is the same as made once', () => {
    fc.assert(
      fc.property(anyBoard, any, (before, edit) => {
        const once = applyEdit(before, edit)
        expect(shown(applyEdit(once, edit))).toEqual(shown(once))
      }),
      { numRuns: 1_000 },
    )
  })

  it('leaves the board in order, no two rows of a section at one place, and the one before as it was', () => {
    fc.assert(
      fc.property(anyBoard, any, (before, edit) => {
        const copy = structuredClone(before)
        const { sections, sentences } = applyEdit(before, edit)
        expect(before).toEqual(copy)
        expect(sections).toEqual([...sections].sort(comparePlaces))
        expect(sentences).toEqual([...sentences].sort(comparePlaces))
        expect(new Set(sections.map((row) => row.position)).size).toBe(sections.length)
        expect(new Set(sentences.map((row) => row.sectionId + row.position)).size).toBe(sentences.length)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('applyEdit', () => {
  it('keeps rows that are not concerned as the same objects', () => {
    const after = applyEdit(board, { kind: 'sentence.edit', id: a, text: 'new', baseText: 'words' })
    expect(after.sentences.filter((row, index) => row === board.sentences[index])).toHaveLength(2)
    expect(after.sections.every((row, index) => row === board.sections[index])).toBe(true)
  })

  it.each<[string, BoardEdit, string[]]>([
    [
      'at the start',
      { kind: 'sentence.add', sectionId: first, sentences: [{ id: d, text: 'd' }], afterId: null },
      [d, a, c],
    ],
    [
      'behind another',
      { kind: 'sentence.add', sectionId: first, sentences: [{ id: d, text: 'd' }], afterId: a },
      [a, d, c],
    ],
    [
      'behind a deleted one',
      { kind: 'sentence.add', sectionId: first, sentences: [{ id: d, text: 'd' }], afterId: b },
      [a, d, c],
    ],
    ['at the end', { kind: 'sentence.add', sectionId: first, sentences: [{ id: d, text: 'd' }] }, [a, c, d]],
    [
      'at the end when its neighbour is gone',
      { kind: 'sentence.add', sectionId: first, sentences: [{ id: d, text: 'd' }], afterId: idOf(99) },
      [a, c, d],
    ],
    ['back where it was', { kind: 'sentence.restore', ids: [b] }, [a, b, c]],
    ['over another', { kind: 'sentence.move', ids: [c], sectionId: first, afterId: null }, [c, a]],
    ['behind itself', { kind: 'sentence.move', ids: [a], sectionId: first, afterId: a }, [a, c]],
    ['into another section', { kind: 'sentence.move', ids: [a], sectionId: second }, [c]],
  ])('puts a sentence %s', (_, edit, expected) => {
    expect(visibleSentences(applyEdit(board, edit), first).map((row) => row.id)).toEqual(expected)
  })

  it('adds sentences with the prompts they begin with, which an older page left to the server', () => {
    const sentences = [
      { id: d, text: 'Rain.', imagePrompt: 'pier: Rain' },
      { id: e, text: 'Fog.' },
    ]
    const after = applyEdit(board, { kind: 'sentence.add', sectionId: second, sentences })
    expect(visibleSentences(after, second).map((row) => row.imagePrompt)).toEqual(['pier: Rain', ''])
  })

  it('cuts a text between the words it was cut between, whatever was changed around them', () => {
    const text = 'The door opens. It rains.'
    const long = applyEdit(board, {
      kind: 'sentence.edit',
      id: a,
      text: 'The red door opens. It rains hard.',
      baseText: 'words',
    })
    const edit: BoardEdit = { kind: 'sentence.split', id: a, at: 15, baseText: text, newId: d, imagePrompt: '' }
    const texts = visibleSentences(applyEdit(long, edit), first).map((row) => row.text)
    expect(texts).toEqual(['The red door opens.', 'It rains hard.', 'words'])
  })

  it('keeps what others wrote beside it, and shows one’s own words where both wrote', () => {
    const now = applyEdit(board, { kind: 'sentence.edit', id: a, text: 'words of others', baseText: 'words' })
    const textAfter = (text: string) => {
      const after = applyEdit(now, { kind: 'sentence.edit', id: a, text, baseText: 'words' })
      return after.sentences.find((row) => row.id === a)?.text
    }
    expect(textAfter('my words')).toBe('my words of others')
    expect(textAfter('another')).toBe('another of others')
  })

  it.each([
    ['was deleted', board.sections.map((row) => ({ ...row, deleted: true }))],
    ['is not there', []],
  ])('joins and splits nothing in a section that %s: done again it could not be', (_, sections) => {
    const unseen = { ...board, sections }
    for (const edit of [
      { kind: 'sentence.merge', id: c, intoId: a },
      { kind: 'sentence.split', id: a, at: 2, baseText: 'words', newId: d, imagePrompt: '' },
    ] satisfies BoardEdit[]) {
      expect(applyEdit(unseen, edit)).toBe(unseen)
      expect(invertEdit(unseen, edit)).toEqual([])
    }
  })

  it('gives back the very board when nothing differs', () => {
    for (const edit of [
      { kind: 'sentence.set', ids: [a, c], values: { locked: false } },
      { kind: 'sentence.delete', ids: [b, idOf(99)] },
      { kind: 'sentence.edit', id: a, text: 'words', baseText: 'words' },
    ] satisfies BoardEdit[])
      expect(applyEdit(board, edit)).toBe(board)
  })

  it('reads what an older page kept', () => {
    expect(boardEdit.parse({ kind: 'sentence.move', id: a, sectionId: second, afterId: null })).toEqual({
      ...{ kind: 'sentence.move', ids: [a], sectionId: second, afterId: null },
    })
    expect(boardEdit.parse({ kind: 'sentence.delete', id: a })).toEqual({ kind: 'sentence.delete', ids: [a] })
  })

  it('takes the sentences of a deleted section with it, and brings them back', () => {
    const deleted = applyEdit(board, { kind: 'section.delete', id: first })
    expect(visibleSections(deleted).map((row) => row.id)).toEqual([second])
    const restored = applyEdit(deleted, { kind: 'section.restore', id: first })
    expect(shown(restored)).toEqual(shown(board))
  })
})
