import { expect, type Page } from 'playwright/test'
import { createProject, openBoard } from './fixtures/board.ts'
import { test } from './fixtures/test.ts'
import { reload } from './fixtures/visit.ts'

// What a person wrote does not go out of their sight with what others take off the board, nor by what they do themselves.

test('words for a sentence that was deleted meanwhile stay on the page', async ({ page, openBrowser, complaints }) => {
  complaints.allow(/ERR_INTERNET_DISCONNECTED/, /WebSocket/)
  const mine = await createProject(page, 'Deleted while away')
  await mine.add('First one.')
  await mine.add('Second one.')
  await mine.expectSaved()
  const theirs = await openBoard(await openBrowser(), page.url())
  const id = await idOf(page, 2)
  await page.context().setOffline(true)
  await mine.sentence(2).fill('Second one, and more.')
  await mine.sentence(2).blur()
  expect((await theirs.page.request.delete(`/api/v1/sentences/${id}`)).ok()).toBe(true)
  await theirs.expectTexts(['First one.'])
  await page.context().setOffline(false)

  const notice = page.getByRole('alert').filter({ hasText: 'The sentence was deleted meanwhile.' })
  await expect(notice).toBeVisible()
  await mine.expectSaved()
  await mine.expectTexts(['First one.', 'Second one, and more.'])
  // Escape throws away nothing of it.
  await mine.sentence(2).press('Escape')
  await reload(page)
  await mine.expectTexts(['First one.', 'Second one, and more.'])
  await notice.getByRole('button', { name: 'Bring it back' }).click()
  await theirs.expectTexts(['First one.', 'Second one, and more.'])
  await expect(notice).toBeHidden()
})

test('words for a sentence that was joined to another meanwhile stay until they are let go', async ({
  page,
  openBrowser,
  complaints,
}) => {
  complaints.allow(/ERR_INTERNET_DISCONNECTED/, /WebSocket/)
  const mine = await createProject(page, 'Joined while away')
  await mine.add('First one.')
  await mine.add('Second one.')
  await mine.expectSaved()
  const theirs = await openBoard(await openBrowser(), page.url())
  const [intoId, id] = [await idOf(page, 1), await idOf(page, 2)]
  await page.context().setOffline(true)
  await mine.sentence(2).fill('Second one, and more.')
  await mine.sentence(2).blur()
  const merged = await theirs.page.request.post(`/api/v1/sentences/${id}/merge`, { data: { intoId } })
  expect(merged.ok()).toBe(true)
  await page.context().setOffline(false)

  const notice = page.getByRole('alert').filter({ hasText: 'The sentence was joined to another meanwhile.' })
  await expect(notice).toBeVisible()
  await mine.expectTexts(['First one. Second one.', 'Second one, and more.'])
  await notice.getByRole('button', { name: 'Let it go' }).click()
  await mine.expectTexts(['First one. Second one.'])
  await reload(page)
  await mine.expectTexts(['First one. Second one.'])
})

test('words for a section that was deleted meanwhile are shown above the board', async ({
  page,
  openBrowser,
  complaints,
}) => {
  complaints.allow(/ERR_INTERNET_DISCONNECTED/, /WebSocket/)
  const mine = await createProject(page, 'Section deleted while away')
  await mine.add('First one.')
  await mine.expectSaved()
  const theirs = await openBoard(await openBrowser(), page.url())
  const sectionId = await page.locator('[data-section]').first().getAttribute('data-section')
  await page.context().setOffline(true)
  await mine.sentence(1).fill('First one, and more.')
  expect((await theirs.page.request.delete(`/api/v1/sections/${sectionId}`)).ok()).toBe(true)
  await page.context().setOffline(false)

  const words = page.getByRole('region', { name: 'Words that went out of sight' })
  await expect(words).toContainText('First one, and more.')
  await expect(words).toContainText('The section of the sentence was deleted meanwhile.')
  await mine.expectSaved()
  await reload(page)
  await expect(words).toContainText('First one, and more.')
  await words.getByRole('button', { name: 'Bring it back' }).click()
  await theirs.expectTexts(['First one, and more.'])
  await mine.expectTexts(['First one, and more.'])
  await expect(words).toBeHidden()
})

test('a split that one takes back oneself leaves nothing on the page', async ({ page }) => {
  const board = await createProject(page, 'Split and back')
  await board.add('Alpha beta gamma.')
  await board.sentence(1).press('Home')
  for (let step = 0; step < 6; step++) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Control+Enter')
  await board.expectTexts(['Alpha', 'beta gamma.'])
  await expect(board.sentence(2)).toBeFocused()
  await board.expectSaved()
  await page.keyboard.press('Control+z')
  await board.expectTexts(['Alpha beta gamma.'])
  await expect(page.getByRole('button', { name: 'Bring it back' })).toBeHidden()
})

test('a split is not taken back once its second half was joined elsewhere, and the words stay where they went', async ({
  page,
  openBrowser,
  complaints,
}) => {
  complaints.allow(/ERR_INTERNET_DISCONNECTED/, /WebSocket/, /409/)
  const mine = await createProject(page, 'Split, then joined elsewhere')
  for (const text of ['Alpha beta gamma.', 'Delta.']) await mine.add(text)
  await mine.sentence(1).press('Home')
  for (let step = 0; step < 6; step++) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Control+Enter')
  await mine.expectTexts(['Alpha', 'beta gamma.', 'Delta.'])
  await mine.expectSaved()
  const theirs = await openBoard(await openBrowser(), page.url())
  await theirs.expectTexts(['Alpha', 'beta gamma.', 'Delta.'])
  const halfId = await idOf(page, 2)
  await page.context().setOffline(true)
  const joined = await theirs.page.request.post(`/api/v1/sentences/${halfId}/merge`, { data: { direction: 'next' } })
  expect(joined.ok()).toBe(true)
  await page.keyboard.press('Control+z')
  await mine.expectTexts(['Alpha beta gamma.', 'Delta.'])
  await page.context().setOffline(false)

  await expect(
    page.getByText('The split stays: its second half was joined to another sentence since.', { exact: true }),
  ).toBeVisible()
  await mine.expectTexts(['Alpha', 'beta gamma. Delta.'])
  await theirs.expectTexts(['Alpha', 'beta gamma. Delta.'])
  await mine.expectSaved()
})

test('what Escape throws away comes back with undo', async ({ page }) => {
  const board = await createProject(page, 'Escaped')
  await board.add('The door opens.')
  await board.sentence(1).press('End')
  await page.keyboard.type(' It rains.')
  await board.expectSaved()
  await page.keyboard.press('Escape')
  await board.expectTexts(['The door opens.'])
  await page.keyboard.press('Control+z')
  await board.expectTexts(['The door opens. It rains.'])
  await page.keyboard.press('Control+z')
  await board.expectTexts(['The door opens.'])
})

test('a notice takes its act back only while nothing was done since', async ({ page }) => {
  const board = await createProject(page, 'Notice of old')
  for (const text of ['One.', 'Two.', 'Three.']) await board.add(text)
  await board.openMenu('More for sentence 2')
  await board.choose('Join to the one before')
  await board.expectTexts(['One. Two.', 'Three.'])
  await board.openMenu('More for sentence 1')
  await board.choose('Move down')
  await board.expectTexts(['Three.', 'One. Two.'])
  const notice = page.getByRole('listitem').filter({ hasText: 'Sentences joined' })
  await notice.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('Something was done since. Undo that first.', { exact: true })).toBeVisible()
  const undo = page.getByRole('button', { name: 'Undo (Ctrl Z)' })
  await undo.click()
  await board.expectTexts(['One. Two.', 'Three.'])
  await undo.click()
  await board.expectTexts(['One.', 'Two.', 'Three.'])
})

async function idOf(page: Page, number: number): Promise<string> {
  return (
    (await page
      .locator('[data-sentence]')
      .nth(number - 1)
      .getAttribute('data-sentence')) ?? ''
  )
}
