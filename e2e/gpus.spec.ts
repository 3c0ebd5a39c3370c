import { expect } from 'playwright/test'
import { letEverythingRun, openGpus } from './fixtures/gpus.ts'
import { openFirst, openSentence, scene } from './fixtures/inspector.ts'
import { expectAccessible, expectNoLayoutShift, expectStill, forgetShifts } from './fixtures/page-quality.ts'
import { changeSketch, usualPace } from './fixtures/sketch.ts'
import { test } from './fixtures/test.ts'

test.afterEach(async ({ instance }) => {
  await changeSketch(instance.url, { ...usualPace, failAt: null, isStalled: false })
  await letEverythingRun(instance.url)
})

test('a GPU is seen at work; paused, what waits says so; resumed, it is made', async ({
  page,
  openBrowser,
  instance,
}) => {
  // Long enough to be looked at and paused meanwhile.
  await changeSketch(instance.url, { stepMs: 1_000 })
  const { inspector } = await openFirst(page, 'At the GPU', ['The tide comes in.', 'The tide goes out.'])
  const { page: visitor, card, bar, queue, waiting } = await openGpus(await openBrowser())
  await forgetShifts(visitor)
  await inspector.prompt.fill(scene)
  await inspector.make.click()

  await test.step('what it draws, on its card and in the bar', async () => {
    await expect(card).toContainText('Working')
    await expect(card.getByRole('link', { name: 'The tide comes in.' })).toBeVisible()
    await expect(card.getByRole('progressbar')).toHaveAttribute('aria-valuenow')
    await expect(bar).toHaveAccessibleName(/^GPUs: Working/)
  })
  await test.step('paused, it finishes what it draws and takes nothing new', async () => {
    await card.getByRole('button', { name: 'Pause Sketch renderer' }).click()
    await expect(card).toContainText('Paused')
    const other = await openSentence(page, 2)
    await other.prompt.fill(scene)
    await other.make.click()
    await changeSketch(instance.url, { stepMs: 0 })
    await expect(page.getByRole('button', { name: 'Open sentence 1: the picture is up to date' })).toBeVisible({
      timeout: 30_000,
    })
    await expect(waiting).toHaveCount(1)
    await expect(waiting).toContainText('The tide goes out.')
    await expect(waiting).toContainText(/paused/i)
    await expect(bar).toHaveAccessibleName(/^GPUs: Paused.* 1 waiting$/)
    await other.expectStatus(/paused/i)
    await expect(other.panel.getByText('Place 1 in the queue')).toBeVisible()
  })
  await test.step('resumed, it makes it', async () => {
    await card.getByRole('button', { name: 'Resume Sketch renderer' }).click()
    await expect(queue.getByRole('heading', { name: 'Nothing waits' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Open sentence 2: the picture is up to date' })).toBeVisible({
      timeout: 30_000,
    })
    await expect(bar).toHaveAccessibleName(/^GPUs: Idle/)
  })
  await expectNoLayoutShift(visitor)
})

test('the queue is paused and goes on; what waits in it is moved and cancelled', async ({ page, openBrowser }) => {
  const { page: visitor, queue, waiting, card } = await openGpus(await openBrowser())
  await queue.getByRole('button', { name: 'Pause queue' }).click()
  await expect(queue.getByText('The queue is paused')).toBeVisible()
  await openFirst(page, 'In the queue', ['The first.', 'The second.', 'The third.'])
  for (const number of [1, 2, 3]) {
    const inspector = await openSentence(page, number)
    await inspector.prompt.fill(scene)
    await inspector.make.click()
    await inspector.expectStatus(/paused the queue/)
  }
  await expect(waiting).toHaveText([/The first\./, /The second\./, /The third\./])
  const choose = async (name: string, item: string) => {
    await waiting
      .filter({ hasText: name })
      .getByRole('button', { name: /^More for/ })
      .click()
    await visitor.getByRole('menuitem', { name: item }).click()
  }
  await choose('The third.', 'Make it next')
  await expect(waiting).toHaveText([/The third\./, /The first\./, /The second\./])
  await choose('The third.', 'Make it last')
  await expect(waiting).toHaveText([/The first\./, /The second\./, /The third\./])
  await choose('The first.', 'Cancel')
  await expect(waiting).toHaveText([/The second\./, /The third\./])
  await choose('The third.', 'Stop all but this')
  await visitor
    .getByRole('dialog')
    .getByRole('button', { name: /^Stop \d+ others?$/ })
    .click()
  await expect(waiting).toHaveText([/The third\./])
  await queue.getByRole('button', { name: 'Resume queue' }).click()
  await expect(queue.getByRole('heading', { name: 'Nothing waits' })).toBeVisible()
  await expect(card).toContainText('Idle', { timeout: 30_000 })
  await expect(page.getByRole('button', { name: 'Open sentence 3: the picture is up to date' })).toBeVisible({
    timeout: 30_000,
  })
})

test('what a GPU can run and has is told when somebody wants to know', async ({ page }) => {
  const { card } = await openGpus(page)
  await card.getByText('What it has and can run').click()
  await expect(card.getByText(/^All \d+ workflows run here$/)).toBeVisible()
  await expect(card.getByText('checkpoints')).toBeVisible()
  await expectAccessible(page)
})

test('many pictures are asked for at once, seen coming, and those that failed tried again', async ({
  page,
  instance,
}) => {
  const { inspector, board } = await openFirst(page, 'Many', ['The first.', 'The second.', 'The third.'])
  await forgetShifts(page)
  await inspector.prompt.fill(scene)
  const second = await openSentence(page, 2)
  await second.prompt.fill(scene)
  const third = await openSentence(page, 3)
  await third.prompt.fill('')
  await page.keyboard.press('Escape')
  await board.expectSaved()
  await changeSketch(instance.url, { failAt: { node: 'SamplerCustomAdvanced', message: 'It gave up.', times: 1 } })

  await page.getByRole('button', { name: 'Make pictures…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(/^2 pictures, .+ on one GPU\.$/)).toBeVisible()
  await expect(dialog.getByText('Left out: 1 without a prompt.')).toBeVisible()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Make 2 pictures' }).click()
  await expect(dialog).toBeHidden()

  const bar = page.getByRole('region', { name: 'Pictures asked for together' })
  await expect(bar.getByText('1 picture made')).toBeVisible({ timeout: 30_000 })
  await expect(bar.getByText('1 failed')).toBeVisible()
  await bar.getByRole('button', { name: 'Retry failed' }).click()
  await expect(page.getByRole('button', { name: /^Open sentence [12]: the picture is up to date$/ })).toHaveCount(2, {
    timeout: 30_000,
  })
  // With all of it made nothing is left to do about it.
  await expect(bar.getByText('1 picture made')).toBeVisible()
  await expect(bar).toBeHidden()
  await expectNoLayoutShift(page)
})

const sizes = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const

for (const [sizeName, viewport] of Object.entries(sizes)) {
  test(`the GPUs are accessible and still: ${sizeName}`, async ({ page, openBrowser, instance }) => {
    await changeSketch(instance.url, { isStalled: true })
    const { inspector } = await openFirst(page, 'A look at the GPUs', ['The first.', 'The second.'])
    await inspector.prompt.fill(scene)
    await inspector.make.click()
    const second = await openSentence(page, 2)
    await second.prompt.fill(scene)
    await second.make.click()
    const visitor = await openBrowser({ viewport, hasTouch: sizeName === 'phone' })
    const { card } = await openGpus(visitor)
    await expect(card.getByRole('progressbar')).toBeVisible()
    await expect(card.getByRole('link', { name: 'The first.' })).toBeVisible()
    await expectStill(visitor)
    await expectAccessible(visitor)
  })
}
