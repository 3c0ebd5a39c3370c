import { expect } from 'playwright/test'
import { createProject } from './fixtures/board.ts'
import { openFirst, pictureMs, picturesTestMs, scene } from './fixtures/inspector.ts'
import { changeSketch, usualPace } from './fixtures/sketch.ts'
import { test } from './fixtures/test.ts'

// Where the line or a GPU is away, the page says so by itself, and goes on when it is back.

test('without a line the page says what it cannot know, and goes on when the line is back', async ({
  page,
  complaints,
}) => {
  complaints.allow(/ERR_INTERNET_DISCONNECTED/, /WebSocket/)
  const board = await createProject(page, 'In a tunnel')
  await board.add('The train stops.')
  await board.expectSaved()
  const bar = page.locator('[data-gpu-bar="rail"]')
  await expect(bar).toHaveAccessibleName(/^GPUs: Idle/)
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Make pictures…' }).click()
  const form = page.getByRole('dialog', { name: 'Make pictures' })
  await expect(form.getByRole('status')).toContainText('No connection')
  await expect(bar).toContainText('No connection')
  await page.context().setOffline(false)
  await expect(form.getByRole('status')).toContainText('1 picture')
  await expect(bar).toContainText('Idle')
})

test('a script that could not be read without a line is read by itself when the line is back', async ({
  page,
  complaints,
}) => {
  complaints.allow(/ERR_INTERNET_DISCONNECTED/, /WebSocket/)
  await page.goto('/projects/import')
  await expect(page.getByRole('button', { name: 'Choose a file' })).toBeEnabled()
  await page.context().setOffline(true)
  await page.getByLabel('Or paste it').fill('Nova waits. It rains.')
  await page.getByRole('button', { name: 'Look at it' }).click()
  const told = page.getByRole('alert').filter({ hasText: 'The server does not answer.' })
  await expect(told).toBeVisible()
  await page.context().setOffline(false)
  await expect(page.getByRole('textbox', { name: 'Sentence 2' })).toHaveValue('It rains.')
  await expect(told).toBeHidden()
  // The key that splits on the board does here as well.
  await page.getByRole('textbox', { name: 'Sentence 2' }).focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Control+ArrowRight')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('textbox', { name: 'Sentence 3' })).toHaveValue('rains.')
  // What could not be imported is not imported by itself: only the message goes.
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Import 3 sentences' }).click()
  await expect(told).toBeVisible()
  await page.context().setOffline(false)
  await expect(told).toBeHidden()
  await expect(page.getByRole('button', { name: 'Import 3 sentences' })).toBeEnabled()
})

test('words that cannot be sent are what the form for many pictures waits for', async ({ page, complaints }) => {
  complaints.allow(/ERR_INTERNET_DISCONNECTED/, /WebSocket/)
  const board = await createProject(page, 'Typed in a tunnel')
  await board.add('The train stops.')
  await board.expectSaved()
  await page.context().setOffline(true)
  await board.sentence(1).fill('The train stops at last.')
  await page.getByRole('button', { name: 'Make pictures…' }).click()
  const status = page.getByRole('dialog', { name: 'Make pictures' }).getByRole('status')
  await expect(status).toContainText('No connection. What you wrote is kept')
  await page.context().setOffline(false)
  await expect(status).toContainText('1 picture')
})

test('a picture that could not be loaded without a line comes when the line is back', async ({ page, complaints }) => {
  test.setTimeout(picturesTestMs)
  complaints.allow(/ERR_INTERNET_DISCONNECTED/, /ERR_FAILED/, /WebSocket/)
  const { inspector } = await openFirst(page, 'Pictures in a tunnel')
  await inspector.prompt.fill(scene)
  const large = '**/file?w=1280'
  await page.route(large, async (route) => await route.abort())
  await inspector.make.click()
  const told = inspector.panel.getByRole('alert').filter({ hasText: 'could not be loaded' })
  await expect(told).toBeVisible({ timeout: pictureMs })
  await page.context().setOffline(true)
  await expect(told).toContainText('when the connection is back')
  await page.unroute(large)
  await page.context().setOffline(false)
  await expect(told).toBeHidden()
  await expect(inspector.picture).toHaveAttribute('src', /\?w=1280$/)
})

test('a picture of which no news comes says so, until it goes on', async ({ page, instance }) => {
  test.setTimeout(picturesTestMs)
  const { inspector } = await openFirst(page, 'Silence')
  await inspector.prompt.fill(scene)
  await changeSketch(instance.url, { stepMs: 400 })
  try {
    await inspector.make.click()
    await expect(inspector.panel.getByText(/Step [3-9] of/)).toBeVisible({ timeout: pictureMs })
    await changeSketch(instance.url, { isStalled: true })
    await expect(inspector.panel.getByText(/No news for \d+ s/)).toBeVisible({ timeout: pictureMs })
    await expect(inspector.panel.getByText(/ left$/)).toBeHidden()
  } finally {
    await changeSketch(instance.url, { ...usualPace, isStalled: false })
  }
  await expect(inspector.panel.getByText(/No news/)).toBeHidden()
  await inspector.expectStatus('Up to date')
})
