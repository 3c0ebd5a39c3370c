import { expect, it } from 'vitest'
import { describeLength, describeQuote, describeQuoteWait } from './describe-quote.ts'

const nothing = { locked: 0, noPrompt: 0, underWay: 0 }

it('says how many, how long and where', () => {
  const quote = {
    count: 1_037,
    seconds: 340,
    gpus: 2,
    room: 2_000,
    waiting: 0,
    beside: 0,
    cannot: [],
    skipped: nothing,
  }
  expect(describeQuote(quote)).toEqual({
    headline: '1,037 pictures, about 6 minutes on 2 GPUs.',
    waiting: undefined,
    beside: undefined,
    skipped: undefined,
    cannot: [],
    refusal: undefined,
  })
})

it('says what is left out, and gathers what cannot be made by its reason', () => {
  const reason = 'No GPU has flux1-dev.safetensors.'
  const cannot = ['a', 'b'].map((sentenceId) => ({ sentenceId, reason }))
  const skipped = { locked: 2, noPrompt: 1, underWay: 0 }
  expect(
    describeQuote({ count: 1, seconds: null, gpus: 0, room: 2_000, waiting: 0, beside: 0, cannot, skipped }),
  ).toEqual({
    headline: '1 picture, as soon as a GPU is there.',
    waiting: undefined,
    beside: undefined,
    skipped: 'Left out: 2 locked, 1 without a prompt.',
    cannot: [{ reason, count: 2 }],
    refusal: undefined,
  })
})

it.each([
  [1, 1, 'It waits: no GPU that can make it takes anything now.'],
  [37, 37, 'All of them wait: no GPU that can make them takes anything now.'],
  [37, 4, '4 of them wait: no GPU that can make them takes anything now.'],
  [37, 1, '1 of them waits: no GPU that can make it takes anything now.'],
  [37, 0, undefined],
])('says of %i pictures that %i are not begun yet', (count, waiting, words) => {
  const quote = { count, seconds: 40, gpus: 1, room: 2_000, waiting, beside: 0, cannot: [], skipped: nothing }
  expect(describeQuote(quote).waiting).toBe(words)
})

it('says when there is no room for all of it', () => {
  const quote = { count: 30, seconds: 340, gpus: 2, room: 12, waiting: 0, beside: 0, cannot: [], skipped: nothing }
  expect(describeQuote(quote).refusal).toMatch(/^12 pictures more may wait now/)
})

it.each([
  [8, 3, '3 of them lie beside a final that is up to date.'],
  [8, 1, '1 of them lies beside a final that is up to date.'],
  [8, 8, 'All of them lie beside a final that is up to date.'],
  [1, 1, 'It lies beside a final that is up to date.'],
  [8, 0, undefined],
])('says of %i drafts that %i are not shown at once', (count, beside, words) => {
  const quote = { count, seconds: 40, gpus: 1, room: 2_000, waiting: 0, beside, cannot: [], skipped: nothing }
  const { headline, beside: told } = describeQuote(quote, 'draft')
  expect(headline).toMatch(count === 1 ? /^1 draft, / : /^8 drafts, /)
  expect(told).toBe(words)
})

it('says when there is nothing', () => {
  expect(
    describeQuote({ count: 0, seconds: 0, gpus: 1, room: 0, waiting: 0, beside: 0, cannot: [], skipped: nothing })
      .headline,
  ).toBe('There is nothing to make.')
})

it.each([
  [0, 'about 5 seconds'],
  [42, 'about 45 seconds'],
  [56, 'about a minute'],
  [60, 'about a minute'],
  [61, 'about 2 minutes'],
  [7_200, 'about 2 hours'],
])('%j s: %s', (seconds, words) => {
  expect(describeLength(seconds)).toBe(words)
})

it.each([
  [{ isSaved: true, isCutOff: false }, 'Counting…'],
  [{ isSaved: false, isCutOff: false }, 'Saving what you wrote…'],
  [{ isSaved: true, isCutOff: true }, 'No connection. It is counted as soon as the connection is back.'],
  [
    { isSaved: false, isCutOff: true },
    'No connection. What you wrote is kept in this browser, and counted as soon as the connection is back.',
  ],
])('says what it waits for: %j', (wait, words) => {
  expect(describeQuoteWait(wait)).toBe(words)
})
