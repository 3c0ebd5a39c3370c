import { expect, type Page } from 'playwright/test'
import type { TakeRow } from '#lib/takes/model.ts'
import { type InspectorScreen, openFirst, pictureMs, picturesTestMs, scene } from './fixtures/inspector.ts'
import { expectAccessible } from './fixtures/page-quality.ts'
import { test } from './fixtures/test.ts'

test.describe.configure({ timeout: picturesTestMs })

test('Esc leaves a field with what was typed in it, and only then the inspector', async ({ page }) => {
  const { board, inspector } = await openFirst(page, 'Leaving')
  for (const field of [inspector.prompt, inspector.seed]) {
    await field.fill('77')
    await field.press('Escape')
    await expect(inspector.panel).toBeFocused()
    await expect(field).toHaveValue('77')
  }
  await board.expectSaved()
  await page.keyboard.press('Escape')
  await expect(inspector.panel).toBeHidden()
})

test('the focus of a take that goes is given to the one beside it, whoever deletes it', async ({ page }) => {
  const { board, inspector } = await openFirst(page, 'Beside')
  await inspector.prompt.fill(scene)
  for (let made = 0; made < 3; made++) await inspector.makePicture()
  const [newest, middle] = await takesOf(page)
  await inspector.takes.nth(1).focus()
  await page.request.delete(`/api/v1/takes/${middle?.id}`)
  await expect(inspector.takes).toHaveCount(2)
  await expect(inspector.takes.nth(1)).toBeFocused()

  await inspector.takes.first().press('Delete')
  await expect(inspector.takes).toHaveCount(1)
  await expect(inspector.takes.first()).toBeFocused()
  await page.keyboard.press('Control+z')
  await expect(inspector.takes).toHaveCount(2)
  await inspector.takes.first().focus()
  await page.keyboard.press('Control+Shift+z')
  await expect(inspector.takes).toHaveCount(1)
  await expect(inspector.takes.first()).toBeFocused()
  await expect(page.locator(`[data-take="${newest?.id}"]`)).toBeHidden()
  await page.keyboard.press('Delete')
  await expect(inspector.takes).toHaveCount(0)
  await expect(inspector.panel).toBeFocused()
  await board.expectSaved()
})

test('the same picture is not made again without a word', async ({ page }) => {
  const { inspector } = await openFirst(page, 'The same')
  const { panel } = inspector
  const told = panel.getByText('Same prompt, same seed: this would make the same picture.')
  await inspector.prompt.fill(scene)
  await inspector.seed.fill('7')
  await inspector.makePicture()
  await panel.getByRole('button', { name: 'Pin', exact: true }).click()
  await expect(told).toBeVisible()
  await expectAccessible(page)
  await inspector.prompt.press('End')
  await page.keyboard.type(', in fog')
  await inspector.expectStatus('Stale: prompt changed')
  await expect(told).toBeHidden()
  await page.keyboard.press('Control+z')
  await expect(told).toBeVisible()

  await test.step('it can be made all the same, by its button and by R', async () => {
    await inspector.makePicture()
    await expect(told).toBeVisible()
    await panel.focus()
    await page.keyboard.press('r')
    const notice = page.getByRole('list', { name: 'Notices' }).getByText('This would make the same picture')
    await expect(notice).toBeVisible()
    await expect(inspector.takes).toHaveCount(2)
    await page.keyboard.press('r')
    await expectTakes(inspector, 3)
  })

  await test.step('another seed is one press away, in the notice and below the buttons', async () => {
    await panel.focus()
    await page.keyboard.press('r')
    await page.getByRole('list', { name: 'Notices' }).getByRole('button', { name: 'Another seed' }).last().click()
    await expectTakes(inspector, 4)
    await expect(panel.getByRole('button', { name: 'Pin', exact: true })).toBeVisible()
    await expect(told).toBeHidden()
    await panel.getByRole('button', { name: 'Use this seed again' }).click()
    await panel.getByRole('button', { name: 'Pin', exact: true }).click()
    await panel.getByRole('button', { name: 'Another seed' }).click()
    await expectTakes(inspector, 5)
    const seeds = (await takesOf(page)).map(({ seed }) => seed)
    expect(new Set(seeds)).toHaveProperty('size', 3)
    expect(seeds.slice(2)).toEqual(['7', '7', '7'])
  })
})

async function expectTakes({ takes, expectStatus }: InspectorScreen, count: number): Promise<void> {
  await expect(takes).toHaveCount(count, { timeout: pictureMs })
  await expectStatus('Up to date')
}

async function takesOf(page: Page): Promise<TakeRow[]> {
  const sentenceId = new URL(page.url()).searchParams.get('sentence')
  return (await (await page.request.get(`/api/v1/sentences/${sentenceId}/takes`)).json()).items
}
