import { expect } from 'playwright/test'
import { inspectorScreen, openFirst, pictureMs, picturesTestMs, scene } from './fixtures/inspector.ts'
import { expectAccessible, expectNoLayoutShift, expectStill } from './fixtures/page-quality.ts'
import { changeSketch } from './fixtures/sketch.ts'
import { test } from './fixtures/test.ts'
import { reload, visit } from './fixtures/visit.ts'

test.describe.configure({ timeout: picturesTestMs })
test.afterEach(async ({ instance }) => await changeSketch(instance.url, { isStalled: false }))

test('a prompt becomes a picture, and what is made later becomes takes to choose from', async ({ page, instance }) => {
  const { board, inspector } = await openFirst(page, 'The story of one picture')
  await expect(inspector.make).toBeDisabled()
  await expect(inspector.panel.getByText('Write a prompt first.')).toBeVisible()

  await test.step('the first picture', async () => {
    await changeSketch(instance.url, { isStalled: true })
    await inspector.prompt.fill(scene)
    await inspector.prompt.press('Control+Enter')
    await expect(inspector.progress).toBeVisible({ timeout: pictureMs })
    await expect(inspector.make).toBeDisabled()
    await expect(page.getByRole('button', { name: 'Open sentence 1: a picture is being made' })).toBeVisible()
    await changeSketch(instance.url, { isStalled: false })
    await expect(inspector.picture).toHaveAttribute('src', /\?w=1280$/, { timeout: pictureMs })
    await expect(inspector.progress).toBeHidden()
    await inspector.expectStatus('Up to date')
    await expect(inspector.takes).toHaveCount(1)
    await expect(inspector.prompt).toBeFocused()
  })

  const first = await inspector.pictureUrl()
  const second = await inspector.makePicture()
  expect(second).not.toBe(first)
  await expect(inspector.takes).toHaveCount(2)

  await test.step('an older take is chosen', async () => {
    await inspector.takes.nth(1).click()
    await expect.poll(() => inspector.pictureUrl()).toBe(first)
    await expect(inspector.takes.nth(1)).toHaveAttribute('aria-pressed', 'true')
  })

  await test.step('an edit makes it stale, and taking it back makes it fresh', async () => {
    await inspector.prompt.press('End')
    await page.keyboard.type(', in fog')
    await inspector.expectStatus('Stale: prompt changed')
    await expect(page.getByRole('button', { name: 'Open sentence 1: the picture is stale' })).toBeVisible()
    await page.keyboard.press('Control+z')
    await expect(inspector.prompt).toHaveValue(scene)
    await inspector.expectStatus('Up to date')
  })

  await test.step('all of it is there after a reload', async () => {
    await board.expectSaved()
    await page.reload()
    await expect(inspector.prompt).toHaveValue(scene)
    await expect.poll(() => inspector.pictureUrl()).toBe(first)
    await expect(inspector.takes).toHaveCount(2)
  })
})

test('another browser sees the picture come', async ({ page, openBrowser }) => {
  const { inspector } = await openFirst(page, 'Seen by two')
  const other = await openBrowser()
  await visit(other, page.url())
  const theirs = inspectorScreen(other)
  await inspector.prompt.fill(scene)
  await expect(theirs.prompt).toHaveValue(scene)
  const url = await inspector.makePicture()
  await expect.poll(() => theirs.pictureUrl()).toBe(url)
  await expect(theirs.takes).toHaveCount(1)
})

test('a seed is kept to its last digit, and pinned until it is unpinned', async ({ page }) => {
  const { board, inspector } = await openFirst(page, 'Seeds')
  const used = inspector.panel.getByText(/^Made with/)
  await inspector.prompt.fill(scene)
  await inspector.seed.fill('18446744073709551616')
  await expect(inspector.failure).toContainText('from 0 to 18446744073709551615')
  await expect(inspector.make).toBeDisabled()
  await inspector.seed.fill('18446744073709551615')
  await inspector.makePicture()
  await expect(used).toHaveText('Made with 18446744073709551615')

  await inspector.panel.getByRole('button', { name: 'Pin', exact: true }).click()
  await board.expectSaved()
  await inspector.expectStatus('Up to date')
  await reload(page)
  await expect(inspector.seed).toHaveValue('18446744073709551615')

  await inspector.seed.fill('7')
  await inspector.seed.press('Enter')
  await inspector.expectStatus('Stale: seed changed')
  await inspector.makePicture()
  await expect(used).toHaveText('Made with 7')

  await inspector.seed.press('Control+Shift+Enter')
  await expect(page.getByText('The seed is pinned', { exact: true })).toBeVisible()
  await expect(inspector.takes).toHaveCount(2)
  await page.getByRole('button', { name: 'Unpin' }).click()
  await expect(inspector.panel.getByRole('button', { name: 'Pin', exact: true })).toBeVisible()
  await inspector.seed.press('Control+Shift+Enter')
  await expect(used).not.toHaveText('Made with 7', { timeout: pictureMs })
  await inspector.expectStatus('Up to date')
})

test('takes are marked, deleted and brought back', async ({ page }) => {
  const { inspector } = await openFirst(page, 'Takes')
  await inspector.prompt.fill(scene)
  await inspector.makePicture()
  await inspector.makePicture()
  await expect(inspector.takes).toHaveCount(2)
  const older = inspector.panel.getByRole('button', { name: 'Choose, take 2 of 2' })
  await inspector.takes.first().focus()
  await page.keyboard.press('ArrowRight')
  await expect(older).toBeFocused()
  await page.keyboard.press('f')
  await expect(older).toHaveAccessibleName(/favourite/)
  await page.keyboard.press('l')
  await expect(older).toHaveAccessibleName(/locked/)
  await page.keyboard.press('l')
  await expect(older).not.toHaveAccessibleName(/locked/)
  await inspector.panel.getByRole('button', { name: 'More for take 2 of 2' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(inspector.takes).toHaveCount(1)
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(inspector.takes).toHaveCount(2)

  await test.step('the one that is shown is shown again when its deletion is undone', async () => {
    const shown = await inspector.pictureUrl()
    await inspector.takes.first().press('Delete')
    await expect.poll(() => inspector.pictureUrl()).not.toBe(shown)
    await expect(inspector.takes.first()).toBeFocused()
    await page.getByRole('button', { name: 'Undo', exact: true }).last().click()
    await expect.poll(() => inspector.pictureUrl()).toBe(shown)
    await expect(inspector.takes.first()).toHaveAttribute('aria-pressed', 'true')
  })
})

test('who is in the sentence is part of the prompt, and of what makes a picture stale', async ({ page }) => {
  const { board, inspector } = await openFirst(page, 'Cast')
  const projectId = new URL(page.url()).pathname.split('/').at(-1)
  const loras = ['one', 'two', 'three', 'four'].map((name) => ({ name, weight: 1 }))
  const mara = { kind: 'character', name: 'Mara', look: 'a woman of thirty with a red scarf', loras }
  const made = await page.request.post(`/api/v1/projects/${projectId}/cast`, { data: mara })
  expect(made.status()).toBe(201)
  await inspector.prompt.fill(scene)
  await inspector.makePicture()
  await inspector.panel.getByText('Composed prompt').click()
  const composed = inspector.panel.getByRole('group').filter({ hasText: 'Composed prompt' })
  await expect(composed).toContainText(scene)
  await expect(composed).not.toContainText('red scarf')
  await inspector.panel.getByRole('button', { name: 'Mara' }).click()
  await expect(inspector.panel.getByRole('button', { name: 'Mara' })).toHaveAttribute('aria-pressed', 'true')
  await expect(composed).toContainText('red scarf')
  await expect(composed).toContainText('at most 3 LoRAs, so these are left out: four.')
  await inspector.expectStatus('Stale: Mara was added')
  await board.expectSaved()
  await page.getByRole('button', { name: 'Undo (Ctrl Z)' }).click()
  await inspector.expectStatus('Up to date')
})

test('a prompt that two people change at once is theirs to choose', async ({ page, openBrowser }) => {
  const { board, inspector } = await openFirst(page, 'Two prompts')
  await inspector.prompt.fill('A lamp in the sun')
  await board.expectSaved()
  const other = await openBrowser()
  await visit(other, page.url())
  const theirs = inspectorScreen(other)
  await expect(theirs.prompt).toHaveValue('A lamp in the sun')
  // Both begin with the same text, and neither is sent before the other is typed.
  const bothTyped = Promise.withResolvers<void>()
  for (const each of [page, other]) {
    await each.route(/\/projects\//, async (route) => {
      if (route.request().method() === 'POST') await bothTyped.promise
      await route.continue()
    })
  }
  await Promise.all([inspector.prompt.fill('A lamp in the fog'), theirs.prompt.fill('A lamp in the rain')])
  bothTyped.resolve()
  for (const each of [page, other]) await each.unrouteAll({ behavior: 'wait' })
  const notices = [inspector, theirs].map(({ panel }) => panel.getByText('changed the same words of this prompt'))
  await expect.poll(async () => (await Promise.all(notices.map((notice) => notice.count()))).join()).toMatch(/1/)
  const loser = (await notices[0]?.count()) === 1 ? inspector : theirs
  const mine = loser === inspector ? 'A lamp in the fog' : 'A lamp in the rain'
  await loser.panel.getByRole('button', { name: 'Keep mine' }).click()
  await expect(inspector.prompt).toHaveValue(mine)
  await expect(theirs.prompt).toHaveValue(mine)
})

test('the keys go through the pictures, and back to the list', async ({ page }) => {
  const { inspector } = await openFirst(page, 'Keys', ['One.', 'Two.', 'Three.'])
  const picture = (number: number) => page.getByRole('button', { name: `Open sentence ${number}:` })
  await picture(1).focus()
  await page.keyboard.press('ArrowDown')
  await expect(picture(2)).toBeFocused()
  await expect(inspector.panel).toHaveAccessibleName('Inspector, sentence 2')
  await expect(page).toHaveURL(/\?sentence=/)
  await inspector.panel.getByRole('button', { name: 'Sentence after' }).click()
  await expect(inspector.panel).toHaveAccessibleName('Inspector, sentence 3')
  await inspector.prompt.focus()
  await page.keyboard.press('Escape')
  await expect(inspector.panel).toBeHidden()
  await expect(picture(3)).toBeFocused()
  await expect(page).not.toHaveURL(/sentence=/)
  const sentence = page.getByRole('textbox', { name: 'Sentence 1' })
  await sentence.focus()
  await page.keyboard.press('Alt+Enter')
  await expect(inspector.panel).toHaveAccessibleName('Inspector, sentence 1')
  await expect(inspector.prompt).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(inspector.panel).toBeHidden()
  await expect(sentence).toBeFocused()

  await picture(2).focus()
  await page.keyboard.press('Enter')
  await expect(inspector.prompt).toBeFocused()
  await page.getByRole('button', { name: 'More for sentence 3' }).focus()
  await page.keyboard.press('Escape')
  await expect(inspector.panel).toBeHidden()
  await expect(page.getByRole('button', { name: 'More for sentence 3' })).toBeFocused()
})

test('the picture is shown in full size', async ({ page }) => {
  const { inspector } = await openFirst(page, 'Large')
  const id = new URL(page.url()).pathname.split('/').at(-1)
  await page.request.patch(`/api/v1/projects/${id}`, { data: { width: 1920, height: 1080 } })
  await inspector.prompt.fill(scene)
  await inspector.makePicture()
  await inspector.panel.getByRole('button', { name: /in full size$/ }).click()
  const large = page.getByRole('dialog').getByRole('img')
  await page.getByRole('button', { name: '100 %' }).click()
  await expect.poll(async () => await large.boundingBox()).toMatchObject({ width: 1920, height: 1080 })
  await page.keyboard.press('Escape')
  await expect(large).toBeHidden()
  await expect(inspector.panel).toBeVisible()
})

const sizes = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const

for (const [sizeName, viewport] of Object.entries(sizes)) {
  test(`the inspector is accessible and still: ${sizeName}`, async ({ page, openBrowser }) => {
    const { board, inspector } = await openFirst(page, 'Quiet', ['Night falls.', 'A lamp is lit.'])
    await inspector.prompt.fill(scene)
    await inspector.makePicture()
    await board.expectSaved()
    const visitor = await openBrowser({ viewport, hasTouch: sizeName === 'phone' })
    await visitor.goto(page.url())
    const theirs = inspectorScreen(visitor)
    await expect(theirs.takes).toHaveCount(1)
    await expect(theirs.picture).toHaveAttribute('src', /\?w=1280$/)
    await expectStill(visitor)
    await inspector.prompt.fill('Fog over the harbour.')
    await expect(theirs.prompt).toHaveValue('Fog over the harbour.')
    await expectNoLayoutShift(visitor)
    await visitor.getByText('Composed prompt').click()
    await expectAccessible(visitor)
    await visitor.getByRole('tab', { name: 'Video' }).click()
    await expect(visitor.getByText('No clip yet')).toBeVisible()
    await expectAccessible(visitor)
    await visitor.getByRole('button', { name: 'Close the inspector' }).click()
    await expect(theirs.panel).toBeHidden()
    await expect(visitor.getByRole('button', { name: 'Open sentence 1:' })).toBeFocused()
  })
}
