import { expect, type Locator, type Page } from 'playwright/test'
import type { TakeRow } from '#lib/takes/model.ts'
import {
  type InspectorScreen,
  inspectorScreen,
  openFirst,
  pictureMs,
  picturesTestMs,
  scene,
} from './fixtures/inspector.ts'
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

test('the picture is shown in full size, dot by dot', async ({ page }) => {
  const { inspector } = await openFirst(page, 'Large')
  const id = new URL(page.url()).pathname.split('/').at(-1)
  await page.request.patch(`/api/v1/projects/${id}`, { data: { width: 1920, height: 1080 } })
  await inspector.prompt.fill(scene)
  await inspector.makePicture()
  await inspector.panel.getByRole('button', { name: /in full size$/ }).click()
  const large = page.getByRole('dialog').getByRole('img')
  await page.getByRole('button', { name: 'Show at 100 %' }).click()
  await expect.poll(async () => await large.boundingBox()).toMatchObject({ width: 1920, height: 1080 })
  await expect(page.getByRole('button', { name: 'Fit to window' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(large).toBeHidden()
  await expect(inspector.panel).toBeVisible()
})

test('takes are looked at in full size, and chosen only when one says so', async ({ page, openBrowser }) => {
  const { board, inspector } = await openFirst(page, 'Looking', ['Night falls.', 'A lamp is lit.'])
  await inspector.prompt.fill(scene)
  const first = await inspector.makePicture()
  const second = await inspector.makePicture()
  const { large, saysTake } = viewer(page)

  await test.step('the keys go through them, and choose none', async () => {
    await inspector.panel.getByRole('button', { name: /in full size$/ }).click()
    await saysTake(/^Take 1 of 2, chosenseed \d+$/)
    await expect(large).toHaveAttribute('src', second)
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowRight')
    await saysTake(/^Take 2 of 2seed \d+$/)
    await expect(large).toHaveAttribute('src', first)
    await expect(inspector.panel.getByAltText('Picture of sentence 1')).toHaveAttribute('src', `${second}?w=1280`)
    await page.keyboard.press('f')
    await saysTake(/^Take 2 of 2, favouriteseed \d+$/)
    await expectAccessible(page)
  })

  await test.step('pixel for pixel, what is in sight stays from one to the next', async () => {
    await page.keyboard.press('z')
    await expect.poll(async () => (await large.boundingBox())?.width).toBe(640)
    await page.keyboard.press('ArrowLeft')
    await saysTake(/^Take 1 of 2/)
    expect((await large.boundingBox())?.width).toBe(640)
    await page.keyboard.press('z')
    await page.keyboard.press('ArrowRight')
  })

  await test.step('one is chosen, and the way back leads to where one came from', async () => {
    await page.keyboard.press('Enter')
    await saysTake(/, chosen, favouriteseed/)
    await expect(page.getByRole('button', { name: 'Chosen', exact: true })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(large).toBeHidden()
    await expect.poll(() => inspector.pictureUrl()).toBe(first)
    await expect(inspector.panel.getByRole('button', { name: /in full size$/ })).toBeFocused()
    await page.keyboard.press('Control+z')
    await expect.poll(() => inspector.pictureUrl()).toBe(second)
  })

  await test.step('the star of the row is for any take, that of the picture for the shown one', async () => {
    const row = page.getByRole('button', { name: /^Open sentence 1: .*, with a favourite among its takes$/ })
    await expect(row).toBeVisible()
    const star = inspector.panel.getByRole('button', { name: /this take/i })
    await expect(star).toHaveAttribute('aria-pressed', 'false')
    await star.click()
    await expect(star).toHaveAttribute('aria-pressed', 'true')
    await expect(inspector.takes.first()).toHaveAccessibleName(/chosen, favourite/)
  })

  await test.step('from a card of the strip, and on to the next sentence', async () => {
    // Keys are its own once it has the focus.
    const dialog = page.getByRole('dialog', { name: 'Sentence 1', exact: true })
    await inspector.takes.nth(1).focus()
    await page.keyboard.press('v')
    await expect(dialog).toBeFocused()
    await expect(large).toHaveAttribute('src', first)
    await page.keyboard.press('Escape')
    await expect(inspector.takes.nth(1)).toBeFocused()
    await page.keyboard.press('v')
    await expect(dialog).toBeFocused()
    await page.keyboard.press('j')
    await expect(page.getByRole('dialog', { name: 'Sentence 2' })).toContainText('No picture yet')
    await page.keyboard.press('k')
    await expect(large).toHaveAttribute('src', second)
    await page.keyboard.press('Escape')
    await expect(inspector.panel).toHaveAccessibleName('Inspector, sentence 1')
  })

  await test.step('on a phone a finger does it', async () => {
    await board.expectSaved()
    const phone = await openBrowser({ viewport: { width: 390, height: 844 }, hasTouch: true })
    await phone.goto(page.url())
    const theirs = viewer(phone)
    await inspectorScreen(phone)
      .panel.getByRole('button', { name: /in full size$/ })
      .tap()
    await theirs.saysTake(/^Take 1 of 2/)
    await phone.getByRole('button', { name: 'Take after' }).tap()
    await phone.getByRole('button', { name: 'Use this one' }).tap()
    await theirs.saysTake(/^Take 2 of 2, chosen/)
    await swipe(phone, theirs.large, 160)
    await theirs.saysTake(/^Take 1 of 2/)
    await swipe(phone, theirs.large, -160)
    await theirs.saysTake(/^Take 2 of 2/)
    await expectAccessible(phone)
    await expect.poll(() => inspector.pictureUrl()).toBe(first)
  })
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
    // Whoever presses the notice's button is served, though what the key asked for is still being settled.
    await page.route('**/api/v1/jobs?*', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 300))
      await route.continue()
    })
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

/** The dialog that shows a take in full size. */
function viewer(page: Page) {
  const dialog = page.getByRole('dialog', { name: /^Sentence \d+$/ })
  return {
    large: dialog.getByRole('img'),
    async saysTake(words: RegExp) {
      await expect(dialog.getByRole('status')).toHaveText(words)
    },
  }
}

async function expectTakes({ takes, expectStatus }: InspectorScreen, count: number): Promise<void> {
  await expect(takes).toHaveCount(count, { timeout: pictureMs })
  await expectStatus('Up to date')
}

async function takesOf(page: Page): Promise<TakeRow[]> {
  const sentenceId = new URL(page.url()).searchParams.get('sentence')
  return (await (await page.request.get(`/api/v1/sentences/${sentenceId}/takes`)).json()).items
}

/** One finger, from the middle of it to the side. */
async function swipe(page: Page, over: Locator, byPx: number): Promise<void> {
  const box = await over.boundingBox()
  if (!box) throw new Error('What is swiped over is not in sight.')
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  const session = await page.context().newCDPSession(page)
  const send = async (type: 'touchStart' | 'touchMove' | 'touchEnd', to?: number) =>
    await session.send('Input.dispatchTouchEvent', { type, touchPoints: to === undefined ? [] : [{ x: to, y }] })
  await send('touchStart', x)
  for (const part of [0.25, 0.5, 0.75, 1]) await send('touchMove', x + byPx * part)
  await send('touchEnd')
  await session.detach()
}
