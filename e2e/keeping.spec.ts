import { expect, type Page } from 'playwright/test'
import { createProject, openBoard } from './fixtures/board.ts'
import { removeForGood } from './fixtures/remove-for-good.ts'
import { test } from './fixtures/test.ts'
import { reload } from './fixtures/visit.ts'

// What a person has typed is never lost: not to others, not to a lost line, not to a reload.

test('what was typed a moment before leaving the page is saved', async ({ page }) => {
  const board = await createProject(page, 'Leaving')
  await board.add('Before.')
  await board.sentence(1).fill('After.')
  await page.getByRole('link', { name: 'System' }).click()
  await expect(page.getByRole('heading', { name: 'System' })).toBeVisible()
  await page.goBack()
  await board.expectTexts(['After.'])
  await board.expectSaved()
})

test('an emptied sentence is not saved, and Escape brings it back', async ({ page }) => {
  const board = await createProject(page, 'Empty')
  await board.add('Something.')
  await board.sentence(1).fill('')
  await expect(page.getByText('A sentence cannot be empty.')).toBeVisible()
  await board.sentence(1).press('Escape')
  await expect(board.sentence(1)).toHaveValue('Something.')
  await board.expectSaved()
  await page.reload()
  await board.expectTexts(['Something.'])
})

test('two people at the same words: both texts are shown and one chooses', async ({
  page,
  openBrowser,
  complaints,
}) => {
  const mine = await createProject(page, 'Conflict')
  await mine.add('The door is red.')
  await mine.expectSaved()
  const other = await openBrowser()
  const theirs = await openBoard(other, page.url())

  complaints.allow(/ERR_INTERNET_DISCONNECTED/)
  // Mine is typed but cannot be sent yet; theirs is saved meanwhile.
  await page.context().setOffline(true)
  await mine.sentence(1).fill('The door is blue.')
  await mine.sentence(1).blur()
  await theirs.sentence(1).fill('The door is green.')
  await theirs.expectSaved()
  await page.context().setOffline(false)

  const notice = page.getByRole('alert').filter({ hasText: 'changed the same words of this sentence' })
  await expect(notice).toContainText('The door is green.')
  await expect(page.locator('[data-save-status="undecided"]')).toBeVisible()
  // One's own words stay, and typing goes on in them, over a reload too.
  await expect(mine.sentence(1)).toHaveValue('The door is blue.')
  await mine.sentence(1).press('End')
  await page.keyboard.type(' Wide open.')
  await reload(page)
  await expect(mine.sentence(1)).toHaveValue('The door is blue. Wide open.')
  await expect(theirs.sentence(1)).toHaveValue('The door is green.')
  await page.getByRole('button', { name: 'Keep mine' }).click()
  await expect(theirs.sentence(1)).toHaveValue('The door is blue. Wide open.')
  await expect(notice).toBeHidden()
  await mine.expectSaved()
})

test('two people at different words: both are kept, and the caret stays where it is', async ({ page, openBrowser }) => {
  const mine = await createProject(page, 'Together')
  await mine.add('The door is red.')
  await mine.expectSaved()
  const theirs = await openBoard(await openBrowser(), page.url())
  await mine.sentence(1).focus()
  await page.keyboard.press('End')
  await page.keyboard.type(' It rai')
  // Not filled in anew: that would take out what has come of the first one's words by then.
  await theirs.sentence(1).focus()
  await theirs.page.keyboard.press('Home')
  for (let step = 0; step < 'The '.length; step++) await theirs.page.keyboard.press('ArrowRight')
  await theirs.page.keyboard.type('old ')
  await expect(mine.sentence(1)).toHaveValue('The old door is red. It rai')
  await page.keyboard.type('ns.')
  await mine.expectTexts(['The old door is red. It rains.'])
  await theirs.expectTexts(['The old door is red. It rains.'])
  await page.keyboard.press('Control+z')
  await theirs.expectTexts(['The old door is red.'])
})

test('an act is not taken back when somebody else changed the thing since', async ({ page, openBrowser }) => {
  const mine = await createProject(page, 'Not taken back')
  await mine.add('The door is red.')
  await mine.expectSaved()
  const theirs = await openBoard(await openBrowser(), page.url())
  await mine.sentence(1).fill('The door is blue.')
  await theirs.expectTexts(['The door is blue.'])
  await theirs.sentence(1).fill('The door is green.')
  await mine.expectTexts(['The door is green.'])
  await page.getByRole('button', { name: 'Undo (Ctrl Z)' }).click()
  await expect(page.getByText('Not taken back: editing a sentence', { exact: true })).toBeVisible()
  await mine.expectTexts(['The door is green.'])
})

test('what was done before a reload can be taken back after it, and done again', async ({ page }) => {
  const board = await createProject(page, 'Back and forth')
  await board.add('The first.')
  await board.add('The second.')
  await board.sentence(2).fill('The second, later.')
  await board.openMenu('More for sentence 1')
  await board.choose('Delete')
  await board.expectTexts(['The second, later.'])
  await reload(page)
  await page.getByRole('button', { name: 'Undo (Ctrl Z)' }).click()
  await board.expectTexts(['The first.', 'The second, later.'])
  await page.getByRole('button', { name: 'Undo (Ctrl Z)' }).click()
  await board.expectTexts(['The first.', 'The second.'])
  await reload(page)
  await page.getByRole('button', { name: 'Redo (Ctrl Shift Z)' }).click()
  await board.expectTexts(['The first.', 'The second, later.'])
  await board.expectSaved()
})

test('what a tab could not send before it crashed is sent by the next one', async ({ page, complaints }) => {
  complaints.allow(/ERR_FAILED/)
  const board = await createProject(page, 'Crashed')
  await board.add('Safe.')
  await board.expectSaved()
  await page.route(/projects/, (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()))
  await board.sentence(1).fill('Safe and sound.')
  await expect(page.locator('[data-save-status="offline"]')).toBeVisible()
  // The tab ends with nothing asked and nothing said, as in a crash; the browser goes on.
  const context = page.context()
  await page.close()
  const next = await context.newPage()
  const again = await openBoard(next, page.url())
  await again.expectTexts(['Safe and sound.'])
  await again.expectSaved()
})

test('words for a sentence that is gone for good are offered', async ({ page, instance, complaints }) => {
  complaints.allow(/404/, /ERR_INTERNET_DISCONNECTED/, /WebSocket/)
  const board = await createProject(page, 'Gone for good')
  await board.add('One.')
  await board.add('Two.')
  await board.expectSaved()
  const id = await page.locator('[data-sentence]').nth(1).getAttribute('data-sentence')
  await page.context().setOffline(true)
  await board.sentence(2).fill('Two, and more.')
  await removeForGood(instance, id ?? '')
  await page.context().setOffline(false)
  const words = page.getByRole('region', { name: 'Words that could not be saved' })
  await expect(words).toContainText('Two, and more.')
  await words.getByRole('button', { name: 'Put in a new sentence' }).click()
  await expect(words).toBeHidden()
  await expect.poll(() => board.texts()).toContain('Two, and more.')
  await board.expectSaved()
})

test('what is done without a line is kept, and sent when it is back', async ({ page, openBrowser, complaints }) => {
  complaints.allow(/ERR_INTERNET_DISCONNECTED/, /WebSocket/)
  const board = await createProject(page, 'Offline')
  await board.add('Online.')
  await board.expectSaved()
  await page.context().setOffline(true)
  await board.add('Written in a tunnel.')
  await board.sentence(1).fill('Online, then not.')
  await board.sentence(1).blur()
  await expect(page.locator('[data-save-status="offline"]')).toBeVisible()
  await page.context().setOffline(false)
  await board.expectSaved()
  const other = await openBoard(await openBrowser(), page.url())
  await other.expectTexts(['Online, then not.', 'Written in a tunnel.'])
})

test('what was not sent when the tab was reloaded is sent by the new page', async ({
  page,
  openBrowser,
  complaints,
}) => {
  complaints.allow(/ERR_FAILED/)
  const board = await createProject(page, 'Reloaded in time')
  await board.add('Safe.')
  await board.expectSaved()
  const isAction = (url: URL) => url.pathname.startsWith('/projects/')
  await page.route(isAction, async (route) => {
    if (route.request().method() === 'POST') await route.abort()
    else await route.continue()
  })
  await board.add('Not sent yet.')
  await board.composer.fill('Not even entered.')
  await page.reload()
  await board.expectTexts(['Safe.', 'Not sent yet.', 'Not even entered.'])
  await page.unroute(isAction)
  await board.expectSaved()
  await (await openBoard(await openBrowser(), page.url())).expectTexts(['Safe.', 'Not sent yet.', 'Not even entered.'])
})

test('who types in a sentence that someone deletes keeps it, and decides', async ({ page, openBrowser }) => {
  const mine = await createProject(page, 'Deleted beneath')
  await mine.add('Kept in hand.')
  await mine.expectSaved()
  const theirs = await openBoard(await openBrowser(), page.url())
  await mine.sentence(1).focus()
  await theirs.openMenu('More for sentence 1')
  await theirs.choose('Delete')
  await expect(page.getByText('The sentence was deleted meanwhile.', { exact: true })).toBeVisible()
  await expect(mine.sentence(1)).toBeFocused()
  await page.keyboard.press('End')
  await page.keyboard.type(' Still.')
  await page.getByRole('button', { name: 'Bring it back' }).click()
  await theirs.expectTexts(['Kept in hand. Still.'])
  await expect(page.getByRole('button', { name: 'Bring it back' })).toBeHidden()
})

test('a pasted line that is too long is named, and nothing of the paste is lost', async ({ page }) => {
  const board = await createProject(page, 'Too long')
  await board.paste(`Short.\n${'x'.repeat(5_001)}\nShort again.`)
  await expect(page.getByText('Line 2 has 5,001 characters.')).toBeVisible()
  await expect(board.composer).toHaveValue(/^Short\.\nx+\nShort again\.$/)
  await board.expectTexts([])
})

test('a thousand and one pasted lines all arrive, as one act', async ({ page, openBrowser }) => {
  const board = await createProject(page, 'Long paste')
  const lines = Array.from({ length: 1_001 }, (_, index) => `Line ${index + 1}.`)
  await board.paste(lines.join('\n'))
  await expect(page.getByText('1,001 sentences')).toBeVisible()
  await board.expectSaved()
  // A page shows a window of them; the server has all.
  expect(await readTexts(page)).toEqual(lines)
  const theirs = await openBoard(await openBrowser(), page.url())
  await expect(theirs.page.getByText('1,001 sentences')).toBeVisible()
  await page.getByRole('button', { name: 'Undo (Ctrl Z)' }).click()
  await board.expectTexts([])
})

async function readTexts(page: Page): Promise<string[]> {
  const texts: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const projectId = new URL(page.url()).pathname.split('/').at(-1)
    const answer = await page.request.get(
      `/api/v1/projects/${projectId}/sentences?limit=200${cursor && `&cursor=${cursor}`}`,
    )
    // Safe as far as the route says what it gives.
    const body = (await answer.json()) as { items: { text: string }[]; nextCursor: string | null }
    texts.push(...body.items.map(({ text }) => text))
    cursor = body.nextCursor
  }
  return texts
}

test('an input method is not interrupted by what others write', async ({ page, openBrowser }) => {
  const mine = await createProject(page, 'Composed')
  await mine.add('The door opens.')
  await mine.expectSaved()
  const theirs = await openBoard(await openBrowser(), page.url())
  await mine.sentence(1).focus()
  await page.keyboard.press('End')
  const keyboard = await page.context().newCDPSession(page)
  await keyboard.send('Input.imeSetComposition', { text: 'ど', selectionStart: 1, selectionEnd: 1 })
  await theirs.sentence(1).fill('The old door opens.')
  await theirs.expectSaved()
  // What they wrote is here, and waits for the composition to end.
  await expect(page.locator('[data-text="The old door opens.ど"]')).toBeAttached()
  await expect(mine.sentence(1)).toHaveValue('The door opens.ど')
  await keyboard.send('Input.imeSetComposition', { text: 'どあ', selectionStart: 2, selectionEnd: 2 })
  await keyboard.send('Input.insertText', { text: 'ドア' })
  await mine.expectTexts(['The old door opens.ドア'])
  await page.keyboard.type('!')
  await theirs.expectTexts(['The old door opens.ドア!'])
})
