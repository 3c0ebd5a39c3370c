import { expect, type Locator } from 'playwright/test'
import { createProject, openBoard } from './fixtures/board.ts'
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
    await theirs.composer.focus()
    // As low as a field can be that is in sight.
    await theirs.composer.evaluate((field) => field.scrollIntoView({ block: 'end', behavior: 'instant' }))
    for (const text of ['One more.', 'And one.', 'And the last.']) {
      await theirs.composer.fill(text)
      await theirs.composer.press('Enter')
    }
    await forgetShifts(visitor)
    for (let count = 0; count < 3; count++) await theirs.composer.press('Control+z')
    const notices = visitor.getByRole('list', { name: 'Notices' }).getByRole('listitem')
    await expect(notices).toHaveCount(3)
    await expectNoLayoutShift(visitor)
    await expectApart(theirs.composer, notices)

    await visitor.evaluate(() => window.scrollTo({ top: document.body.scrollHeight, behavior: 'instant' }))
    await expectApart(visitor.getByRole('button', { name: 'Add section' }), notices)
    await expectApart(theirs.composer, notices)
  })
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
