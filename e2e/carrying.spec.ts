import { expect, type Page } from 'playwright/test'
import { type BoardScreen, createProject, openBoard } from './fixtures/board.ts'
import { pressAtOnce } from './fixtures/keys.ts'
import { expectAccessible } from './fixtures/page-quality.ts'
import { test } from './fixtures/test.ts'

test('a sentence is moved with the keyboard alone, and each step is said', async ({ page }) => {
  const board = await createNumbers(page, 'Keyboard')
  await handle(page, 3).focus()
  await expect(handle(page, 3)).toHaveAccessibleDescription(/^Press Space or Enter to pick the sentence up/)
  await expect(handle(page, 3)).toHaveAttribute('aria-pressed', 'false')
  await page.keyboard.press('Space')
  await expect(page.getByText('Picked up sentence 3.')).toBeAttached()
  await expect(handle(page, 3)).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.press('ArrowUp')
  await expect(page.getByText('Sentence 3 is now number 2.')).toBeAttached()
  await board.expectTexts(['One.', 'Three.', 'Two.'])
  await expect(handle(page, 2)).toBeFocused()
  await expectAccessible(page)
  await page.keyboard.press('Home')
  await expect(page.getByText('Sentence 3 is now number 1.')).toBeAttached()
  await page.keyboard.press('ArrowUp')
  await expect(page.getByText('Sentence 3 goes no further.')).toBeAttached()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Dropped sentence 3 as number 1.')).toBeAttached()
  await expect(handle(page, 1)).toHaveAttribute('aria-pressed', 'false')
  await expect(handle(page, 1)).toBeFocused()
  await board.expectSaved()
  await page.reload()
  await board.expectTexts(['Three.', 'One.', 'Two.'])
})

test('keys pressed faster than the page is drawn all count, and make one act to undo', async ({ page }) => {
  const board = await createNumbers(page, 'Fast keys')
  await handle(page, 3).focus()
  await pressAtOnce(page, ['Space', 'ArrowUp', 'ArrowUp', 'ArrowDown', 'Space'])
  await board.expectTexts(['One.', 'Three.', 'Two.'])
  await expect(page.getByText('Dropped sentence 3 as number 2.')).toBeAttached()
  await pressAtOnce(page, ['Space', 'ArrowUp', 'ArrowDown', 'ArrowDown', 'ArrowUp', 'Space'])
  await expect(page.getByText('Sentence 2 stays where it was.')).toBeAttached()
  await expect(handle(page, 2)).toBeFocused()
  await page.keyboard.press('Control+z')
  await board.expectTexts(['One.', 'Two.', 'Three.'])
  await board.expectSaved()
  await page.reload()
  await board.expectTexts(['One.', 'Two.', 'Three.'])
})

test('Escape puts a sentence back, and so does going elsewhere', async ({ page }) => {
  const board = await createNumbers(page, 'Put back')
  await board.addSection()
  await handle(page, 1).focus()
  await pressAtOnce(page, ['Space', 'ArrowDown', 'ArrowDown', 'ArrowDown'])
  await expect(board.section('Section 2').getByRole('textbox', { name: 'Sentence 3' })).toHaveValue('One.')
  await page.keyboard.press('Escape')
  await expect(page.getByText('Sentence 1 stays where it was.')).toBeAttached()
  await board.expectTexts(['One.', 'Two.', 'Three.'])
  await expect(handle(page, 1)).toBeFocused()

  await pressAtOnce(page, ['Enter', 'End'])
  await board.expectTexts(['Two.', 'Three.', 'One.'])
  await page.keyboard.press('Tab')
  await board.expectTexts(['One.', 'Two.', 'Three.'])
  await expect(handle(page, 1)).toHaveAttribute('aria-pressed', 'false')
  await expect(handle(page, 1)).not.toBeFocused()
})

test('a sentence is carried over the borders of sections, and the focus goes with it', async ({ page }) => {
  const board = await createNumbers(page, 'Borders')
  await board.addSection()
  await board.addSection()
  const [second, third] = [board.section('Section 2'), board.section('Section 3')]
  await third.getByRole('textbox', { name: /^New sentence/ }).fill('Four.')
  await third.getByRole('textbox', { name: /^New sentence/ }).press('Enter')
  await expect(third.getByRole('textbox', { name: 'Sentence 4' })).toHaveValue('Four.')

  await handle(page, 3).focus()
  await pressAtOnce(page, ['Space', 'ArrowDown'])
  await expect(page.getByText('Sentence 3 is now number 3, in section Section 2.')).toBeAttached()
  await expect(second.getByRole('textbox', { name: 'Sentence 3' })).toHaveValue('Three.')
  await expect(handle(page, 3)).toBeFocused()
  await pressAtOnce(page, ['ArrowDown', 'ArrowDown', 'ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowDown', 'Space'])
  await expect(page.getByText('Dropped sentence 3 as number 3.')).toBeAttached()
  await expect(second.getByRole('textbox', { name: 'Sentence 3' })).toHaveValue('Three.')
  await expect(handle(page, 3)).toBeFocused()
  await board.expectSaved()
  await page.reload()
  await expect(second.getByRole('textbox', { name: 'Sentence 3' })).toHaveValue('Three.')
  await board.expectTexts(['One.', 'Two.', 'Three.', 'Four.'])
})

test('a sentence that a teammate changes or deletes while it is carried', async ({ page, openBrowser }) => {
  const mine = await createNumbers(page, 'Carried by one')
  const theirs = await openBoard(await openBrowser(), page.url())
  await handle(page, 3).focus()
  await pressAtOnce(page, ['Space', 'ArrowUp', 'ArrowUp'])
  await mine.expectTexts(['Three.', 'One.', 'Two.'])
  await theirs.sentence(3).fill('Three, changed.')
  await mine.expectTexts(['Three, changed.', 'One.', 'Two.'])
  await expect(handle(page, 1)).toBeFocused()
  await theirs.sentence(3).press('Alt+Backspace')
  await mine.expectTexts(['One.', 'Two.'])
  await expect(page.getByText('The sentence was deleted while it was moved.')).toBeAttached()
  await handle(page, 2).focus()
  await pressAtOnce(page, ['Space', 'ArrowUp', 'Space'])
  await theirs.expectTexts(['Two.', 'One.'])
})

test('no key is lost between rows either: not by moving, not by going up and down', async ({ page }) => {
  const board = await createNumbers(page, 'Quick in the field')
  await board.addSection()
  await board.addSection()
  await board.sentence(2).focus()
  await pressAtOnce(page, ['Alt+ArrowDown', 'Alt+ArrowDown', 'Alt+ArrowDown'])
  await expect(board.section('Section 3').getByRole('textbox', { name: 'Sentence 3' })).toHaveValue('Two.')
  await expect(board.sentence(3)).toBeFocused()
  await pressAtOnce(page, ['ArrowUp', 'ArrowUp'])
  await expect(board.sentence(1)).toBeFocused()
  await picture(page, 1).focus()
  await pressAtOnce(page, ['ArrowDown', 'ArrowDown', 'ArrowUp'])
  await expect(picture(page, 2)).toBeFocused()
  await board.openMenu('More for sentence 2')
  await board.choose('Move down')
  await expect(board.section('Section 2').getByRole('textbox', { name: 'Sentence 2' })).toBeFocused()
})

function picture(page: Page, number: number) {
  return page.getByRole('button', { name: `Open sentence ${number}:` })
}

function handle(page: Page, number: number) {
  return page.getByRole('button', { name: `Move sentence ${number}`, exact: true })
}

async function createNumbers(page: Page, name: string): Promise<BoardScreen> {
  const board = await createProject(page, name)
  for (const text of ['One.', 'Two.', 'Three.']) await board.add(text)
  return board
}
