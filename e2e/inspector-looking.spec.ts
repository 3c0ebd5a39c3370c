import { expect, type Page } from 'playwright/test'
import type { TakeRow } from '#lib/takes/model.ts'
import { openFirst, picturesTestMs, scene } from './fixtures/inspector.ts'
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

async function takesOf(page: Page): Promise<TakeRow[]> {
  const sentenceId = new URL(page.url()).searchParams.get('sentence')
  return (await (await page.request.get(`/api/v1/sentences/${sentenceId}/takes`)).json()).items
}
