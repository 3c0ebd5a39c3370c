import { expect } from 'playwright/test'
import { openFirst, openSentence, pictureMs, picturesTestMs, scene } from './fixtures/inspector.ts'
import { expectAccessible } from './fixtures/page-quality.ts'
import { changeSketch } from './fixtures/sketch.ts'
import { test } from './fixtures/test.ts'

test.describe.configure({ timeout: picturesTestMs })
test.afterEach(async ({ instance }) => await changeSketch(instance.url, { failAt: null, isStalled: false }))

test('a failure says what happened and what helps; trying again makes the picture', async ({ page, instance }) => {
  const { inspector } = await openFirst(page, 'A failure')
  await changeSketch(instance.url, { failAt: { node: 'SamplerCustomAdvanced', message: 'The sampler gave up.' } })
  await inspector.prompt.fill(scene)
  await inspector.make.click()
  await expect(inspector.failure).toContainText('The sampler gave up.', { timeout: pictureMs })
  await inspector.expectStatus('The last try failed')
  await expect(page.getByRole('button', { name: 'Open sentence 1: the last try failed' })).toBeVisible()
  await page.reload()
  await expect(inspector.failure).toContainText('The sampler gave up.')
  await expectAccessible(page)

  await changeSketch(instance.url, { failAt: null })
  await inspector.failure.getByRole('button', { name: 'Retry' }).click()
  await inspector.expectStatus('Up to date')
  await expect(inspector.failure).toBeHidden()
  await expect(page.getByRole('button', { name: 'Open sentence 1: the picture is up to date' })).toBeVisible()
})

test('a try that may pass is followed by another, and until then the page says why', async ({ page, instance }) => {
  const { inspector } = await openFirst(page, 'Tried again')
  const message = 'Allocation on device'
  const failAt = { node: 'SamplerCustomAdvanced', message, exceptionType: 'torch.OutOfMemoryError', times: 1 }
  await changeSketch(instance.url, { failAt })
  await inspector.prompt.fill(scene)
  await inspector.make.click()
  await expect(inspector.panel.getByText(/^Trying again: \S/)).toBeVisible({ timeout: pictureMs })
  await inspector.expectStatus('Up to date')
  await expect(inspector.failure).toBeHidden()
})

test('what waits for long says for what, and where to look', async ({ page, instance }) => {
  await page.clock.install()
  const { inspector } = await openFirst(page, 'A long wait', ['The first.', 'The second.', 'The third.'])
  await changeSketch(instance.url, { isStalled: true })
  await inspector.prompt.fill(scene)
  await inspector.make.click()
  await expect(inspector.progress).toHaveAttribute('aria-valuenow', { timeout: pictureMs })
  await test.step('a page that comes later is not told how far it is, and says that it goes on', async () => {
    await page.reload()
    await expect(inspector.panel.getByText('Working', { exact: true })).toBeVisible()
    await expect(inspector.progress).not.toHaveAttribute('aria-valuenow')
  })
  const next = await openSentence(page, 2)
  await next.prompt.fill(scene)
  await next.make.click()
  await expect(next.panel.getByText('Up next')).toBeVisible()
  const other = await openSentence(page, 3)
  await other.prompt.fill(scene)
  await other.make.click()
  await expect(other.panel.getByText('Place 1 in the queue')).toBeVisible()
  await expect(page.locator('[data-waiting]')).toHaveCount(1)
  await page.clock.fastForward(11_000)
  await expect(other.panel.getByRole('link', { name: 'See the GPUs' })).toBeVisible()
  await expectAccessible(page)
  await other.panel.getByRole('link', { name: 'See the GPUs' }).click()
  await expect(page).toHaveURL(/\/gpus$/)
})

test('what is being made can be cancelled, and the old picture stays', async ({ page, instance }) => {
  const { inspector } = await openFirst(page, 'Cancelled')
  await inspector.prompt.fill(scene)
  const url = await inspector.makePicture()
  await changeSketch(instance.url, { isStalled: true })
  await inspector.make.click()
  await expect(inspector.progress).toBeVisible({ timeout: pictureMs })
  await inspector.panel.getByRole('button', { name: 'Cancel' }).click()
  await expect(inspector.progress).toBeHidden()
  await inspector.expectStatus('Up to date')
  expect(await inspector.pictureUrl()).toBe(url)
  await expect(inspector.takes).toHaveCount(1)
})
