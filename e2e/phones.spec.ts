import { expect, type Page } from 'playwright/test'
import { createProject, openBoard } from './fixtures/board.ts'
import { findHardToPress } from './fixtures/reach.ts'
import { test } from './fixtures/test.ts'
import { visit } from './fixtures/visit.ts'

// What a finger and a small screen need.

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const
const tablet = { viewport: { width: 1024, height: 768 }, hasTouch: true, isMobile: true } as const
const title = 'EXT. HARBOUR - NIGHT, LATER THE SAME EVENING'

test('a long title of a scene takes a second line on a phone', async ({ page, openBrowser }) => {
  const board = await createProject(page, 'Long titles')
  await board.add('Night falls.')
  const field = page.getByLabel('Section title')
  await field.fill(title)
  await field.press('Enter')
  await board.expectSaved()
  const visitor = await openBrowser(phone)
  const visited = await openBoard(visitor, page.url())
  const shown = visited.section(title).getByText(title)
  const theirs = visitor.getByLabel('Section title')
  await expect(shown).toBeVisible()
  const isWhole = await shown.evaluate(
    (element) => element.scrollHeight <= element.clientHeight && element.scrollWidth <= element.clientWidth,
  )
  expect(isWhole).toBe(true)
  // It is edited where it stands, as everywhere.
  await theirs.click()
  await expect(theirs).toBeFocused()
  await theirs.fill('INT. LIGHTHOUSE')
  await theirs.press('Enter')
  await expect(field).toHaveValue('INT. LIGHTHOUSE')
})

for (const [name, device] of Object.entries({ phone, tablet })) {
  test(`what is pressed on a board is large enough for a finger: ${name}`, async ({ page, openBrowser }) => {
    const board = await createProject(page, `Fingers on a ${name}`)
    for (const text of ['Night falls.', 'The lamp burns.', 'A boat comes in.']) await board.add(text)
    await board.expectSaved()
    const cast = `/api/v1${new URL(page.url()).pathname}/cast`
    const made = await page.request.post(cast, { data: { kind: 'prop', name: 'Lamp', look: 'an oil lamp of brass' } })
    expect(made.status()).toBe(201)
    const visitor = await openBrowser(device)
    for (const view of ['table', 'cards', 'film']) {
      await visit(visitor, `${page.url()}?view=${view}`)
      await expect(visitor.getByRole('button', { name: 'Filmstrip' })).toBeVisible()
      expect(await findHardToPress(visitor, 'body'), view).toEqual([])
    }
    await visit(visitor, page.url())
    await openInspector(visitor)
    expect(await findHardToPress(visitor, '[data-inspector]')).toEqual([])
  })
}

test('beside the inspector, a tablet still shows the name of the project and all that it offers', async ({
  page,
  openBrowser,
}) => {
  const board = await createProject(page, 'The keeper of the lamp')
  await board.add('Night falls.')
  await board.expectSaved()
  const visitor = await openBrowser(tablet)
  await visit(visitor, page.url())
  await visitor.getByRole('button', { name: 'Open sentence 1:' }).click()
  const edge = await visitor.locator('[data-inspector]').boundingBox()
  const name = visitor.getByLabel('Project name')
  expect(await name.evaluate((field) => field.scrollWidth <= field.clientWidth)).toBe(true)
  const buttons = ['Make pictures…', 'More for the project', 'Filter', 'Columns'].map((label) =>
    visitor.getByRole('button', { name: label }),
  )
  for (const each of [name, ...buttons, visitor.getByRole('searchbox', { name: 'Find' })]) {
    const box = await each.boundingBox()
    expect((box?.x ?? 0) + (box?.width ?? 0), String(each)).toBeLessThanOrEqual(edge?.x ?? 0)
  }
})

test('a tablet, which has no keys, is not shown any', async ({ page, openBrowser }) => {
  const board = await createProject(page, 'Keys')
  await board.add('Night falls.')
  await board.expectSaved()
  const visitor = await openBrowser(tablet)
  await visit(visitor, page.url())
  for (const each of [page, visitor]) {
    await each.locator('[data-sentence]').first().hover()
    await each.getByRole('button', { name: 'More for sentence 1' }).click()
    await expect(each.getByRole('menuitem', { name: 'Add below' })).toBeVisible()
  }
  await expect(page.getByRole('menuitem', { name: 'Add below' }).locator('kbd')).toBeVisible()
  await expect(visitor.locator('kbd').filter({ visible: true })).toHaveCount(0)
})

test('at the top of a phone stands what its points are about', async ({ page, openBrowser, complaints }) => {
  complaints.allow(/ERR_INTERNET_DISCONNECTED/, /WebSocket/)
  const board = await createProject(page, 'Points')
  await board.add('Night falls.')
  await board.expectSaved()
  const visitor = await openBrowser(phone)
  await visit(visitor, page.url())
  await expect(visitor.locator('[data-gpu-bar="header"]').getByText('GPUs', { exact: true })).toBeVisible()
  const live = visitor.locator('header').getByRole('status').filter({ hasText: 'Live' })
  await expect(live).toBeAttached()
  await expect(live.locator('svg, [aria-hidden]')).toHaveCount(0)
})

async function openInspector(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open sentence 1:' }).click()
  await expect(page.locator('[data-inspector]').getByRole('button', { name: 'Lamp' })).toBeVisible()
}
