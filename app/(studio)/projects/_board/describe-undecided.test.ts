import { expect, test } from 'vitest'
import { describeUndecided, type Undecided } from './describe-undecided.ts'

const one: Undecided = { number: 12, what: 'text', by: 'Ines' }

test.each<[Undecided[], string, string]>([
  [[one], 'Two texts for sentence 12', 'Ines changed'],
  [[{ ...one, what: 'prompt' }], 'Two prompts for sentence 12', 'Ines changed'],
  [[{ ...one, number: undefined, by: null }], 'Two texts for a sentence', 'Someone else changed'],
  [[one, { ...one, number: 14 }], 'Two texts each in 2 places', 'Ines changed'],
  [[one, { ...one, by: null }], 'Two texts each in 2 places', 'Others changed'],
])('%j: %s', (all, title, who) => {
  const told = describeUndecided(all)
  expect(told.title).toBe(title)
  expect(told.description).toBe(`${who} the same words as you. Yours are not saved until you choose.`)
})
