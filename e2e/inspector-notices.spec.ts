import { expect } from 'playwright/test'
import { openFirst, openSentence, pictureMs, picturesTestMs, scene } from './fixtures/inspector.ts'
import { test } from './fixtures/test.ts'

test.describe.configure({ timeout: picturesTestMs })

test('on a phone, the way back leads out of the sheet', async ({ page, openBrowser }) => {
  await openFirst(page, 'Back', ['One.', 'Two.'])
  const project = page.url().replace(/\?.*/, '')
  const phone = await openBrowser({ viewport: { width: 390, height: 844 }, hasTouch: true })
  await phone.goto('/projects')
  await phone.goto(project)
  for (const leave of ['back', 'button'] as const) {
    const { panel } = await openSentence(phone, 1)
    await panel.getByRole('button', { name: 'Sentence after' }).click()
    await expect(panel).toHaveAccessibleName('Inspector, sentence 2')
    if (leave === 'back') await phone.goBack()
    else await panel.getByRole('button', { name: 'Close the inspector' }).click()
    await expect(panel).toBeHidden()
    await expect(phone).toHaveURL(project)
    await expect(phone.getByRole('button', { name: 'Open sentence 2:' })).toBeFocused()
  }
  await phone.goBack()
  await expect(phone).toHaveURL(/\/projects$/)
})

test('a notice leaves the inspector free, and leaves by itself after its button was used', async ({ page }) => {
  await page.clock.install()
  const { inspector } = await openFirst(page, 'Notices')
  await inspector.prompt.fill(scene)
  await inspector.prompt.press('Control+Shift+Enter')
  await expect(inspector.takes).toHaveCount(1, { timeout: pictureMs })
  await inspector.expectStatus('Up to date')
  await page.getByRole('button', { name: 'More for sentence 1' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  const notices = page.getByRole('list', { name: 'Notices' })
  await expect(notices.getByText('Sentence deleted')).toBeVisible()
  await notices.getByRole('button', { name: 'Undo' }).click()
  await expect(notices.getByText('Undone: deleting a sentence')).toBeVisible()
  const [notice, panel] = [await notices.boundingBox(), await inspector.panel.boundingBox()]
  expect((notice?.x ?? 0) + (notice?.width ?? 0)).toBeLessThan(panel?.x ?? 0)
  // The pointer is where the button was, as it is with a person.
  await page.clock.fastForward(9_000)
  await expect(notices.getByRole('listitem')).toHaveCount(0)
})

test('a prompt that is too long for its field says so', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const { inspector } = await openFirst(page, 'Too long')
  await page.evaluate(() => navigator.clipboard.writeText('x'.repeat(10_003)))
  await inspector.prompt.press('Control+a')
  await inspector.prompt.press('Control+v')
  await expect(page.getByText('The end of what you pasted was left out', { exact: true })).toBeVisible()
  await expect(
    page.getByText('A prompt has at most 10,000 characters; 3 were too many.', { exact: true }),
  ).toBeVisible()
  await expect(inspector.prompt).toHaveValue('x'.repeat(10_000))
})

test('a take made again says whether the same came of it, and where it lies', async ({ page }) => {
  const { inspector } = await openFirst(page, 'Again')
  await inspector.prompt.fill(scene)
  const shown = await inspector.makePicture()
  await inspector.takes.first().press('l')
  await expect(inspector.takes.first()).toHaveAccessibleName(/locked/)
  await inspector.panel.getByRole('button', { name: 'More for take 1 of 1' }).click()
  await page.getByRole('menuitem', { name: 'Make again exactly' }).click()
  await expect(inspector.takes).toHaveCount(2, { timeout: pictureMs })
  await expect(inspector.takes.first()).toHaveAccessibleName(/came out the same/)
  await expect(inspector.panel.getByText('Came out the same')).toBeVisible()
  expect(await inspector.pictureUrl()).toBe(shown)
  await expect(page.getByText('The new take lies beside the one you locked', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Choose', exact: true }).click()
  await expect.poll(() => inspector.pictureUrl()).not.toBe(shown)
})
