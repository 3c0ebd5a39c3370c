import { expect, type Page } from 'playwright/test'
import { docxOf, zipOf } from '#lib/testing/zip.ts'
import { axeTestMs, expectAccessible, expectStill } from './fixtures/page-quality.ts'
import { test } from './fixtures/test.ts'

const screenplay = `INT. PIER - NIGHT

Nova waits on the pier in the rain. The ferry is late again tonight.

NOVA
(softly)
I know it is late.

EXT. SEA - DAWN

The sun comes up behind the islands. Nobody is on deck.
`

const fdx = `<?xml version="1.0"?><FinalDraft><Content>
<Paragraph Type="Scene Heading"><Text>INT. PIER - NIGHT</Text></Paragraph>
<Paragraph Type="Action"><Text>Nova waits.</Text></Paragraph></Content></FinalDraft>`

const files: [string, string | Buffer, string][] = [
  ['plain.txt', 'Nova waits. It rains.', 'Nova waits.'],
  ['notes.md', '# Pier\n\n**Nova** waits. It rains.', 'Nova waits.'],
  ['pier.fountain', screenplay, 'Nova waits on the pier in the rain.'],
  ['pier.fdx', fdx, 'Nova waits.'],
  ['pier.docx', docxOf(['# Pier', 'Nova waits. It rains.']), 'Nova waits.'],
  ['pier.csv', 'scene,text\nPier,Nova waits. It rains.', 'Nova waits. It rains.'],
  ['夜.txt', '夜になった。船が帰る。', '夜になった。'],
  ['ليل.txt', Buffer.from('\uFEFFحل الليل على الميناء. أين هي؟', 'utf16le'), 'حل الليل على الميناء.'],
]

const bad: [string, string | Buffer, string][] = [
  ['empty.txt', '', 'The file is empty.'],
  [
    'picture.txt',
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    'This is a PNG picture, not a script.',
  ],
  [
    'bomb.docx',
    zipOf({ 'word/document.xml': Buffer.alloc(60_000_000, 32) }),
    'The file unpacks to far more than a script is.',
  ],
  ['bomb.fdx', '<!DOCTYPE a [<!ENTITY b "bb">]><FinalDraft>&b;</FinalDraft>', 'The file declares entities of its own'],
  ['large.txt', Buffer.alloc(20_000_001, 'a'), 'The file is larger than 20 MB.'],
]

test('a pasted screenplay is looked at, arranged by keyboard, kept over a reload and imported', async ({ page }) => {
  await openImport(page)
  await pasteScript(page, screenplay)
  await expect(sentence(page, 1)).toHaveValue('Nova waits on the pier in the rain.')
  await expect(page.getByLabel('Section title').first()).toHaveValue('INT. PIER - NIGHT')
  await expect(page.getByRole('checkbox', { name: 'Nova' })).toBeChecked()
  await expect(page.getByRole('checkbox', { name: 'Pier' })).not.toBeChecked()

  await sentence(page, 1).focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Control+ArrowRight')
  await page.keyboard.press('Control+ArrowRight')
  await page.keyboard.press('Enter')
  await expect(sentence(page, 1)).toHaveValue('Nova waits')
  await expect(sentence(page, 2)).toBeFocused()
  await page.keyboard.type('Never!')
  await expect(sentence(page, 2)).toHaveValue('on the pier in the rain.')
  await expect(page.getByText('Words are not changed here', { exact: true })).toHaveCount(1)
  await page.keyboard.press('Home')
  await page.keyboard.press('Backspace')
  const undo = page.getByRole('button', { name: /^Undo \(/ })
  const redo = page.getByRole('button', { name: /^Redo \(/ })
  await expect(sentence(page, 1)).toHaveValue('Nova waits on the pier in the rain.')
  await page.keyboard.press('Control+z')
  await expect(sentence(page, 1)).toHaveValue('Nova waits')
  await expect(sentence(page, 2)).toBeFocused()
  await page.keyboard.press('Control+Shift+z')
  await expect(sentence(page, 1)).toHaveValue('Nova waits on the pier in the rain.')
  await expect(sentence(page, 1)).toBeFocused()
  await expect(redo).toBeDisabled()
  await undo.click()
  await undo.click()
  await expect(undo).toBeDisabled()
  await expect(sentence(page, 1)).toHaveValue('Nova waits on the pier in the rain.')
  await redo.click()
  await expect(sentence(page, 1)).toHaveValue('Nova waits')
  await expect.poll(() => keptRows(page)).toBe(8)
  await page.reload()
  await expect(sentence(page, 2)).toHaveValue('on the pier in the rain.')

  await page.getByLabel('Project name').fill('The last ferry')
  await page.getByRole('button', { name: 'Import 6 sentences' }).click()
  await expect(page.getByText('6 sentences imported').first()).toBeVisible({ timeout: 30_000 })
  await expect(page).toHaveURL(/\/projects\/[0-9a-f-]{36}/)
  const board = await readBoard(page)
  expect(board.texts.slice(0, 3)).toEqual([
    'Nova waits',
    'on the pier in the rain.',
    'The ferry is late again tonight.',
  ])
  expect(board.rows[3]).toMatchObject({ speaker: 'NOVA', imagePrompt: 'interior, pier, night: Nova speaking, softly' })
  expect(board.rows[0]?.castIds).toHaveLength(1)

  await page.getByRole('button', { name: 'Undo', exact: true }).last().click()
  await expect(page.getByText('Import taken back').first()).toBeVisible()
  expect((await readBoard(page)).texts).toEqual([])
})

test('an import is taken back on the board by the keys, after what was done since', async ({ page }) => {
  await openImport(page)
  await giveFile(page, 'pier.txt', 'Nova waits. It rains.')
  await page.getByRole('button', { name: 'Import 2 sentences' }).click()
  await expect(page).toHaveURL(/\/projects\/[0-9a-f-]{36}/, { timeout: 30_000 })
  await sentence(page, 1).fill('Nova waits for us.')
  await sentence(page, 1).blur()
  await expect(page.locator('[data-save-status="saved"]')).toBeVisible()
  await page.reload()
  await expect(sentence(page, 1)).toHaveValue('Nova waits for us.')
  await page.keyboard.press('Control+z')
  await expect(sentence(page, 1)).toHaveValue('Nova waits.')
  await page.keyboard.press('Control+z')
  await expect(page.getByText('Undone: importing the script', { exact: true })).toBeVisible()
  await expect(page.getByText(/^To have it again, import it once more/)).toBeVisible()
  await expect(sentence(page, 1)).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Undo (Ctrl Z)' })).toBeDisabled()
  expect((await readBoard(page)).texts).toEqual([])
  await page.goto(`${page.url()}/import/versions`)
  await expect(page.getByText(/ · taken back$/)).toBeVisible()
})

test('every kind of file is read, and every bad one is refused in words', async ({ page, complaints }) => {
  test.setTimeout(120_000)
  complaints.allow(/400/)
  await openImport(page)
  for (const [name, content, first] of files) {
    await test.step(name, async () => {
      await giveFile(page, name, content)
      await expect(sentence(page, 1)).toHaveValue(first)
      await page.getByRole('button', { name: 'Another script' }).click()
    })
  }
  for (const [name, content, message] of bad) {
    await test.step(name, async () => {
      await giveFile(page, name, content)
      await expect(page.getByRole('alert').filter({ hasText: message })).toBeVisible()
    })
  }
})

test('a new version keeps pictures with their sentences, and what is gone can be brought back', async ({ page }) => {
  test.setTimeout(120_000)
  await openImport(page)
  await giveFile(page, 'The last ferry.fountain', screenplay)
  await page.getByRole('button', { name: 'Import 5 sentences' }).click()
  await expect(page).toHaveURL(/\/projects\/[0-9a-f-]{36}/, { timeout: 30_000 })
  const before = await readBoard(page)
  const sun = before.rows.find(({ text }) => text.startsWith('The sun'))
  await page.request.post(`/api/v1/sentences/${sun?.id}/regenerate-image`, { data: {} })
  await expect.poll(async () => (await readRow(page, sun?.id)).currentTakeId, { timeout: 60_000 }).not.toBeNull()

  await page.goto(`/projects/${before.projectId}/import`)
  const next = screenplay
    .replace('The sun comes up', 'The sun comes up slowly')
    .replace(' The ferry is late again tonight.', ' A bell rings twice.')
    .replace('INT. PIER - NIGHT', 'INT. OLD PIER - NIGHT')
  await giveFile(page, 'The last ferry.fountain', next)
  // What kind of import it is stands in sight, however many names the script has.
  await expect(page.getByRole('radio', { name: /^Something else/ })).toBeInViewport({ ratio: 1 })
  await page.getByRole('button', { name: 'Compare with the board' }).click()
  await expect(page.getByText('1 section renamed · 1 edited · 1 new · 1 archived · 3 as before')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'INT. OLD PIER - NIGHT' })).toContainText(
    'until now INT. PIER - NIGHT',
  )
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Update the board' }).click()
  await expect(page.getByText('Script updated: 1 edited, 1 added, 1 archived').first()).toBeVisible({ timeout: 30_000 })
  const after = await readBoard(page)
  expect(after.texts).toEqual([
    ...['Nova waits on the pier in the rain.', 'A bell rings twice.', '(softly) I know it is late.'],
    ...['The sun comes up slowly behind the islands.', 'Nobody is on deck.'],
  ])
  expect((await readRow(page, sun?.id)).currentTakeId).not.toBeNull()

  await page.goto(`/projects/${before.projectId}/import/versions`)
  await expect(page.getByRole('heading', { name: 'Archived, 1' })).toBeVisible()
  // Only of the newest: the one before it is what that began with.
  await expect(page.getByRole('button', { name: 'Take back' })).toHaveCount(1)
  await expectAccessible(page)
  await page.getByRole('button', { name: /^Bring back: The ferry/ }).click()
  await expect(page.getByRole('heading', { name: 'Archived', exact: true })).toBeVisible()
  expect((await readBoard(page)).texts).toContain('The ferry is late again tonight.')
})

test('five thousand sentences are looked through without drawing them all', async ({ page }) => {
  await openImport(page)
  const lines = Array.from({ length: 5_000 }, (_, index) => `Sentence number ${index + 1} stands on a line of its own.`)
  await pasteScript(page, lines.join('\n'))
  await expect(page.getByRole('button', { name: 'Import 5,000 sentences' })).toBeVisible({ timeout: 30_000 })
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight))
  await expect(sentence(page, 5_000)).toHaveValue('Sentence number 5000 stands on a line of its own.')
  expect(await page.locator('textarea[data-key]').count()).toBeLessThan(100)
})

for (const [size, viewport] of Object.entries({
  desk: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
})) {
  test(`the import is accessible and still: ${size}`, async ({ openBrowser }) => {
    test.setTimeout(axeTestMs)
    const page = await openBrowser({ viewport, hasTouch: size === 'phone' })
    await openImport(page)
    await expectStill(page)
    await expectAccessible(page)
    await giveFile(page, 'pier.fountain', screenplay)
    await expect(sentence(page, 1)).toBeVisible()
    await expectAccessible(page)
  })
}

async function openImport(page: Page): Promise<void> {
  await page.goto('/projects/import')
  await expect(page.getByRole('button', { name: 'Choose a file' })).toBeEnabled({ timeout: 30_000 })
}

function sentence(page: Page, number: number) {
  return page.getByRole('textbox', { name: new RegExp(`^Sentence ${number}(,|$)`) })
}

async function pasteScript(page: Page, text: string): Promise<void> {
  await page.getByLabel('Or paste it').evaluate((field, pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)
}

async function giveFile(page: Page, name: string, content: string | Buffer): Promise<void> {
  const field = page.locator('input[type=file]')
  await expect(field).toBeAttached()
  await field.setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) })
}

/** How many rows of the preview the browser has kept. */
async function keptRows(page: Page): Promise<number> {
  return await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const opening = indexedDB.open('framewright-import')
        opening.onsuccess = () => {
          const reading = opening.result.transaction('imports').objectStore('imports').get('new')
          reading.onsuccess = () => {
            resolve(reading.result?.state.draft.rows.length ?? 0)
            opening.result.close()
          }
        }
      }),
  )
}

type Row = {
  id: string
  text: string
  sectionId: string
  speaker: string | null
  imagePrompt: string
  castIds: string[]
  currentTakeId: string | null
}

/** The board of the page's project, in its order. */
async function readBoard(page: Page): Promise<{ projectId: string; rows: Row[]; texts: string[] }> {
  const projectId = /projects\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? ''
  const board = await (await page.request.get(`/api/v1/projects/${projectId}/board`)).json()
  // Safe: the route answers with a board.
  const { sections, sentences } = board as { sections: { id: string }[]; sentences: Row[] }
  const rows = sections.flatMap(({ id }) => sentences.filter(({ sectionId }) => sectionId === id))
  return { projectId, rows, texts: rows.map(({ text }) => text) }
}

async function readRow(page: Page, id = ''): Promise<Row> {
  // Safe: the route answers with a sentence.
  return (await (await page.request.get(`/api/v1/sentences/${id}`)).json()) as Row
}
