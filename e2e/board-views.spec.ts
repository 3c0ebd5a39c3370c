import { expect, type Page } from 'playwright/test'
import { createProject, openBoard } from './fixtures/board.ts'
import { axeTestMs, expectAccessible, expectStill } from './fixtures/page-quality.ts'
import { test } from './fixtures/test.ts'
import { visit } from './fixtures/visit.ts'

const lines = ['Night falls.', 'Mara climbs the steps.', 'The lens is dark.', 'A horn sounds.', 'She lifts the lamp.']

test('thousands of sentences, of which a window is on the page, and none shifts when others write above', async ({
  page,
  openBrowser,
}) => {
  const board = await createProject(page, 'Long')
  const many = Array.from({ length: 2_000 }, (_, index) => `Line ${index + 1}. ${'And on it goes. '.repeat(index % 7)}`)
  await board.paste(many.join('\n'))
  await board.expectSaved()
  const other = await openBrowser()
  const theirs = await openBoard(other, page.url())
  expect(await rowCount(page)).toBeLessThan(300)

  await page.keyboard.press('Escape')
  await page.locator('h2').first().click()
  await page.getByRole('button', { name: 'More for the project' }).focus()
  await page.keyboard.press('End')
  await expect(page.getByRole('textbox', { name: 'Sentence 2000', exact: true })).toBeInViewport()
  expect(await rowCount(page)).toBeLessThan(300)
  await page.keyboard.press('Home')
  await expect(page.getByRole('textbox', { name: 'Sentence 1', exact: true })).toBeInViewport()

  await scrollTo(page, 0.5)
  const [id, before] = await topRow(page)
  await theirs.sentence(1).press('Enter')
  await other.keyboard.type('Written above.')
  await other.keyboard.press('Enter')
  await theirs.expectSaved()
  await expect(page.getByText('2,001 sentences')).toBeAttached()
  expect(Math.abs((await topOf(page, id)) - before)).toBeLessThan(2)
})

test('three views of the same sentences, one of them open in all, and the address keeps it', async ({ page }) => {
  await createLines(page, 'Three views')
  await page.getByRole('button', { name: 'Open sentence 3:' }).click()
  await page.getByRole('button', { name: 'Close the inspector' }).focus()
  await page.keyboard.press('2')
  await expect(page.locator('.card-grid')).toBeVisible()
  await expect(page.locator('[data-inspector]')).toHaveAccessibleName('Inspector, sentence 3')
  await expect(page.locator('[data-current]')).toContainText('3')
  await page.getByRole('slider', { name: 'Size of the cards' }).fill('400')
  await expect(page).toHaveURL(/view=cards&size=400/)
  await page.reload()
  await expect(page.locator('.card-grid')).toBeVisible()
  await expect(page.locator('[data-inspector]')).toHaveAccessibleName('Inspector, sentence 3')
  // What the person had last is there without an address as well.
  await page.goto(page.url().replace(/\?.*/, ''))
  await expect(page.locator('.card-grid')).toBeVisible()

  await page.getByRole('button', { name: 'Filmstrip' }).click()
  await expect(page.locator('[data-board-film]')).toContainText('Night falls.')
  await page.getByRole('button', { name: 'Next frame (→)' }).click()
  await expect(page.getByRole('button', { name: 'Frame 2' })).toHaveAttribute('aria-current', 'true')
  await page.getByRole('button', { name: 'Play' }).click()
  await expect(page.getByRole('button', { name: 'Frame 3' })).toHaveAttribute('aria-current', 'true')
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByRole('button', { name: 'Table' }).click()
  await expect(page.getByRole('textbox', { name: 'Sentence 1', exact: true })).toBeVisible()
})

test('columns are chosen and kept, and a prompt is written in its row', async ({ page }) => {
  const board = await createLines(page, 'Columns')
  await page.getByRole('textbox', { name: 'Prompt 2', exact: true }).fill('A stair in lamplight')
  await board.expectSaved()
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Picture prompt' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Who' }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('textbox', { name: 'Prompt 2', exact: true })).toHaveCount(0)
  await expect(page).toHaveURL(/columns=cast%2Cstatus%2Cwho/)
  await page.reload()
  await expect(page.getByRole('textbox', { name: 'Sentence 2', exact: true })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Prompt 2', exact: true })).toHaveCount(0)
})

test('sections fold, and stay so', async ({ page }) => {
  const board = await createLines(page, 'Folded')
  await page.getByRole('button', { name: 'Fold section Section 1' }).click()
  await board.expectTexts([])
  await expect(page).toHaveURL(/folded=/)
  await page.reload()
  await expect(page.getByText('5 sentences')).toBeVisible()
  await board.expectTexts([])
  await page.getByRole('button', { name: 'Unfold section Section 1' }).click()
  await board.expectTexts(lines)
})

test('words are found, hit after hit, and a filter says when it leaves nothing', async ({ page }) => {
  const board = await createLines(page, 'Finding')
  await board.sentence(1).press('Control+f')
  const field = page.getByRole('searchbox', { name: 'Find in words, prompts, people and takes' })
  await expect(field).toBeFocused()
  await field.fill('the')
  await expect(page.getByText('1/3')).toBeVisible()
  await expect(page.locator('[data-current]')).toContainText('2')
  await expect(field).toBeFocused()
  await expect(page.locator('mark').first()).toHaveText('the')
  await page.keyboard.press('Enter')
  await expect(page.getByText('2/3')).toBeVisible()
  await page.keyboard.press('Control+g')
  await expect(page.getByText('3/3')).toBeVisible()
  await page.getByRole('button', { name: 'Show only what is found' }).click()
  await board.expectTexts(['Mara climbs the steps.', 'The lens is dark.', 'She lifts the lamp.'])
  await expect(page).toHaveURL(/find=the&hits=only/)
  await page.reload()
  await board.expectTexts(['Mara climbs the steps.', 'The lens is dark.', 'She lifts the lamp.'])
  await field.fill('nowhere')
  await expect(page.getByText('No sentence fits the filter')).toBeVisible()
  await page.getByRole('button', { name: 'Show all 5' }).click()
  await board.expectTexts(lines)
  await field.press('Escape')
  await page.getByRole('button', { name: 'Filter' }).click()
  await expect(page.getByRole('menuitemcheckbox', { name: 'No picture 5' })).toBeVisible()
  await page.getByRole('menuitemcheckbox', { name: /^Locked/ }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByText('Asked for: locked.')).toBeVisible()
  await expectAccessible(page)
})

test('Space plays and pauses the filmstrip, also after a click on a button', async ({ page }) => {
  await createLines(page, 'Played by Space')
  await page.getByRole('button', { name: 'Filmstrip' }).click()
  const play = page.getByRole('button', { name: 'Play', exact: true })
  const pause = page.getByRole('button', { name: 'Pause', exact: true })
  await expect(play).toBeVisible()
  await page.keyboard.press('Space')
  await expect(pause).toBeVisible()
  await page.keyboard.press('Space')
  await expect(play).toBeVisible()
  await page.getByRole('button', { name: 'Frame 2', exact: true }).click()
  await page.keyboard.press('Space')
  await pause.click()
  await page.keyboard.press('Space')
  await pause.click()
  await expect(play).toBeVisible()

  // A button that somebody went to with the keys is pressed by them.
  await page.getByRole('button', { name: 'Frame 2', exact: true }).click()
  await play.focus()
  await page.keyboard.press('Shift+Tab')
  await expect(page.getByRole('button', { name: 'Frame before (←)' })).toBeFocused()
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Frame 1', exact: true })).toHaveAttribute('aria-current', 'true')
  await expect(play).toBeVisible()
})

test('of a long prompt in the table three lines are seen, with dots, and all of it by whoever is in it', async ({
  page,
}) => {
  await createLines(page, 'Long prompt')
  const prompt = page.getByRole('textbox', { name: 'Prompt 1', exact: true })
  const cell = page.locator('.three-lines').first()
  const height = async () => (await cell.boundingBox())?.height ?? 0
  const dots = async () => await cell.evaluate((element) => getComputedStyle(element, '::after').webkitLineClamp)
  await prompt.fill('A lighthouse at night, waves against the rocks. '.repeat(12))
  const whole = await height()
  await prompt.blur()
  expect(await dots()).toBe('3')
  const cut = await height()
  expect(cut).toBeLessThan(whole)
  // Of three lines that are all there is, none is cut.
  await prompt.fill('One.\nTwo.\nThree.')
  expect(await height()).toBe(cut)
  await prompt.blur()
  expect(await height()).toBe(cut)
  await prompt.focus()
  expect(await dots()).toBe('none')
})

for (const [sizeName, viewport] of Object.entries({
  desk: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
})) {
  test(`cards and filmstrip are accessible and still: ${sizeName}`, async ({ page, openBrowser }) => {
    test.setTimeout(axeTestMs)
    await createLines(page, 'Looks')
    const visitor = await openBrowser({ viewport, hasTouch: sizeName === 'phone' })
    const address = page.url().replace(/\?.*/, '')
    await visit(visitor, `${address}?view=cards`)
    await expect(visitor.locator('[data-sentence]').first()).toBeVisible()
    await expectStill(visitor)
    await visitor.keyboard.press('j')
    await visitor.keyboard.press('x')
    await expect(visitor.getByRole('region', { name: 'Selected sentences' })).toBeVisible()
    await expectAccessible(visitor)
    await visit(visitor, `${address}?view=film`)
    await expect(visitor.getByRole('button', { name: 'Play' })).toBeVisible()
    await expectStill(visitor)
    await expectAccessible(visitor)
  })
}

async function createLines(page: Page, name: string) {
  const board = await createProject(page, name)
  await board.paste(lines.join('\n'))
  await board.expectTexts(lines)
  await board.expectSaved()
  return board
}

async function rowCount(page: Page): Promise<number> {
  return await page.locator('[data-sentence]').count()
}

async function scrollTo(page: Page, share: number): Promise<void> {
  await page.evaluate((part) => window.scrollTo(0, part * document.documentElement.scrollHeight), share)
  // The row a person is at stays on the page, so it is no sign.
  await expect.poll(async () => (await topRow(page))[0]).not.toBe('')
}

/** The first row that is wholly in sight, and where it is. */
async function topRow(page: Page): Promise<[string, number]> {
  const found = await page.locator('[data-sentence]').evaluateAll((rows) => {
    const isSeen = ({ top, bottom }: DOMRect) => top > 250 && bottom < window.innerHeight
    const row = rows.find((one) => isSeen(one.getBoundingClientRect()))
    return [row?.getAttribute('data-sentence') ?? '', row?.getBoundingClientRect().top ?? 0] as const
  })
  return [found[0], found[1]]
}

async function topOf(page: Page, id: string): Promise<number> {
  return await page.locator(`[data-sentence="${id}"]`).evaluate((row) => row.getBoundingClientRect().top)
}
