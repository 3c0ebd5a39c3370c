import { expect, type Page } from 'playwright/test'
import { createProject } from './fixtures/board.ts'
import { openFirst, openSentence, picturesTestMs, scene } from './fixtures/inspector.ts'
import { test } from './fixtures/test.ts'

test.describe.configure({ timeout: picturesTestMs })

test('a sentence is duplicated with its picture, by mouse and by key, and taken back', async ({
  page,
  openBrowser,
}) => {
  const { board, inspector } = await openFirst(page, 'Two of them')
  await inspector.prompt.fill(scene)
  await inspector.makePicture()
  await inspector.panel.focus()
  await page.keyboard.press('Escape')
  await expect(inspector.panel).toBeHidden()
  const [text = ''] = await board.texts()
  const other = await openBrowser()
  await other.goto(page.url())

  await board.openMenu('More for sentence 1')
  await board.choose('Duplicate')
  await board.expectTexts([text, text])
  await expect(board.sentence(2)).toBeFocused()
  await board.expectSaved()
  for (const where of [page, other]) await expect(upToDate(where, 2)).toBeVisible()
  await reloadAndLook(page, 2)

  await openSentence(page, 2)
  await expect(inspector.takes).toHaveCount(1)
  await inspector.prompt.fill(`${scene}, in fog`)
  await inspector.expectStatus('Stale: prompt changed')
  await expect(upToDate(page, 1)).toBeVisible()
  await inspector.panel.focus()
  await page.keyboard.press('Escape')
  await expect(inspector.panel).toBeHidden()

  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+d')
  await board.expectTexts([text, text, text, text])
  await page.keyboard.press('Control+z')
  await board.expectTexts([text, text])
  await page.keyboard.press('Control+Shift+z')
  await board.expectTexts([text, text, text, text])
  await board.expectSaved()
  await reloadAndLook(page, 3)
})

test('a section and a project are duplicated whole', async ({ page }) => {
  const board = await createProject(page, 'First cut')
  await board.paste('One.\nTwo.')
  await page.getByRole('button', { name: 'More for section Section 1' }).click()
  await page.getByRole('menuitem', { name: 'Duplicate section' }).click()
  await board.expectTexts(['One.', 'Two.', 'One.', 'Two.'])
  await expect(page.getByLabel('Section title').nth(1)).toHaveValue('Section 1 (copy)')
  await page.getByRole('list', { name: 'Notices' }).getByRole('button', { name: 'Undo' }).click()
  await board.expectTexts(['One.', 'Two.'])
  await board.expectSaved()

  await page.getByRole('button', { name: 'More for the project' }).click()
  await page.getByRole('menuitem', { name: 'Duplicate the project' }).click()
  await page.getByRole('list', { name: 'Notices' }).getByRole('button', { name: 'Open' }).click()
  await expect(page.getByText('Duplicating “First cut”…')).toBeHidden()
  await expect(page.getByLabel('Project name')).toHaveValue('First cut (copy)')
  await board.expectTexts(['One.', 'Two.'])
  await board.sentence(1).fill('Another beginning.')
  await board.expectSaved()

  await page.goto('/projects')
  await page.getByRole('button', { name: 'More for First cut (copy)' }).click()
  await page.getByRole('menuitem', { name: 'Duplicate project' }).click()
  await page.getByRole('list', { name: 'Notices' }).getByRole('button', { name: 'Open' }).click()
  await board.expectTexts(['Another beginning.', 'Two.'])
})

test('whoever duplicates the sentence they write in goes on in the copy', async ({ page }) => {
  const board = await createProject(page, 'Another of it')
  for (const text of ['One.', 'Two.']) await board.add(text)
  await board.sentence(1).focus()
  await page.keyboard.press('End')
  await page.keyboard.press('Control+d')
  await page.keyboard.press('End')
  await page.keyboard.type(' Again.')
  await board.expectTexts(['One.', 'One. Again.', 'Two.'])
  await board.expectSaved()
})

test('what is typed while a project is duplicated is saved meanwhile', async ({ page }) => {
  const board = await createProject(page, 'Written on')
  await board.add('One.')
  await board.expectSaved()
  const copying = Promise.withResolvers<void>()
  const route = '**/api/v1/projects/*/duplicate'
  await page.route(route, async (call) => {
    await copying.promise
    await call.continue()
  })
  const asked = page.waitForRequest(route)
  await board.openMenu('More for the project')
  await board.choose('Duplicate the project')
  await asked
  await board.sentence(1).fill('One, and more.')
  await board.expectSaved()
  copying.resolve()
  await page.getByRole('list', { name: 'Notices' }).getByRole('button', { name: 'Open' }).click()
  await expect(page.getByLabel('Project name')).toHaveValue('Written on (copy)')
  await board.expectTexts(['One, and more.'])
})

test('a program duplicates', async ({ request }) => {
  const call = async (path: string, data?: object) => {
    const response = await request.post(`/api/v1${path}`, data ? { data } : {})
    return { status: response.status(), body: await response.json() }
  }
  const { body: project } = await call('/projects', { name: 'By program' })
  const { body: section } = await call(`/projects/${project.id}/sections`, { title: 'One' })
  const { body: sentence } = await call(`/sections/${section.id}/sentences`, { text: 'Rain falls.' })
  const made = await call(`/sentences/${sentence.id}/duplicate`)
  expect(made).toMatchObject({ status: 201, body: { text: 'Rain falls.', sectionId: section.id } })
  const other = await call(`/sections/${section.id}/duplicate`, { title: 'Two' })
  expect(other).toMatchObject({ status: 201, body: { title: 'Two' } })
  const copy = await call(`/projects/${project.id}/duplicate`, { name: 'Again' })
  expect(copy).toMatchObject({ status: 201, body: { name: 'Again' } })
  const sentences = await request.get(`/api/v1/projects/${copy.body.id}/sentences`)
  expect((await sentences.json()).items).toHaveLength(4)
  const bad = await call(`/sentences/${sentence.id}/duplicate`, { newId: 'no id' })
  expect(bad).toMatchObject({ status: 400, body: { error: { code: 'INVALID_INPUT' } } })
})

function upToDate(page: Page, number: number) {
  return page.getByRole('button', { name: `Open sentence ${number}: the picture is up to date` })
}

/** The picture is a take of its own, whose file is served. */
async function reloadAndLook(page: Page, number: number): Promise<void> {
  await page.reload()
  await expect(upToDate(page, number)).toBeVisible()
  const picture = upToDate(page, number).locator('img')
  await expect
    .poll(() => picture.evaluate((img) => img instanceof HTMLImageElement && img.naturalWidth))
    .toBeGreaterThan(0)
}
