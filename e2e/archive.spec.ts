import { expect, type Page } from 'playwright/test'
import { createProject, openBoard } from './fixtures/board.ts'
import { expectAccessible } from './fixtures/page-quality.ts'
import { test } from './fixtures/test.ts'

test('a project is archived, found, opened as ever and brought back', async ({ page }) => {
  const board = await createProject(page, 'Put aside')
  await board.add('Here as ever.')
  await board.expectSaved()
  const address = page.url()
  const archived = page.getByRole('region', { name: /^Archived/ })
  const row = archived.getByRole('listitem').filter({ hasText: 'Put aside' })
  const card = page.getByRole('heading', { name: 'Put aside' })
  const archive = async () => {
    await page.getByRole('button', { name: 'More for Put aside' }).click()
    await page.getByRole('menuitem', { name: 'Archive project' }).click()
    await expect(row).toContainText('1 sentence · archived just now')
    await expect(card).toBeHidden()
  }

  await page.goto('/projects')
  await archive()
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(card).toBeVisible()
  await expect(row).toBeHidden()
  await archive()
  await expectAccessible(page)
  await row.getByRole('link', { name: 'Put aside' }).click()
  await expect(page).toHaveURL(address)
  const notice = page.getByText('This project was archived just now.')
  await expect(notice).toBeVisible()
  await expectAccessible(page)
  await board.add('And written on.')
  await board.expectTexts(['Here as ever.', 'And written on.'])
  await board.expectSaved()
  await page.getByRole('button', { name: 'Bring back', exact: true }).click()
  await expect(notice).toBeHidden()

  await board.openMenu('More for the project')
  await board.choose('Archive the project, or bring it back')
  await expect(notice).toBeVisible()
  await page.goto('/system')
  await page.getByRole('button', { name: 'Commands' }).click()
  await page.getByRole('combobox').fill('put aside')
  await expect(page.getByRole('option', { name: 'Put aside Archived project' })).toBeVisible()
  await page.goto('/projects')
  await row.getByRole('button', { name: 'Bring back: Put aside' }).click()
  await expect(card).toBeVisible()
})

test('sentences and sections are archived, listed without any script, and brought back', async ({
  page,
  openBrowser,
}) => {
  const board = await createProject(page, 'Put away')
  const address = page.url()
  for (const text of ['One.', 'Two.', 'Three.']) await board.add(text)
  const other = await openBrowser()
  await other.goto(`${address}/import/versions`)
  await expect(archivedHeading(other, 'Archived')).toBeVisible()

  await board.openMenu('More for sentence 2')
  await board.choose('Archive')
  await board.expectTexts(['One.', 'Three.'])
  await page.getByRole('button', { name: 'Undo (Ctrl Z)' }).click()
  await board.expectTexts(['One.', 'Two.', 'Three.'])
  await page.getByRole('button', { name: 'Redo (Ctrl Shift Z)' }).click()
  await board.expectTexts(['One.', 'Three.'])
  // Who has the list open sees it come.
  await expect(archivedHeading(other, 'Archived, 1')).toBeVisible()
  await board.openMenu('More for the project')
  await board.choose('Archived sentences')
  await page.getByRole('button', { name: 'Bring back: Two.' }).click()
  await expect(archivedHeading(page, 'Archived')).toBeVisible()
  await page.getByRole('link', { name: 'To the board' }).click()
  await board.expectTexts(['One.', 'Two.', 'Three.'])

  await board.openMenu('More for section Section 1')
  await board.choose('Archive section')
  await expect(page.getByText('No sections yet')).toBeVisible()
  await expect(archivedHeading(other, 'Archived, 3')).toBeVisible()
  await page.getByRole('button', { name: 'Undo (Ctrl Z)' }).click()
  await board.expectTexts(['One.', 'Two.', 'Three.'])
  await expect(archivedHeading(other, 'Archived')).toBeVisible()
  await page.getByRole('button', { name: 'Redo (Ctrl Shift Z)' }).click()
  await expect(page.getByText('No sections yet')).toBeVisible()
  // The section goes in a step of its own, and takes along what is brought back before it.
  await board.expectSaved()
  await expect(archivedHeading(other, 'Archived, 3')).toBeVisible()
  await other.getByRole('button', { name: 'Bring back: Three.' }).click()
  await board.expectTexts(['Three.'])
  await expect(board.section('Section 1')).toBeVisible()

  await expect(archivedHeading(other, 'Archived, 2')).toBeVisible()
  await other.getByRole('button', { name: 'Bring all back' }).click()
  await expect(archivedHeading(other, 'Archived')).toBeVisible()
  const theirs = await openBoard(other, address)
  await theirs.expectTexts(['One.', 'Two.', 'Three.'])
  for (const number of [1, 2]) {
    await theirs.openMenu(`More for sentence ${number}`)
    await theirs.choose('Select')
  }
  await other.getByRole('button', { name: 'More for the selected' }).click()
  await other.getByRole('menuitem', { name: 'Archive' }).click()
  await theirs.expectTexts(['Three.'])
  await board.expectTexts(['Three.'])
})

function archivedHeading(page: Page, name: string) {
  return page.getByRole('heading', { name, exact: true })
}
