import { expect, it } from 'vitest'
import type { Board, SentenceRow } from '#lib/storyboard/model.ts'
import { newSentence } from '#lib/storyboard/new-sentence.ts'
import { emptyBoard, idOf } from '#lib/testing/boards.ts'
import { describeMerge, whyNotJoin } from './describe-merge.ts'

const [a, b, c] = [idOf(21), idOf(22), idOf(23)]
const [nova, ada] = [idOf(31), idOf(32)]
const shot = { currentTakeId: idOf(41), imagePrompt: 'a door', castIds: [nova] }
const other = { currentTakeId: idOf(42), imagePrompt: 'rain', castIds: [ada] }

it.each<[string, Partial<SentenceRow>[], string | undefined]>([
  ['nothing was there', [{}, {}], undefined],
  ['nothing is dropped', [shot, {}], undefined],
  [
    'prompts and cast are put together',
    [
      { ...shot, currentTakeId: null },
      { ...other, currentTakeId: null },
    ],
    undefined,
  ],
  ['both have all', [shot, other], 'The picture, prompt and cast of the first stay.'],
  ['only the prompt of the second goes', [shot, { imagePrompt: 'rain' }], 'The picture and prompt of the first stay.'],
  [
    'only the second has a picture',
    [{ ...shot, currentTakeId: null }, other],
    'The picture, prompt and cast of the second stay.',
  ],
  ['both have a picture of the same', [shot, { ...shot, currentTakeId: idOf(42) }], 'The picture of the first stays.'],
  ['another says the second', [{ speaker: 'NOVA' }, { speaker: 'ADA' }], 'Who says it stays as in the first.'],
  ['there are three', [shot, other, {}], 'One picture stays, with its prompt, its cast and its speaker.'],
])('what stays is told when %s', (_, rows, words) => {
  expect(describeMerge(boardOf(rows), a, [b, c].slice(0, rows.length - 1))).toBe(words)
})

it('the first is the one that comes first in the script, whichever goes', () => {
  expect(describeMerge(boardOf([shot, other]), b, [a])).toBe('The picture, prompt and cast of the second stay.')
})

it('what is too long only all together is told before the first two are joined', () => {
  const long = { text: 'word '.repeat(400).trim() }
  expect(whyNotJoin(boardOf([long, long]), a, [b])).toBeUndefined()
  expect(whyNotJoin(boardOf([long, long, long]), a, [b, c])).toMatch('Together they are longer than 5,000 characters.')
})

function boardOf(rows: readonly Partial<SentenceRow>[]): Board {
  const sentences = rows.map((row, at) => ({
    ...{ ...newSentence, sectionId: idOf(11), text: 'words', version: 1 },
    ...{ id: [a, b, c][at] ?? '', position: `a${at}` },
    ...row,
  }))
  const section = { id: idOf(11), title: 'One', position: 'a0', version: 1, deleted: false }
  return { ...emptyBoard, sections: [section], sentences }
}
