import { expect, type Locator, type Page } from 'playwright/test'
import { createProject, openBoard } from './fixtures/board.ts'
import { pictureMs, picturesTestMs } from './fixtures/inspector.ts'
import { test } from './fixtures/test.ts'

test('a second browser sees each sentence appear, change, move and go', async ({ page, openBrowser }) => {
  const mine = await createProject(page, 'The lighthouse keeper')
  const theirs = await openBoard(await openBrowser(), page.url())

  await mine.add('Night falls over the harbour.')
  await theirs.expectTexts(['Night falls over the harbour.'])
  await mine.add('Mara climbs the steps.')
  await mine.add('The great lens is dark.')
  await theirs.expectTexts(['Night falls over the harbour.', 'Mara climbs the steps.', 'The great lens is dark.'])

  await mine.sentence(2).fill('Mara climbs the ninety-nine steps.')
  await expect(theirs.sentence(2)).toHaveValue('Mara climbs the ninety-nine steps.')

  await theirs.sentence(3).press('Alt+ArrowUp')
  await mine.expectTexts([
    'Night falls over the harbour.',
    'The great lens is dark.',
    'Mara climbs the ninety-nine steps.',
  ])

  await theirs.openMenu('More for sentence 1')
  await theirs.choose('Delete')
  await mine.expectTexts(['The great lens is dark.', 'Mara climbs the ninety-nine steps.'])
})

test('everything is there after a reload', async ({ page }) => {
  const board = await createProject(page, 'Reload')
  await board.paste('One.\nTwo.\r\n\n  Three.  ')
  await board.expectTexts(['One.', 'Two.', 'Three.'])
  await board.sentence(2).fill('Two and a half.')
  await page.getByLabel('Section title').fill('Opening')
  await page.getByLabel('Project name').fill('Reloaded')
  await page.getByLabel('Project name').press('Enter')
  await board.expectSaved()
  await page.reload()
  await board.expectTexts(['One.', 'Two and a half.', 'Three.'])
  await expect(page.getByLabel('Section title')).toHaveValue('Opening')
  await expect(page.getByLabel('Project name')).toHaveValue('Reloaded')
  await expect(page).toHaveTitle('Reloaded · Framewright')
})

test('what is written by hand has its first prompts, and is made into pictures', async ({ page }) => {
  test.setTimeout(picturesTestMs)
  const board = await createProject(page, 'Written by hand')
  const prompt = (number: number) => page.getByRole('textbox', { name: `Prompt ${number}`, exact: true })
  await page.getByLabel('Section title').fill('EXT. SEA - DAWN')
  await page.getByLabel('Section title').press('Enter')
  await board.paste('Mara rows out.\nThe lamp is dark.')
  await board.add('A gull cries.')
  await expect(prompt(2)).toHaveValue('exterior, sea, dawn: The lamp is dark')
  await expect(prompt(3)).toHaveValue('exterior, sea, dawn: A gull cries')
  await board.expectSaved()
  await prompt(3).press('Escape')
  await page.keyboard.press('Control+z')
  await board.expectTexts(['Mara rows out.', 'The lamp is dark.'])
  await page.keyboard.press('Control+Shift+z')
  await board.expectTexts(['Mara rows out.', 'The lamp is dark.', 'A gull cries.'])
  await board.expectSaved()
  await page.reload()
  await expect(prompt(1)).toHaveValue('exterior, sea, dawn: Mara rows out')
  await expect(prompt(3)).toHaveValue('exterior, sea, dawn: A gull cries')

  await page.getByRole('button', { name: 'Make pictures…' }).click()
  await expect(page.getByRole('radio', { name: /^The failed ones.*None/ })).toBeDisabled()
  await expect(page.getByRole('radio', { name: /^Those that need one/ })).toBeEnabled()
  await page.getByRole('button', { name: 'Make 3 pictures' }).click()
  for (const number of [1, 2, 3]) {
    const picture = page.getByRole('button', { name: `Open sentence ${number}: the picture is up to date` })
    await expect(picture).toBeVisible({ timeout: pictureMs })
  }
})

test('deleting, moving, adding and editing can be undone and done again', async ({ page }) => {
  const board = await createProject(page, 'Undo')
  for (const text of ['One.', 'Two.', 'Three.']) await board.add(text)

  await board.openMenu('More for sentence 2')
  await board.choose('Delete')
  await board.expectTexts(['One.', 'Three.'])
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await board.expectTexts(['One.', 'Two.', 'Three.'])

  await board.sentence(1).press('Alt+ArrowDown')
  await board.expectTexts(['Two.', 'One.', 'Three.'])
  await board.sentence(1).fill('Two, changed.')
  await board.sentence(1).blur()
  await board.expectTexts(['Two, changed.', 'One.', 'Three.'])

  const undo = page.getByRole('button', { name: 'Undo (Ctrl Z)' })
  await undo.click()
  await board.expectTexts(['Two.', 'One.', 'Three.'])
  await page.keyboard.press('Control+z')
  await board.expectTexts(['One.', 'Two.', 'Three.'])
  await page.keyboard.press('Control+z')
  await board.expectTexts(['One.', 'Two.'])
  await page.keyboard.press('Control+Shift+z')
  await board.expectTexts(['One.', 'Two.', 'Three.'])
  await board.expectSaved()
  await page.reload()
  await board.expectTexts(['One.', 'Two.', 'Three.'])
})

test('sentences are dragged with the mouse, within a section and into another', async ({ page }) => {
  const board = await createProject(page, 'Dragging')
  for (const text of ['One.', 'Two.', 'Three.']) await board.add(text)
  await page.getByRole('button', { name: 'Add section' }).click()
  await expect(board.section('Section 2')).toBeVisible()

  const [third, first] = [
    page.getByRole('button', { name: 'Move sentence 3' }),
    page.getByRole('button', { name: 'Move sentence 1' }),
  ]
  await drag(page, await centreOf(third), await centreOf(first))
  await board.expectTexts(['Three.', 'One.', 'Two.'])

  const empty = await centreOf(board.section('Section 2').getByRole('textbox', { name: /^New sentence/ }))
  await drag(page, await centreOf(first), { x: empty.x, y: empty.y - 20 })
  await expect(board.section('Section 2').getByRole('textbox', { name: 'Sentence 3' })).toHaveValue('Three.')
  await board.expectTexts(['One.', 'Two.', 'Three.'])
  await board.expectSaved()
  await page.reload()
  await expect(board.section('Section 2').getByRole('textbox', { name: 'Sentence 3' })).toHaveValue('Three.')
})

test('Enter writes the next sentence right below, and the numbers run on over sections', async ({ page }) => {
  const board = await createProject(page, 'Writing on')
  for (const text of ['One.', 'Four.']) await board.add(text)
  await board.sentence(1).press('Enter')
  await page.keyboard.type('Two.')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Three.')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await board.expectTexts(['One.', 'Two.', 'Three.', 'Four.'])
  await page.getByRole('button', { name: 'Add section' }).click()
  const second = board.section('Section 2')
  await second.getByRole('textbox', { name: /^New sentence/ }).fill('Five.')
  await second.getByRole('textbox', { name: /^New sentence/ }).press('Enter')
  await expect(second.getByRole('textbox', { name: 'Sentence 5', exact: true })).toHaveValue('Five.')
})

test('sections are added, renamed, moved, deleted and brought back with their sentences', async ({ page }) => {
  const board = await createProject(page, 'Sections')
  await board.add('One.')
  await page.getByRole('button', { name: 'Add section' }).click()
  await board.section('Section 2').getByLabel('Section title').fill('Second')
  await board.section('Section 2').getByLabel('Section title').press('Enter')
  await board.openMenu('More for section Second')
  await board.choose('Move section up')
  await expect(page.getByRole('region').first()).toHaveAccessibleName('Second')
  await board.openMenu('More for section Section 1')
  await board.choose('Delete section')
  await expect(board.section('Section 1')).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await board.expectTexts(['One.'])
  await board.expectSaved()
  await page.reload()
  await board.expectTexts(['One.'])
  await expect(page.getByRole('region').first()).toHaveAccessibleName('Second')
})

test('Ctrl Z in a sentence takes back what was typed there, then what was done before', async ({ page }) => {
  const board = await createProject(page, 'Undo in the field')
  for (const text of ['One.', 'Two.']) await board.add(text)
  await board.sentence(1).press('Alt+ArrowDown')
  await expect(board.sentence(2)).toBeFocused()
  await page.keyboard.press('End')
  await page.keyboard.type(' Typed.')
  await board.expectTexts(['Two.', 'One. Typed.'])
  await page.keyboard.press('Control+z')
  await board.expectTexts(['Two.', 'One.'])
  await page.keyboard.press('Control+z')
  await board.expectTexts(['One.', 'Two.'])
})

test('the focus stays where the work is', async ({ page }) => {
  const board = await createProject(page, 'Focus')
  await expect(board.composer).toBeFocused()
  for (const text of ['One.', 'Two.', 'Three.']) await board.add(text)
  await board.sentence(1).focus()
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowDown')
  await expect(board.sentence(2)).toBeFocused()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(board.sentence(2)).toBeFocused()
  await page.keyboard.press('Alt+Backspace')
  await board.expectTexts(['One.', 'Three.'])
  await expect(board.sentence(2)).toBeFocused()
  await page.getByRole('button', { name: 'Add section' }).click()
  await expect(board.section('Section 2').getByLabel('Section title')).toBeFocused()
  await board.sentence(2).press('Alt+ArrowDown')
  await expect(board.section('Section 2').getByRole('textbox', { name: 'Sentence 2' })).toBeFocused()
})

test('the palette finds a project by a few letters', async ({ page }) => {
  await createProject(page, 'Palette target')
  await page.goto('/system')
  const field = page.getByRole('combobox')
  await expect(async () => {
    await page.keyboard.press('Control+k')
    await expect(field).toBeVisible({ timeout: 500 })
  }).toPass()
  await field.fill('palette tar')
  await expect(page.getByRole('option', { name: 'Palette target' })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Project name')).toHaveValue('Palette target')
})

test('a project is made in a dialog, which says at its field that a name is missing and keeps what was typed', async ({
  page,
}) => {
  await page.goto('/projects')
  await page.getByRole('button', { name: 'New project' }).click()
  await page.getByLabel('Name').fill('   ')
  await page.getByRole('button', { name: 'Create project' }).click()
  await expect(page.getByText('The project’s name cannot be empty.')).toBeVisible()
  await expect(page.getByLabel('Name')).toHaveValue('   ')
  await page.getByLabel('Name').fill('By hand')
  await page.getByRole('button', { name: 'Create project' }).click()
  await expect(page.getByLabel('Project name')).toHaveValue('By hand')
})

type Point = { x: number; y: number }

async function centreOf(locator: Locator): Promise<Point> {
  // A row that was just dropped is still on its way.
  await locator.hover({ trial: true })
  const box = await locator.boundingBox()
  if (!box) throw new Error('It is not on the page.')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** As a hand does it: pressed, moved in many small steps, let go. */
async function drag(page: Page, from: Point, to: Point): Promise<void> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x, from.y + (to.y > from.y ? 8 : -8))
  await page.mouse.move(to.x, to.y, { steps: 15 })
  await page.mouse.up()
}
