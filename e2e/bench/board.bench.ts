import { pino } from 'pino'
import { type Browser, type CDPSession, chromium, type Page } from 'playwright'
import { systemClock } from '#lib/runtime/clock.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import { createDb } from '#lib/runtime/db.ts'
import { createProject } from '#lib/storyboard/project-commands.ts'
import { readBoard } from '#lib/storyboard/queries.ts'
import { ensureOwner } from '#lib/team/owner.ts'
import { browserArgs, ensureBrowser } from '../fixtures/browser.ts'
import { databaseUrlOf } from '../fixtures/database-url.ts'
import { startInstance } from '../fixtures/instance.ts'
import { addScript, addTakes } from './board-fill.ts'
import { countFrames, countRows, keyToPaint } from './board-page.ts'
import type { Series } from './stats.ts'

const sentenceCount = 10_000
const reads = 15
const openings = 5
const keys = 40
const mostRows = 300

export const title =
  'The board of 10,000 sentences in a browser that draws without a GPU: milliseconds, unless the name says otherwise'

/** Opens, scrolls and types in a long board as a person does. */
export async function run(log: (line: string) => void): Promise<Series[]> {
  const instance = await startInstance()
  const db = createDb(await databaseUrlOf(instance.dataDir))
  const browser = await chromium.launch({
    args: [...browserArgs(), '--enable-precise-memory-info'],
    executablePath: ensureBrowser(log),
  })
  try {
    const { personId, teamId } = await ensureOwner(db)
    const ctx: Ctx = {
      ...{ db, clock: systemClock, log: pino({ level: 'silent' }), filesRoot: 'data/' },
      actor: { personId },
    }
    const { id: projectId } = await createProject(ctx, { teamId, name: 'Bench' })
    const ids = await addScript(ctx, { projectId, count: sentenceCount })
    log('Making a take for each.')
    await addTakes(ctx, { projectId, ids })
    const reading = await repeat(reads, async () => {
      const startedAt = performance.now()
      await readBoard(ctx, { projectId })
      return performance.now() - startedAt
    })
    const url = `${instance.url}/projects/${projectId}`
    return [{ name: 'server reads the board', samples: reading }, ...(await useBoard(browser, url, log))]
  } finally {
    await browser.close()
    await db.$disconnect()
    await instance.stop()
  }
}

async function useBoard(browser: Browser, url: string, log: (line: string) => void): Promise<Series[]> {
  const answers: number[] = []
  const painted: number[] = []
  const alive: number[] = []
  for (let i = 0; i <= openings; i++) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    const times = await open(page, url)
    // The first one wakes the server up.
    if (i > 0) {
      answers.push(times.answer)
      painted.push(times.painted)
      alive.push(times.alive)
    }
    if (i < openings) {
      await page.close()
      continue
    }
    const session = await page.context().newCDPSession(page)
    const frames = await scroll(page, session)
    const rowCounts = frames.rows
    if (Math.max(...rowCounts) > mostRows) log(`${Math.max(...rowCounts)} rows were on the page at once.`)
    await page.evaluate(() => window.scrollTo(0, 0))
    const typing = await type(page, session)
    const memory = await memoryMb(session)
    return [
      { name: 'first byte of the page', samples: answers },
      { name: 'first rows painted', samples: painted },
      { name: 'rows can be typed in', samples: alive },
      { name: 'frame while scrolling', samples: frames.frames },
      { name: 'frame while scrolling an empty page', samples: await scrollEmpty(browser) },
      { name: 'key to paint', samples: typing },
      { name: 'rows on the page (count)', samples: rowCounts },
      { name: 'memory of the tab, JavaScript (MB)', samples: [memory] },
    ]
  }
  return []
}

async function open(page: Page, url: string) {
  const startedAt = Date.now()
  await page.goto(url, { waitUntil: 'commit' })
  await page.waitForSelector('[data-sentence]', { state: 'visible', timeout: 120_000 })
  const painted = Date.now() - startedAt
  // A key counts once the page has come alive.
  await page.waitForFunction(() => {
    const field = document.querySelector('[data-sentence] textarea')
    return field !== null && Object.keys(field).some((key) => key.startsWith('__reactProps'))
  })
  const alive = Date.now() - startedAt
  const answer = await page.evaluate(() => {
    const [entry] = performance.getEntriesByType('navigation')
    return entry instanceof PerformanceNavigationTiming ? entry.responseStart : 0
  })
  return { painted, alive, answer }
}

/** With the wheel through some thousand rows, then in leaps over all of them. */
async function scroll(page: Page, session: CDPSession) {
  const rows: number[] = []
  const stop = await countFrames(page)
  for (let i = 0; i < 120; i++) {
    await session.send('Input.dispatchMouseEvent', { type: 'mouseWheel', x: 700, y: 500, deltaX: 0, deltaY: 240 })
    rows.push(await countRows(page))
  }
  const frames = await stop()
  for (const part of [0.25, 0.5, 0.75, 1, 0]) {
    await page.evaluate((share) => window.scrollTo(0, share * document.documentElement.scrollHeight), part)
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
    rows.push(await countRows(page))
  }
  return { frames, rows }
}

/** What the browser itself needs for it here. */
async function scrollEmpty(browser: Browser): Promise<number[]> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.setContent('<body style="height:100000px;background:linear-gradient(red,blue)">')
  const session = await page.context().newCDPSession(page)
  const stop = await countFrames(page)
  for (let i = 0; i < 60; i++) {
    await session.send('Input.dispatchMouseEvent', { type: 'mouseWheel', x: 700, y: 500, deltaX: 0, deltaY: 240 })
    await countRows(page)
  }
  const frames = await stop()
  await page.close()
  return frames
}

async function type(page: Page, session: CDPSession): Promise<number[]> {
  await page.locator('[data-sentence] textarea').first().click()
  await keyToPaint(page)
  for (let i = 0; i < keys; i++) {
    const text = String.fromCharCode(97 + (i % 26))
    await session.send('Input.dispatchKeyEvent', { type: 'char', text })
    await page.waitForFunction((count) => window.keyPaints?.length === count, i + 1)
  }
  return await page.evaluate(() => window.keyPaints ?? [])
}

async function memoryMb(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  return usedSize / 1024 / 1024
}

async function repeat(count: number, work: () => Promise<number>): Promise<number[]> {
  const samples: number[] = []
  for (let i = -2; i < count; i++) {
    const sample = await work()
    if (i >= 0) samples.push(sample)
  }
  return samples
}
