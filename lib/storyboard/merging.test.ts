import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyBoard, emptyBoard, idOf } from '#lib/testing/boards.ts'
import { isNews, patchBoard, replaceBoard } from './merging.ts'
import type { Board, SentenceRow } from './model.ts'
import { newSentence } from './new-sentence.ts'
import { comparePlaces } from './positions.ts'

/** On the server, one version of a row is one row; boards drawn at random would disagree. */
const anyRead = anyBoard.map((board): Board => {
  const { project, sections, sentences } = board
  return {
    ...board,
    project: { ...project, name: `name ${project.version}` },
    sections: sections
      .map((row) => ({
        ...row,
        title: `title ${row.version}`,
        position: `a${row.version}`,
        deleted: row.version === 3,
      }))
      .sort(comparePlaces),
    sentences: sentences
      .map(({ id, version }) => ({
        ...newSentence,
        ...{ id, version, sectionId: idOf(11), text: `v${version}`, position: `a${version}` },
      }))
      .sort(comparePlaces),
  }
})

describe('patchBoard', () => {
  it('knows afterwards the newest of each row, whatever came first and however often', () => {
    fc.assert(
      fc.property(anyRead, fc.array(anyRead, { maxLength: 4 }), fc.gen(), (board, parts, gen) => {
        const again = gen(fc.shuffledSubarray, [...parts, ...parts], { minLength: parts.length * 2 })
        const inOrder = parts.reduce(patchBoard, board)
        expect(again.reduce(patchBoard, board)).toEqual(inOrder)
        expect(versions(inOrder)).toEqual(newest([board, ...parts]))
        expect(inOrder.sentences).toEqual([...inOrder.sentences].sort(comparePlaces))
      }),
    )
  })

  it('takes nothing for nothing', () => {
    fc.assert(
      fc.property(anyRead, (board) => {
        expect(patchBoard(board, {})).toEqual(board)
      }),
    )
  })

  it('puts a row that moved where it is now', () => {
    const rows = [sentence(1, 'a0'), sentence(2, 'a1')]
    const moved = { ...sentence(2, 'Zz'), version: 2 }
    const { sentences } = patchBoard({ ...emptyBoard, sentences: rows }, { sentences: [moved] })
    expect(sentences.map((row) => row.id)).toEqual([idOf(2), idOf(1)])
  })
})

describe('replaceBoard', () => {
  it('drops what the server no longer has, but for rows that came in while it was being read', () => {
    const board: Board = { ...emptyBoard, sentences: [sentence(1, 'a0'), sentence(2, 'a1'), sentence(3, 'a2')] }
    const read: Board = { ...emptyBoard, sentences: [sentence(1, 'a0')] }
    const { sentences } = replaceBoard(board, read, new Set([idOf(3)]))
    expect(sentences.map((row) => row.id)).toEqual([idOf(1), idOf(3)])
  })

  it('never goes back for a row that came in meanwhile, nor for the project', () => {
    const mine = { ...sentence(1, 'a0'), text: 'new', version: 3 }
    const renamed = { ...emptyBoard.project, name: 'New', version: 2 }
    const board: Board = { ...emptyBoard, project: renamed, sentences: [mine] }
    const read: Board = { ...emptyBoard, sentences: [sentence(1, 'a0')] }
    expect(replaceBoard(board, read, new Set([idOf(1)]))).toEqual(board)
  })

  it('takes the newer one of the read for a row that came in meanwhile', () => {
    const read: Board = { ...emptyBoard, sentences: [{ ...sentence(1, 'a0'), version: 5 }] }
    const board: Board = { ...emptyBoard, sentences: [sentence(1, 'a0')] }
    expect(replaceBoard(board, read, new Set([idOf(1)]))).toEqual(read)
  })
})

it.each([
  [{ id: idOf(1), version: 1 }, false],
  [{ id: idOf(1), version: 2 }, true],
  [{ id: idOf(2), version: 1 }, true],
])('isNews of %j is %s', (news, expected) => {
  expect(isNews([sentence(1, 'a0')], news)).toBe(expected)
})

function sentence(number: number, position: string): SentenceRow {
  return { ...newSentence, id: idOf(number), sectionId: idOf(11), text: 'words', position, version: 1, deleted: false }
}

function versions(board: Board): Record<string, number> {
  return Object.fromEntries(
    [board.project, ...board.sections, ...board.sentences].map(({ id, version }) => [id, version]),
  )
}

function newest(boards: Board[]): Record<string, number> {
  const known: Record<string, number> = {}
  for (const [id, version] of boards.flatMap((board) => Object.entries(versions(board)))) {
    known[id] = Math.max(known[id] ?? 0, version)
  }
  return known
}
