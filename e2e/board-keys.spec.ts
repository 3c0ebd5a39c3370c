import { expect, type Page } from 'playwright/test'
import { createProject } from './fixtures/board.ts'
import { expectAccessible } from './fixtures/page-quality.ts'
import { test } from './fixtures/test.ts'

const lines = ['One.', 'Two.', 'Three.', 'Four.', 'Five.']

test('several are chosen, with the mouse and with the keys, and done with as one', async ({ page }) => {
  const board = await createLines(page, 'Choosing')
  const chosen = page.getByRole('region', { name: 'Selected sentences' })
  await number(page, 1).click({ modifiers: ['ControlOrMeta'] })
  await number(page, 3).click({ modifiers: ['ControlOrMeta'] })
  await expect(chosen).toContainText('2 selected')
  await number(page, 5).click({ modifiers: ['Shift'] })
  await expect(chosen).toContainText('3 selected')
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(chosen).toBeHidden()

  await page.keyboard.press('Control+a')
  await expect(chosen).toContainText('5 selected')
  await chosen.getByRole('button', { name: 'Lock' }).click()
  await expect(chosen.getByRole('button', { name: 'Unlock' })).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(chosen.getByRole('button', { name: 'Lock', exact: true })).toBeVisible()
  await chosen.getByRole('button', { name: 'Make pictures…' }).click()
  await expect(page.getByRole('radio', { name: /^The 5 selected/ })).toBeChecked()
  await expect(page.getByRole('button', { name: 'Make 5 pictures' })).toBeVisible()
  await page.keyboard.press('Escape')
  await chosen.getByRole('button', { name: 'Select none' }).click()

  await page.getByRole('checkbox', { name: 'Select sentence 2' }).check()
  await page.getByRole('checkbox', { name: 'Select sentence 3' }).check()
  await page.getByRole('checkbox', { name: 'Select sentence 3' }).blur()
  await page.keyboard.press('m')
  await board.expectTexts(['One.', 'Two. Three.', 'Four.', 'Five.'])
  await page.keyboard.press('Control+z')
  await board.expectTexts(lines)
  await board.expectSaved()
})

test('several are dragged at once, to another section too', async ({ page }) => {
  const board = await createLines(page, 'Dragging many')
  await board.addSection()
  await number(page, 1).click({ modifiers: ['ControlOrMeta'] })
  await number(page, 3).click({ modifiers: ['ControlOrMeta'] })
  const from = await centre(page, 1)
  const to = await page.getByRole('textbox', { name: 'New sentence in Section 2' }).boundingBox()
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x + 6, from.y + 6)
  await expect(page.getByText('Dragging 2 sentences.')).toBeAttached()
  await page.mouse.move((to?.x ?? 0) + 40, (to?.y ?? 0) + 10, { steps: 8 })
  await page.mouse.up()
  await board.expectTexts(['Two.', 'Four.', 'Five.', 'One.', 'Three.'])
  await page.keyboard.press('Control+z')
  await board.expectTexts(lines)

  const second = await centre(page, 2)
  await page.mouse.move(second.x, second.y)
  await page.mouse.down()
  await page.mouse.move(second.x, second.y + 120, { steps: 6 })
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await board.expectTexts(lines)
})

test('the board without a mouse: going, choosing, editing, joining, splitting, deleting', async ({ page }) => {
  const board = await createLines(page, 'Keys alone')
  await page.keyboard.press('Escape')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await expect(current(page)).toContainText('2')
  await page.keyboard.press('Enter')
  await expect(board.sentence(2)).toBeFocused()
  await page.keyboard.press('End')
  await page.keyboard.type(' More.')
  await page.keyboard.press('ArrowLeft')
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Control+Enter')
  await board.expectTexts(['One.', 'Two.', 'More.', 'Three.', 'Four.', 'Five.'])
  await expect(board.sentence(3)).toBeFocused()
  await page.keyboard.press('Home')
  await page.keyboard.press('Backspace')
  await board.expectTexts(['One.', 'Two. More.', 'Three.', 'Four.', 'Five.'])
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.keyboard.press('e')
  await expect(page.getByRole('textbox', { name: 'Prompt 2', exact: true })).toBeFocused()
  await page.keyboard.type('A lamp')
  await page.keyboard.press('Escape')
  await page.keyboard.press('l')
  await expect(page.locator('[data-save-status="saved"]')).toBeVisible()
  await page.keyboard.press('Space')
  await expect(page.locator('[data-inspector]')).toHaveAccessibleName('Inspector, sentence 2')
  await expect(page.getByRole('button', { name: 'Locked: unlock the sentence' })).toBeVisible()
  await page.keyboard.press('k')
  await expect(page.locator('[data-inspector]')).toHaveAccessibleName('Inspector, sentence 1')
  await page.keyboard.press('Escape')
  await expect(page.locator('[data-inspector]')).toBeHidden()
  await page.getByRole('button', { name: /^Open sentence 1/ }).blur()
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Delete')
  await board.expectTexts(['Three.', 'Four.', 'Five.'])
  await page.keyboard.press('Control+z')
  await board.expectTexts(['One.', 'Two. More.', 'Three.', 'Four.', 'Five.'])
})

test('the palette knows the board’s commands and their keys, and the sheet shows the same', async ({ page }) => {
  await createLines(page, 'Commands')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('see as cards')
  await expect(page.getByRole('option', { name: 'See as cards' })).toContainText('2')
  await page.keyboard.press('Enter')
  await expect(page.locator('.card-grid')).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('every sentence')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('radio', { name: /^Every sentence/ })).toBeChecked()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'More for the project' }).focus()
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard' })
  await expect(sheet.getByText('See as cards')).toBeVisible()
  await expect(sheet.getByText('Split where the caret stands')).toBeVisible()
  await expectAccessible(page)
})

test('a frame drawn around cards chooses them, and a dialog moves nothing', async ({ page }) => {
  await createLines(page, 'Framing')
  await page.getByRole('button', { name: 'Cards' }).click()
  const cards = page.locator('.card-grid > [data-sentence]')
  const [first, second] = [await cards.nth(0).boundingBox(), await cards.nth(1).boundingBox()]
  if (!first || !second) throw new Error('The cards are not on the page.')
  // From below the first line of cards, where there is none.
  await page.mouse.move(first.x + 4, first.y + first.height - 2)
  await page.mouse.down()
  await page.mouse.move(second.x + 30, second.y + 30, { steps: 6 })
  await page.mouse.up()
  await expect(page.getByRole('region', { name: 'Selected sentences' })).toContainText('2 selected')
  await page.setViewportSize({ width: 1440, height: 500 })
  const before = await cards.nth(0).boundingBox()
  await page.getByRole('button', { name: 'Make pictures…' }).first().click()
  await expect(page.getByRole('dialog', { name: 'Make pictures' })).toBeVisible()
  expect((await cards.nth(0).boundingBox())?.x).toBe(before?.x)
  expect((await cards.nth(0).boundingBox())?.width).toBe(before?.width)
})

async function createLines(page: Page, name: string) {
  const board = await createProject(page, name)
  await board.paste(lines.join('\n'))
  await board.expectTexts(lines)
  await board.expectSaved()
  return board
}

function number(page: Page, at: number) {
  return page.getByRole('button', { name: `Move sentence ${at}`, exact: true })
}

function current(page: Page) {
  return page.locator('[data-current]')
}

async function centre(page: Page, at: number): Promise<{ x: number; y: number }> {
  const box = await number(page, at).boundingBox()
  if (!box) throw new Error('It is not on the page.')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}
