import path from 'node:path'
import { expect } from 'playwright/test'
import { createProject } from './fixtures/board.ts'
import { test } from './fixtures/test.ts'

test.afterEach(async ({ instance }, testInfo) => {
  if (testInfo.status === testInfo.expectedStatus) return
  const log = path.join(instance.dataDir, 'logs', 'web.log')
  await testInfo.attach('web.log', { path: log, contentType: 'text/plain' })
})

test('kill -9 on web, worker and Postgres in turn while someone types loses nothing', async ({
  page,
  openBrowser,
  instance,
  complaints,
}) => {
  test.setTimeout(120_000)
  complaints.allow(
    /net::ERR_(CONNECTION|EMPTY_RESPONSE|SOCKET|INCOMPLETE_CHUNKED_ENCODING)/,
    /^console error: (WebSocket connection|Failed to load resource)/,
    /^response: \w+ \S+ 50[0-9]$/,
  )
  const board = await createProject(page, 'Unkillable')
  const typed: string[] = []
  const type = async (text: string) => {
    typed.push(text)
    await board.composer.fill(text)
    await board.composer.press('Enter')
  }

  for (const victim of ['web', 'worker', 'postgres'] as const) {
    for (let i = 0; i < 3; i++) await type(`Before ${victim} died, ${i}.`)
    const before = await instance.pids()
    process.kill(before[victim], 'SIGKILL')
    for (let i = 0; i < 5; i++) await type(`While ${victim} was gone, ${i}.`)
    await expect.poll(async () => (await instance.pids())[victim], { timeout: 30_000 }).not.toBe(before[victim])
    await type(`When ${victim} was back.`)
    await expect(page.locator('[data-save-status="saved"]')).toBeVisible({ timeout: 30_000 })
  }

  // What the page shows as saved is what a stranger reads from the server.
  await board.expectTexts(typed)
  const other = await openBrowser()
  await expect(async () => {
    await other.goto(page.url())
    const texts = await other.getByRole('textbox', { name: /^Sentence \d+$/ }).allInnerTexts()
    expect(texts).toHaveLength(typed.length)
  }).toPass({ timeout: 30_000 })
  const served = await other
    .getByRole('textbox', { name: /^Sentence \d+$/ })
    .evaluateAll((fields) => fields.map((field) => ('value' in field ? field.value : '')))
  expect(served).toEqual(typed)
})
