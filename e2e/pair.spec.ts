import { expect } from 'playwright/test'
import { openPair, writeAsPair } from './chaos/pair.ts'
import { test } from './fixtures/test.ts'

// The long form is `npm run chaos -- pair`.
test('two people write in the same prompts, one reloads without a line, and no word is lost', async ({
  openBrowser,
  complaints,
}) => {
  test.setTimeout(240_000)
  complaints.allow(/ERR_INTERNET_DISCONNECTED/, /WebSocket/)
  const pair = await openPair(() => openBrowser(), 'Written by two')
  const { words, chosen } = await writeAsPair({ ...pair, seed: 11, seconds: 15, log: () => {} })
  expect(words).toBeGreaterThan(10)
  expect(chosen).toBeGreaterThan(0)
})
