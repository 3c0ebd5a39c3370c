import { expect } from 'playwright/test'
import { createProject, openBoard } from './fixtures/board.ts'
import { test } from './fixtures/test.ts'

// What a finger and a small screen need.

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const
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
