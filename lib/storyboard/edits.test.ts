import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyBoard, anyEdit, emptyBoard, idOf, shown } from '#lib/testing/boards.ts'
import { applyEdit, type BoardEdit, invertEdit, visibleSections, visibleSentences } from './edits.ts'
import { comparePlaces } from './positions.ts'

const [first, second, a, b, c, d] = [idOf(11), idOf(12), idOf(21), idOf(22), idOf(23), idOf(24)]

const making: BoardEdit[] = [
  { kind: 'section.add', id: first, projectId: idOf(1), title: 'First' },
  { kind: 'section.add', id: second, projectId: idOf(1), title: 'Second' },
  { kind: 'sentence.add', sectionId: first, sentences: [a, b, c].map((id) => ({ id, text: 'words' })) },
  { kind: 'sentence.delete', id: b },
]
/** Two sections, the first with a, b and c in it, b deleted. */
const board = making.reduce(applyEdit, emptyBoard)

describe('any edit of any board', () => {
  it('followed by its inverse shows the board as it was', () => {
    fc.assert(
      fc.property(anyBoard, anyEdit, (before, edit) => {
        const after = applyEdit(before, edit)
        expect(shown(invertEdit(before, edit).reduce(applyEdit, after))).toEqual(shown(before))
      }),
      { numRuns: 2_000 },
    )
  })

  it('made twice is the same as made once', () => {
    fc.assert(
      fc.property(anyBoard, anyEdit, (before, edit) => {
        const once = applyEdit(before, edit)
        expect(shown(applyEdit(once, edit))).toEqual(shown(once))
      }),
      { numRuns: 1_000 },
    )
  })

  it('leaves the board in order, no two rows of a section at one place, and the one before as it was', () => {
    fc.assert(
      fc.property(anyBoard, anyEdit, (before, edit) => {
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
    ['back where it was', { kind: 'sentence.restore', id: b }, [a, b, c]],
    ['over another', { kind: 'sentence.move', id: c, sectionId: first, afterId: null }, [c, a]],
    ['behind itself', { kind: 'sentence.move', id: a, sectionId: first, afterId: a }, [a, c]],
    ['into another section', { kind: 'sentence.move', id: a, sectionId: second }, [c]],
  ])('puts a sentence %s', (_, edit, expected) => {
    expect(visibleSentences(applyEdit(board, edit), first).map((row) => row.id)).toEqual(expected)
  })

  it('takes the sentences of a deleted section with it, and brings them back', () => {
    const deleted = applyEdit(board, { kind: 'section.delete', id: first })
    expect(visibleSections(deleted).map((row) => row.id)).toEqual([second])
    const restored = applyEdit(deleted, { kind: 'section.restore', id: first })
    expect(shown(restored)).toEqual(shown(board))
  })
})

describe('invertEdit', () => {
  it.each<[string, BoardEdit]>([
    ['adding what is there', { kind: 'section.add', id: first, projectId: idOf(1), title: 'Again' }],
    ['adding sentences that are there', { kind: 'sentence.add', sectionId: first, sentences: [{ id: a, text: 'x' }] }],
    ['deleting what is deleted', { kind: 'sentence.delete', id: b }],
    ['restoring what is there', { kind: 'section.restore', id: first }],
    ['moving a section that is not there', { kind: 'section.move', id: idOf(99) }],
    ['moving a sentence that is not there', { kind: 'sentence.move', id: idOf(99), sectionId: first }],
    ['editing a sentence that is not there', { kind: 'sentence.edit', id: idOf(99), text: 'x', baseText: 'y' }],
  ])('of %s is nothing', (_, edit) => {
    expect(invertEdit(board, edit)).toEqual([])
  })

  it('of restoring a row that the page has not read yet deletes it again', () => {
    expect(invertEdit(board, { kind: 'sentence.restore', id: idOf(99) })).toEqual([
      { kind: 'sentence.delete', id: idOf(99) },
    ])
  })

  it('of an edit of a prompt brings the prompt back', () => {
    const edit: BoardEdit = { kind: 'sentence.edit', id: a, field: 'imagePrompt', text: 'rain', baseText: '' }
    expect(invertEdit(board, edit)).toEqual([{ ...edit, text: '', baseText: 'rain' }])
  })

  it('of settings brings back those that were set, and no others', () => {
    const edit: BoardEdit = { kind: 'sentence.set', id: a, values: { seed: '7', castIds: [idOf(31)] } }
    const locked = applyEdit(applyEdit(board, edit), { kind: 'sentence.set', id: a, values: { locked: true } })
    expect(invertEdit(board, edit)).toEqual([{ ...edit, values: { seed: null, castIds: [] } }])
    const [row] = invertEdit(board, edit).reduce(applyEdit, locked).sentences
    expect(row).toMatchObject({ seed: null, castIds: [], locked: true })
  })

  it('of an edit expects the text the edit left', () => {
    expect(invertEdit(board, { kind: 'sentence.edit', id: a, text: 'new', baseText: 'words' })).toEqual([
      { kind: 'sentence.edit', id: a, text: 'words', baseText: 'new' },
    ])
  })
})
