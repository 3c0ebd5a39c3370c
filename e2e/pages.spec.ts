import { expect, type Page } from 'playwright/test'
import { createProject } from './fixtures/board.ts'
import { axeTestMs, expectAccessible, expectStill } from './fixtures/page-quality.ts'
import { test } from './fixtures/test.ts'

const script = [
  'Night falls over the harbour, and the last boat is tied up.',
  'Mara climbs the ninety-nine steps with a lamp in her hand, counting under her breath as her father taught her.',
  'Πέρα από τα κύματα, ένα φως απαντά. 遠くで灯りが答える。 🔦',
]

const sizes = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const
type Urls = { project: string; deleted: string }
const pages: Record<string, (page: Page, urls: Urls) => Promise<void>> = {
  'the projects': async (page) => {
    await page.goto('/projects')
    await expect(page.getByRole('link', { name: 'A look around' }).first()).toBeVisible()
    await expect(page.getByRole('region', { name: /^Recently deleted/ })).toBeVisible()
  },
  'a project': async (page, { project }) => {
    await page.goto(project)
    await expect(page.getByRole('textbox', { name: 'Sentence 3' })).toBeVisible()
  },
  'a deleted project': async (page, { deleted }) => {
    await page.goto(deleted)
    await expect(page.getByRole('button', { name: 'Bring it back' })).toBeVisible()
  },
  'the system': async (page) => {
    await page.goto('/system')
    await expect(page.getByText('Running').first()).toBeVisible()
  },
  'a dialog': async (page) => {
    await page.goto('/projects')
    await page.getByRole('button', { name: 'New project', exact: true }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
  },
  'the palette': async (page) => {
    await page.goto('/projects')
    await page.getByRole('button', { name: 'Commands', exact: true }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
  },
}

for (const [sizeName, viewport] of Object.entries(sizes)) {
  test(`every page is accessible and still: ${sizeName}`, async ({ page, openBrowser }) => {
    test.setTimeout(axeTestMs)
    await createProject(page, 'Thought better of')
    const deleted = page.url()
    await page.goto('/projects')
    expect((await page.request.delete(`/api/v1${new URL(deleted).pathname}`)).ok()).toBe(true)
    const board = await createProject(page, 'A look around')
    for (const sentence of script) await board.add(sentence)
    await board.expectSaved()
    const visitor = await openBrowser({ viewport, hasTouch: sizeName === 'phone' })
    for (const [name, open] of Object.entries(pages)) {
      await test.step(name, async () => {
        await open(visitor, { project: page.url(), deleted })
        await expectStill(visitor)
        await expectAccessible(visitor)
      })
    }
  })
}

test('an address with nothing behind it says so', async ({ page, complaints }) => {
  complaints.allow(/404/)
  for (const path of ['/nowhere', '/projects/nonsense', '/projects/0198a5c0-0000-7000-8000-000000000000']) {
    const response = await page.goto(path)
    expect(response?.status()).toBe(404)
    await expect(page.getByText('There is nothing at this address')).toBeVisible()
    await expectAccessible(page)
  }
})

test('the chosen colours are there from the first paint', async ({ page }) => {
  await page.goto('/projects')
  await page.getByRole('button', { name: 'Colours' }).click()
  await page.getByRole('menuitem', { name: 'Light' }).click()
  const html = await (await page.request.get('/projects')).text()
  expect(html).toContain('data-theme="light"')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
})
