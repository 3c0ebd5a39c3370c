import { expect } from 'playwright/test'
import { openFirst } from './fixtures/inspector.ts'
import { test } from './fixtures/test.ts'

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
