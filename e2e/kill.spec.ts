import path from 'node:path'
import { expect } from 'playwright/test'
import { openApi } from './fixtures/api.ts'
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

  // What the page shows as saved is what the server has, and what a stranger reads.
  const projectId = new URL(page.url()).pathname.split('/').at(-1)
  const readTexts = async () => {
    const { items } = await openApi(instance.url).get<{ items: { text: string }[] }>(`/projects/${projectId}/sentences`)
    return items.map(({ text }) => text)
  }
  await expect.poll(readTexts, { timeout: 30_000 }).toEqual(typed)
  const other = await openBrowser()
  await expect(async () => {
    await other.goto(page.url())
    await expect(other.getByText(`${typed.length} sentences`)).toBeVisible({ timeout: 5_000 })
  }).toPass({ timeout: 30_000 })
})
