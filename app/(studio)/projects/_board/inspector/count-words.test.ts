import { expect, test } from 'vitest'
import { countWords } from './count-words.ts'

test.each([
  ['', 0],
  ['  \n ', 0],
  ['a lamp, its light on the stairs', 7],
  ['red,blue,, green', 3],
  ["Mara's lamp", 2],
  ['ένα φως', 2],
])('%j has %i words', (text, words) => {
  expect(countWords(text)).toBe(words)
})

test('words are found where nothing stands between them', () => {
  expect(countWords('遠くで灯りが答える')).toBeGreaterThan(2)
})
