import { addRows, findRow, placeAmong } from './board-rows.ts'
import type { Board, SentenceRow } from './model.ts'
import { newSentence } from './new-sentence.ts'

export type Copying = {
  /** Of each sentence, the id of its copy. In the order in which the copies are to stand. */
  copies: readonly { id: string; newId: string }[]
  sectionId: string
  afterId?: string | null | undefined
}

/** The board with copies of sentences. Those that are there already are left alone, and so is what there is nothing of to copy. */
export function copyRows(board: Board, { copies, sectionId, afterId }: Copying): Board {
  const coming = copies.flatMap(({ id, newId }) => {
    const row = findRow(board.sentences, newId) ? undefined : findRow(board.sentences, id)
    return row ? { row, newId } : []
  })
  if (coming.length === 0) return board
  const there = board.sentences.filter((row) => row.sectionId === sectionId)
  const positions = placeAmong(there, { afterId }, coming.length)
  const added = coming.map(({ row, newId }, index) =>
    copyOf(row, { id: newId, sectionId, position: positions[index] ?? '' }),
  )
  return { ...board, sentences: addRows(board.sentences, added) }
}

/** With its picture, which becomes a take of its own on the server. A lock and a mark were set on the other one. */
function copyOf(row: SentenceRow, own: Pick<SentenceRow, 'id' | 'sectionId' | 'position'>): SentenceRow {
  const { text, speaker, imagePrompt, videoPrompt, seed, castIds } = row
  const { imageUrl, isImageDirty, staleBecause, madeById, takeSeed } = row
  const picture = { imageUrl, isImageDirty, staleBecause, madeById, takeSeed }
  return { ...newSentence, ...{ text, speaker, imagePrompt, videoPrompt, seed, castIds }, ...picture, ...own }
}
