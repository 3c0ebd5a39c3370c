import { chromium, expect, type Page } from 'playwright/test'
import type { Board } from '#lib/storyboard/model.ts'
import { createProject, openBoard } from '../fixtures/board.ts'
import { browserArgs, ensureBrowser } from '../fixtures/browser.ts'
import { startInstance } from '../fixtures/instance.ts'
import { createRandom, type Random } from './random.ts'

/** Two people in one prompt, and in those beside it. */
type Pair = {
  /** Each on the board, in a browser of their own. */
  pages: readonly [Page, Page]
  projectId: string
  seed: number
  seconds: number
  log(line: string): void
}

type PairResult = {
  words: number
  /** Replaced by the one while the other changed the same words, and shown to both. */
  chosen: number
  /** How the prompts ended. */
  prompts: string[]
}

/** The second prompt is the one both are in most of the time. */
const prompts = [
  'A red lighthouse stands at night',
  'A small boat with two people rows over a black sea',
  'Dawn over the harbour',
]
/** In the second prompt: it stays until both have put something else in its place. */
const contested = 'people'
const settleMs = 60_000

/**
 * Two people write words of their own into the same prompts; in the middle the second one loses the line, reloads without it, and
 * gets it back. Both end with the same prompts, and every word that was written is in them, or was offered to choose. Throws with
 * the seed when that is not so.
 */
export async function writeAsPair({ pages, projectId, seed, seconds, log }: Pair): Promise<PairResult> {
  const random = createRandom(seed)
  const [first, second] = pages
  for (const [index, text] of prompts.entries()) {
    await fieldOf(first, index).fill(text)
    await fieldOf(first, index).blur()
  }
  await saved(first)
  await expect(fieldOf(second, prompts.length - 1)).toHaveValue(prompts.at(-1) ?? '', { timeout: settleMs })
  const offered = new Set<string>()
  let chosen = 0
  const written = [new Set<string>(), new Set<string>()] as const
  const write = async (who: 0 | 1, until: number) => {
    const page = pages[who]
    while (Date.now() < until) {
      await writeWord(page, { random, word: nextWord(who, written[who]) })
      chosen += await chooseAll(page, { random, offered })
    }
  }
  const part = (seconds * 1_000) / 3
  await Promise.all([write(0, Date.now() + part), write(1, Date.now() + part)])
  await second.context().setOffline(true)
  // What no merge can decide: the one word in two ways.
  for (const who of [0, 1] as const) {
    const word = nextWord(who, written[who])
    await replaceWord(pages[who], contested, word)
  }
  log(`${written[0].size + written[1].size} words; the second one is offline now`)
  await Promise.all([write(0, Date.now() + part), write(1, Date.now() + part)])
  const url = second.url()
  // There is nothing to show then, which is what counts: the memory of the page is gone.
  await second.reload().catch(() => undefined)
  log(`${written[0].size + written[1].size} words; reloaded offline, and online again`)
  await second.context().setOffline(false)
  await second.goto(url)
  await expect(fieldOf(second, 1)).toBeVisible({ timeout: settleMs })
  await Promise.all([write(0, Date.now() + part), write(1, Date.now() + part)])
  for (const page of pages) chosen += await settle(page, { random, offered })
  const served = await readServed(first, projectId)
  const words = [...written[0], ...written[1]]
  const lost = words.filter((word) => !offered.has(word) && !has(served, word))
  if (lost.length > 0) throw new Error(`Seed ${seed}: lost ${lost.join(', ')}. There is: ${served.join(' | ')}`)
  for (const page of pages) {
    await expect
      .poll(() => readPrompts(page), { message: `Seed ${seed}: both see the same`, timeout: settleMs })
      .toEqual(served)
  }
  return { words: words.length, chosen, prompts: served }
}

function fieldOf(page: Page, index: number) {
  return page.getByRole('textbox', { name: `Prompt ${index + 1}`, exact: true })
}

/** The field, brought into what is drawn: a long prompt beside it may have pushed it out. */
async function reach(page: Page, index: number) {
  const field = fieldOf(page, index)
  if ((await field.count()) === 0) {
    await page.evaluate((isFirst) => window.scrollTo(0, isFirst ? 0 : document.body.scrollHeight), index === 0)
  }
  return field
}

function nextWord(who: 0 | 1, written: Set<string>): string {
  // Of one length: none is a part of another.
  const word = `${who === 0 ? 'ada' : 'ben'}${String(written.size).padStart(3, '0')}`
  written.add(word)
  return word
}

async function replaceWord(page: Page, old: string, word: string): Promise<void> {
  const field = fieldOf(page, 1)
  await field.focus()
  await field.evaluate((element, wanted) => {
    if (!(element instanceof HTMLTextAreaElement)) return
    const start = element.value.indexOf(wanted)
    if (start >= 0) element.setSelectionRange(start, start + wanted.length)
  }, old)
  await page.keyboard.type(word, { delay: 15 })
}

/** Mostly puts a word in somewhere, sometimes in place of another one. */
async function writeWord(page: Page, { random, word }: { random: Random; word: string }): Promise<void> {
  const field = await reach(page, random.below(10) < 7 ? 1 : random.pick([0, 2]))
  await field.focus()
  const at = random.below(1_000_000)
  const isInPlace = random.below(12) === 0
  await field.evaluate(
    (element, choice) => {
      if (!(element instanceof HTMLTextAreaElement)) return
      const words = [...element.value.matchAll(/\S+/g)]
      const found = words[choice.at % (words.length + 1)]
      // Only what was there to begin with is replaced: words that one of them wrote have to stay.
      const isReplaced = choice.isInPlace && found && found[0] !== choice.contested && !/^(ada|ben)\d/.test(found[0])
      const start = found?.index ?? element.value.length
      element.setSelectionRange(start, isReplaced ? start + found[0].length : start)
    },
    { at, isInPlace, contested },
  )
  const isAtEnd = await field.evaluate(
    (element) => element instanceof HTMLTextAreaElement && element.selectionStart === element.value.length,
  )
  const hasSelection = await field.evaluate(
    (element) => element instanceof HTMLTextAreaElement && element.selectionStart !== element.selectionEnd,
  )
  await page.keyboard.type(hasSelection ? word : isAtEnd ? ` ${word}` : `${word} `, { delay: 15 })
}

type Choosing = { random: Random; offered: Set<string> }

/** What cannot be put together by itself is shown with both texts. A person may take any of the three. */
async function chooseAll(page: Page, { random, offered }: Choosing): Promise<number> {
  let count = 0
  const notices = page.getByRole('alert').filter({ hasText: 'changed the same words' })
  while ((await notices.count()) > 0) {
    const notice = notices.first()
    const text = (await notice.textContent()) ?? ''
    for (const [word] of text.matchAll(/\b(ada|ben)\d+/g)) offered.add(word)
    await notice
      .getByRole('button', { name: random.pick(['Keep mine', 'Use theirs', 'Keep both', 'Keep both']) })
      .click()
    count++
  }
  return count
}

async function settle(page: Page, choosing: Choosing): Promise<number> {
  await page.locator('body').click({ position: { x: 2, y: 2 } })
  let count = 0
  await expect
    .poll(
      async () => {
        count += await chooseAll(page, choosing)
        return await page.locator('[data-save-status="saved"]').count()
      },
      { timeout: settleMs },
    )
    .toBe(1)
  return count
}

async function saved(page: Page): Promise<void> {
  await expect(page.locator('[data-save-status="saved"]')).toBeVisible({ timeout: settleMs })
}

async function readPrompts(page: Page): Promise<string[]> {
  const read: string[] = []
  for (const index of prompts.keys()) read.push(await (await reach(page, index)).inputValue())
  return read
}

async function readServed(page: Page, projectId: string): Promise<string[]> {
  const response = await page.request.get(`/api/v1/projects/${projectId}/board`)
  // Safe: the route answers with a board.
  const board = (await response.json()) as Board
  return board.sentences.map((row) => row.imagePrompt)
}

function has(texts: readonly string[], word: string): boolean {
  return texts.some((text) => text.includes(word))
}

/** The same on an instance and in browsers of its own. */
export async function runPair({ seed, seconds, log }: Pick<Pair, 'seed' | 'seconds' | 'log'>): Promise<PairResult> {
  const instance = await startInstance()
  const browser = await chromium.launch({ executablePath: ensureBrowser(log), args: browserArgs() })
  try {
    const open = async () => await (await browser.newContext({ baseURL: instance.url })).newPage()
    return await writeAsPair({ ...(await openPair(open, `Pair ${seed}`)), seed, seconds, log })
  } finally {
    await browser.close()
    await instance.stop()
  }
}

/** A project of three sentences that both have open. */
export async function openPair(open: () => Promise<Page>, name: string): Promise<Pick<Pair, 'pages' | 'projectId'>> {
  const [first, second] = [await open(), await open()]
  const board = await createProject(first, name)
  for (const text of ['Night falls.', 'They row.', 'They arrive.']) await board.add(text)
  await board.expectSaved()
  await openBoard(second, first.url())
  const projectId = new URL(first.url()).pathname.split('/').at(-1) ?? ''
  return { pages: [first, second], projectId }
}
