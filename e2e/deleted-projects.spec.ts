import { expect } from 'playwright/test'
import { createProject } from './fixtures/board.ts'
import { test } from './fixtures/test.ts'
import { reload } from './fixtures/visit.ts'

test('a project is deleted, missed by who has it open, and brought back', async ({ page, openBrowser, complaints }) => {
  const mine = await createProject(page, 'Short lived')
  await mine.add('Here today.')
  await mine.expectSaved()
  const other = await openBrowser()
  await other.goto('/projects')
  await other.getByRole('button', { name: 'More for Short lived' }).click()
  complaints.allow(/404/)
  await other.getByRole('menuitem', { name: 'Delete project' }).click()
  await expect(page.getByText('This project was deleted')).toBeVisible()
  await other.getByRole('button', { name: 'Undo', exact: true }).click()
  await mine.expectTexts(['Here today.'])
  await expect(other.getByRole('link', { name: 'Short lived' })).toBeVisible()
})

test('the pages of its script offer a deleted project back, too', async ({ page }) => {
  await createProject(page, 'Missed by its script')
  const address = page.url()
  await page.goto('/projects')
  for (const [path, heading] of Object.entries({
    import: 'Import into Missed by its script',
    'import/versions': 'Script of Missed by its script',
  })) {
    await page.request.delete(`/api/v1/projects/${address.split('/').at(-1)}`)
    await page.goto(`${address}/${path}`)
    await expect(page.getByText('“Missed by its script” was deleted just now.')).toBeVisible()
    await page.getByRole('button', { name: 'Bring it back' }).click()
    await expect(page.getByRole('heading', { name: heading })).toBeVisible()
  }
})

test('a deleted project is found later, and brought back from the list or at its address', async ({
  page,
  openBrowser,
}) => {
  const board = await createProject(page, 'Missed later')
  await board.add('Here today.')
  await board.expectSaved()
  const address = page.url()
  const remove = async () => {
    await page.goto('/projects')
    await page.getByRole('button', { name: 'More for Missed later' }).click()
    await page.getByRole('menuitem', { name: 'Delete project' }).click()
    await expect(page.getByRole('link', { name: 'Missed later' })).toBeHidden()
  }
  const deleted = page.getByRole('region', { name: /^Recently deleted/ })
  const row = deleted.getByRole('listitem').filter({ hasText: 'Missed later' })

  await remove()
  await reload(page)
  await expect(row).toContainText('Deleted just now · kept for 30 more days')
  await row.getByRole('button', { name: 'Bring it back' }).click()
  await expect(page.getByRole('link', { name: 'Missed later' })).toBeVisible()
  await expect(row).toBeHidden()

  await remove()
  const other = await openBrowser()
  await other.goto(address)
  await expect(other.getByText('“Missed later” was deleted just now.')).toBeVisible()
  await page.goto('/system')
  await page.getByRole('button', { name: 'Commands' }).click()
  await page.getByRole('combobox').fill('recently deleted')
  await expect(page.getByRole('option', { name: /^Recently deleted/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(row).toBeInViewport()
  await page.goto(address)
  await page.getByRole('button', { name: 'Bring it back' }).click()
  await board.expectTexts(['Here today.'])
  // Who stands before its closed door sees it open.
  await expect(other.getByRole('textbox', { name: 'Sentence 1' })).toHaveValue('Here today.')
})
