import { expect, type Page } from 'playwright/test'
import { type Hands, pointingHands, typingHands } from './fixtures/hands.ts'
import { inspectorScreen, pictureMs, picturesTestMs } from './fixtures/inspector.ts'
import { changeSketch } from './fixtures/sketch.ts'
import { test } from './fixtures/test.ts'
import { reload } from './fixtures/visit.ts'

const text = `EXT. HARBOUR - NIGHT

Rain falls on the quay. Mara ties up the boat and waits.

INT. LIGHTHOUSE - NIGHT

The lens is dark. A horn sounds. She waits.
`

/** Each with a seed of its own: a picture that the server has drawn before fails at no node of it. */
const ways: [string, (page: Page) => Hands, string][] = [
  ['with the mouse', pointingHands, '11'],
  ['with keys alone', typingHands, '21'],
]

test.describe.configure({ timeout: picturesTestMs })
test.afterEach(async ({ instance }) => await changeSketch(instance.url, { failAt: null, isStalled: false }))

for (const [way, handsFor, failingSeed] of ways) {
  test(`from a script to its pictures and on, ${way}; a reload at each step loses nothing`, async ({
    page,
    instance,
  }) => {
    const hands = handsFor(page)
    const name = `The lamp, ${way}`

    await test.step('import', async () => {
      await hands.importScript({ name: `${name}.fountain`, text })
      await expect(page).toHaveURL(/\/projects\/[0-9a-f-]{36}/)
      await expectTexts(page, [
        ...['Rain falls on the quay.', 'Mara ties up the boat and waits.'],
        ...['The lens is dark.', 'A horn sounds.', 'She waits.'],
      ])
      await expectKept(page)
    })

    await test.step('make all', async () => {
      await hands.makeAll(5)
      await expectState(page, 1, 'a picture is being made')
      await reload(page)
      for (const number of [1, 2, 3, 4, 5]) await expectState(page, number, 'the picture is up to date')
      await expectKept(page)
    })

    await test.step('a prompt is edited, and its picture is stale', async () => {
      await hands.addToPrompt(2, ', fog')
      // Before it was sent, perhaps.
      await reload(page)
      await expectState(page, 2, 'the picture is stale')
      expect((await readRows(page))[1]?.prompt).toMatch(/, fog$/)
      await expect(row(page, 2)).toContainText('prompt changed')
      await expectKept(page)
    })

    await test.step('it is made again with a seed', async () => {
      const [, before] = await readRows(page)
      await changeSketch(instance.url, { isStalled: true })
      await hands.makeWithSeed(2, '77')
      await expectState(page, 2, 'a picture is being made')
      await reload(page)
      await expectState(page, 2, 'a picture is being made')
      await changeSketch(instance.url, { isStalled: false })
      await expectState(page, 2, 'the picture is up to date')
      const [, after] = await readRows(page)
      expect(after?.picture).not.toBe(before?.picture)
      expect(await seedOf(page, 2)).toBe('77')
      await expectKept(page)
    })

    await test.step('moved, joined, split and taken back, with the pictures where they belong', async () => {
      const [first, second, third, fourth, fifth] = await readRows(page)
      await hands.moveUp(5)
      await expectTexts(
        page,
        [first, second, third, fifth, fourth].map((one) => one?.text),
      )
      await expectKept(page)
      await hands.join(5)
      const joined = 'She waits. A horn sounds.'
      await expectTexts(page, [first?.text, second?.text, third?.text, joined])
      expect((await readRows(page)).map(({ picture }) => picture)).toEqual(
        [first, second, third, fifth].map((one) => one?.picture),
      )
      await expectKept(page)
      await hands.split(4, 'A horn')
      await expectTexts(
        page,
        [first, second, third, fifth, fourth].map((one) => one?.text),
      )
      expect((await readRows(page)).at(-1)).toMatchObject({ picture: '', state: 'no picture yet' })
      await expectKept(page)
      await hands.join(5)
      await expectTexts(page, [first?.text, second?.text, third?.text, joined])
      await hands.undo()
      await expectTexts(
        page,
        [first, second, third, fifth, fourth].map((one) => one?.text),
      )
      await expectKept(page)
    })

    await test.step('a failure, and another try', async () => {
      await changeSketch(instance.url, { failAt: { node: 'SamplerCustomAdvanced', message: 'It gave up.' } })
      await hands.makeWithSeed(1, failingSeed)
      await expectState(page, 1, 'the last try failed')
      await expectKept(page)
      await changeSketch(instance.url, { failAt: null })
      await hands.retry(1)
      await expectState(page, 1, 'the picture is up to date')
      expect(await seedOf(page, 1)).toBe(failingSeed)
      await expectKept(page)
    })

    await test.step('cancelled', async () => {
      const before = await readRows(page)
      await changeSketch(instance.url, { isStalled: true })
      await hands.makeWithSeed(1, '12')
      await expectState(page, 1, 'a picture is being made')
      await hands.cancel(1)
      await changeSketch(instance.url, { isStalled: false })
      await expectState(page, 1, 'the picture is up to date')
      expect((await readRows(page))[0]?.picture).toBe(before[0]?.picture)
      await expectKept(page)
    })

    await test.step('a new version of the script', async () => {
      const [first, second] = await readRows(page)
      const next = text.replace('Mara ties up', 'Mara slowly ties up').replace(' She waits.', ' A bell answers.')
      await hands.importAgain({ name: `${name}.fountain`, text: next })
      await expect(page).toHaveURL(/\/projects\/[0-9a-f-]{36}(\?|$)/)
      await expectTexts(page, [
        ...['Rain falls on the quay.', 'Mara slowly ties up the boat and waits.'],
        ...['The lens is dark.', 'A horn sounds.', 'A bell answers.'],
      ])
      const after = await readRows(page)
      expect([after[0]?.picture, after[1]?.picture]).toEqual([first?.picture, second?.picture])
      expect(after[4]).toMatchObject({ picture: '' })
      await expectKept(page)
    })
    await expect(inspectorScreen(page).panel).toBeHidden()
  })
}

type ShownRow = { text: string; prompt: string; picture: string; state: string }

function row(page: Page, number: number) {
  return page.locator(`[data-sentence][aria-posinset="${number}"]`)
}

/** All that the table shows of each sentence. */
async function readRows(page: Page): Promise<ShownRow[]> {
  return await page.locator('[data-sentence]').evaluateAll((rows) => {
    const textIn = (field: Element | null) => (field instanceof HTMLTextAreaElement ? field.value : '')
    return rows.map((one) => ({
      text: textIn(one.querySelector('[data-field="text"]')),
      prompt: textIn(one.querySelector('[data-field="imagePrompt"]')),
      picture: one.querySelector('img')?.getAttribute('src') ?? '',
      state: one.querySelector('[data-picture]')?.getAttribute('aria-label')?.replace(/.*: /, '') ?? '',
    }))
  })
}

/** What the newest take of a sentence was made with. */
async function seedOf(page: Page, number: number): Promise<string> {
  const id = await row(page, number).getAttribute('data-sentence')
  const { items } = await (await page.request.get(`/api/v1/sentences/${id}/takes`)).json()
  return items[0].seed
}

async function expectTexts(page: Page, texts: (string | undefined)[]): Promise<void> {
  await expect.poll(async () => (await readRows(page)).map((one) => one.text), { timeout: 30_000 }).toEqual(texts)
}

async function expectState(page: Page, number: number, state: string): Promise<void> {
  const opener = page.getByRole('button', { name: `Open sentence ${number}: ${state}` })
  await expect(opener).toBeVisible({ timeout: pictureMs })
}

/** What is shown is there after a reload as well, whether it had been sent or not. */
async function expectKept(page: Page): Promise<void> {
  const before = await readRows(page)
  await reload(page)
  await expect.poll(() => readRows(page)).toEqual(before)
}
