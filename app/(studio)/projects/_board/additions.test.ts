import { expect, it } from 'vitest'
import { maxSentencesAtOnce } from '#lib/storyboard/model.ts'
import { additions } from './additions.ts'
import { letteredBoard, sectionIds, sentenceId } from './lettered-board.fixture.ts'

const { one, two } = sectionIds
const board = {
  ...letteredBoard,
  sections: letteredBoard.sections.map((row) => ({ ...row, title: row.id === two ? 'EXT. SEA - DAWN' : row.title })),
}

it('gives each sentence its first prompt, as its section has it', () => {
  const promptsIn = (sectionId: string) =>
    additions(board, { sectionId, texts: ['The sun comes up.', 'Nobody is on deck.'] })
      .flatMap(({ sentences }) => sentences)
      .map(({ imagePrompt }) => imagePrompt)
  expect(promptsIn(one)).toEqual(['The sun comes up', 'Nobody is on deck'])
  expect(promptsIn(two)).toEqual(['exterior, sea, dawn: The sun comes up', 'exterior, sea, dawn: Nobody is on deck'])
})

it('makes several of a long paste, one behind the other', () => {
  const texts = Array.from({ length: maxSentencesAtOnce + 1 }, (_, index) => `Sentence ${index}.`)
  const edits = additions(board, { sectionId: one, texts, afterId: sentenceId('a') })
  expect(edits.map(({ sentences }) => sentences.length)).toEqual([maxSentencesAtOnce, 1])
  expect(edits.map(({ afterId }) => afterId)).toEqual([sentenceId('a'), edits[0]?.sentences.at(-1)?.id])
  expect(edits.flatMap(({ sentences }) => sentences).map(({ text }) => text)).toEqual(texts)
})

it('makes several of long sentences, prompts counted: one request carries so much', () => {
  const texts = Array.from({ length: 60 }, (_, index) => `${index} ${'long '.repeat(900)}`)
  expect(additions(board, { sectionId: one, texts }).map(({ sentences }) => sentences.length)).toEqual([29, 29, 2])
})
