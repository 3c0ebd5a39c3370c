import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyBoard } from '#lib/testing/boards.ts'
import type { Board } from './model.ts'
import { packBoard, unpackBoard } from './packed-board.ts'

it('arrives as it left, but for where files lie', () => {
  fc.assert(
    fc.property(anyBoard, fc.option(fc.uuid()), (board, takeId) => {
      const sent: Board = {
        ...board,
        sentences: board.sentences.map((row) => {
          const imageUrl = takeId && `/api/v1/takes/${takeId}/file`
          return { ...row, currentTakeId: takeId, imageUrl, imageFile: null }
        }),
      }
      expect(unpackBoard(packBoard(sent))).toEqual(sent)
    }),
  )
})
