import { expect, type Locator } from 'playwright/test'
import { type BoardScreen, createProject, openBoard } from './fixtures/board.ts'
import { expectNoLayoutShift, forgetShifts } from './fixtures/page-quality.ts'
import { test } from './fixtures/test.ts'

// Notices tell what was done; they cover nothing that somebody is at, and they are not missed.

const sizes = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const
const lines = Array.from({ length: 30 }, (_, at) => `Sentence of the script, the one with number ${at + 1}.`)

for (const [sizeName, viewport] of Object.entries(sizes)) {
  test(`notices leave the field that is typed in, and the end of the list, in sight: ${sizeName}`, async ({
    page,
    openBrowser,
  }) => {
    const board = await createProject(page, `Notices: ${sizeName}`)
    await board.paste(lines.join('\n'))
    await board.expectSaved()
    const visitor = await openBrowser({ viewport, hasTouch: sizeName === 'phone' })
    const theirs = await openBoard(visitor, page.url())
    await visitor.getByLabel('Section title').fill('The pier')
    await visitor.getByLabel('Section title').press('Enter')
    await theirs.composer.focus()
    // As low as a field can be that is in sight.
    await theirs.composer.evaluate((field) => field.scrollIntoView({ block: 'end', behavior: 'instant' }))
    await theirs.composer.fill('One more.')
    await theirs.composer.press('Enter')
    await forgetShifts(visitor)
    for (const keys of ['Control+z', 'Control+z', 'Control+Shift+z']) await theirs.composer.press(keys)
    const notices = visitor.getByRole('list', { name: 'Notices' }).getByRole('listitem')
    await expect(notices).toHaveCount(3)
    await expectNoLayoutShift(visitor)
    await expectApart(theirs.composer, notices)

    await visitor.evaluate(() => window.scrollTo({ top: document.body.scrollHeight, behavior: 'instant' }))
    await expectApart(visitor.getByRole('button', { name: 'Add section' }), notices)
    await expectApart(theirs.composer, notices)
  })
}

test('what is said again is one notice, which stays its full time and keeps the focus', async ({ page }) => {
  await page.clock.install()
  const board = await createProject(page, 'Said again')
  await board.add('Night falls.')
  await board.expectSaved()
  await board.composer.blur()
  await page.keyboard.press('Home')
  const notices = page.getByRole('list', { name: 'Notices' }).getByRole('listitem')
  const same = notices.filter({ hasText: 'There is no sentence before it' })
  await page.keyboard.press('m')
  await expect(same).toHaveCount(1)
  await page.clock.fastForward(6_000)
  for (let count = 0; count < 3; count++) await page.keyboard.press('m')
  await expect(notices).toHaveCount(1)
  await page.clock.fastForward(6_000)
  await expect(same).toHaveCount(1)
  const dismiss = same.getByRole('button', { name: 'Dismiss' })
  await dismiss.focus()
  await page.keyboard.press('m')
  await expect(notices).toHaveCount(1)
  await expect(dismiss).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(notices).toHaveCount(0)
  await page.keyboard.press('m')
  await expect(same).toHaveCount(1)
  await page.clock.fastForward(9_000)
  await expect(notices).toHaveCount(0)
})

test('two texts in the row that somebody is at are brought into sight, and no notice lies over them', async ({
  page,
  openBrowser,
  complaints,
}) => {
  complaints.allow(/ERR_INTERNET_DISCONNECTED/, /WebSocket/)
  const mine = await createProject(page, 'Conflict in sight')
  await mine.paste(lines.join('\n'))
  await mine.expectSaved()
  const theirs = await openBoard(await openBrowser(), page.url())
  await mine.sentence(8).focus()
  // As low as a field can be that is in sight.
  await mine.sentence(8).evaluate((field) => field.scrollIntoView({ block: 'end', behavior: 'instant' }))
  await changeBoth({ mine, theirs, number: 8 })
  const choice = page.getByRole('alert').filter({ hasText: 'changed the same words of this sentence' })
  await expect(choice).toBeInViewport({ ratio: 1 })
  await expect(choice).toContainText('Another window changed')
  await expect(page.getByRole('list', { name: 'Notices' }).getByRole('listitem')).toHaveCount(0)
  await choice.getByRole('button', { name: 'Keep mine' }).click()
  await expect(choice).toBeHidden()
})

test('on a phone, the way to two texts leads out of the sheet that lies over them', async ({
  page,
  openBrowser,
  complaints,
}) => {
  complaints.allow(/ERR_INTERNET_DISCONNECTED/, /WebSocket/)
  const theirs = await createProject(page, 'Conflict below a sheet')
  await theirs.paste(lines.join('\n'))
  await theirs.expectSaved()
  const phone = await openBrowser({ viewport: sizes.phone, hasTouch: true })
  const mine = await openBoard(phone, page.url())
  await changeBoth({
    mine,
    theirs,
    number: 5,
    meanwhile: () => phone.getByRole('button', { name: 'Open sentence 7:' }).click(),
  })
  const told = phone.getByRole('list', { name: 'Notices' }).getByRole('listitem')
  await expect(told).toContainText('Two texts for sentence 5')
  await told.getByRole('button', { name: 'Show' }).click()
  await expect(phone.locator('[data-inspector]')).toBeHidden()
  const choice = phone.getByRole('alert').filter({ hasText: 'changed the same words of this sentence' })
  await expect(choice).toBeFocused()
  await expect(choice.getByRole('button', { name: 'Keep both' })).toBeInViewport({ ratio: 1 })
  await expect(told).toHaveCount(0)
})

test('words that two people changed are told of where one is, and shown', async ({ page, openBrowser, complaints }) => {
  complaints.allow(/ERR_INTERNET_DISCONNECTED/, /WebSocket/)
  const mine = await createProject(page, 'Conflict out of sight')
  await mine.paste(lines.join('\n'))
  await mine.expectSaved()
  const theirs = await openBoard(await openBrowser(), page.url())
  await page.context().setOffline(true)
  await mine.sentence(1).fill('The door is blue.')
  await mine.sentence(1).blur()
  await theirs.sentence(1).fill('The door is green.')
  await theirs.expectSaved()
  await page.setViewportSize(sizes.phone)
  // Rows are measured anew at this width, and until then the end is nearer than it will be.
  await expect(async () => {
    await page.evaluate(() => window.scrollTo({ top: document.body.scrollHeight, behavior: 'instant' }))
    await expect(mine.composer).toBeInViewport({ timeout: 500 })
  }).toPass()
  await page.context().setOffline(false)

  const told = page.getByRole('list', { name: 'Notices' }).getByRole('listitem')
  await expect(told).toContainText('Two texts for sentence 1')
  await expect(told).toHaveCount(1)
  // Whoever is elsewhere stays there, though a row far above has become taller.
  await expect(mine.composer).toBeInViewport()
  await told.getByRole('button', { name: 'Show' }).click()
  const choice = page.getByRole('alert').filter({ hasText: 'changed the same words of this sentence' })
  await expect(choice).toBeInViewport({ ratio: 1 })
  await expect(choice).toBeFocused()
  await expect(page.locator('[data-sentence][data-undecided]')).toHaveCount(1)
  await choice.getByRole('button', { name: 'Keep mine' }).click()
  await expect(page.locator('[data-sentence][data-undecided]')).toHaveCount(0)
  await expect(theirs.sentence(1)).toHaveValue('The door is blue.')
})

type Both = { mine: BoardScreen; theirs: BoardScreen; number: number; meanwhile?: () => Promise<void> }

/** Changes the same words in both, the one without a line until the other has saved them. */
async function changeBoth({ mine, theirs, number, meanwhile }: Both): Promise<void> {
  await mine.page.context().setOffline(true)
  await mine.sentence(number).fill('The door is blue.')
  await meanwhile?.()
  await theirs.sentence(number).fill('The door is green.')
  await theirs.sentence(number).blur()
  await theirs.expectSaved()
  await mine.page.context().setOffline(false)
}

async function expectApart(one: Locator, others: Locator): Promise<void> {
  const field = await one.boundingBox()
  const boxes = await boxesOf(others)
  if (!field) throw new Error('It is not on the page.')
  for (const box of boxes) {
    const isBeside = box.x + box.width <= field.x || field.x + field.width <= box.x
    const isAbove = field.y + field.height <= box.y || box.y + box.height <= field.y
    expect(isBeside || isAbove, `${JSON.stringify(field)} under ${JSON.stringify(box)}`).toBe(true)
  }
}

async function boxesOf(all: Locator) {
  const boxes = await Promise.all((await all.all()).map((each) => each.boundingBox()))
  return boxes.filter((box) => box !== null)
}
