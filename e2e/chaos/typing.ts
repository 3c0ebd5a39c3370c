import { type Browser, chromium, type Page } from 'playwright/test'
import { type BoardScreen, createProject, openBoard } from '../fixtures/board.ts'
import { browserArgs, ensureBrowser } from '../fixtures/browser.ts'
import { findFreePort, type Instance, startInstance } from '../fixtures/instance.ts'
import { createRandom, type Random } from './random.ts'

const victims = ['web', 'worker', 'postgres', 'supervisor', 'everything'] as const
type Victim = (typeof victims)[number]

const sentencesARound = 12
const settleMs = 60_000

export type Typed = { rounds: number; killed: Record<Victim, number>; sentences: number }

/**
 * Someone types, edits and moves sentences while processes are killed at random moments. After each round, what the page
 * shows as saved must be what a new visitor is served, in the same order. Throws with the seed when something is missing.
 */
export async function typeThroughKills(input: {
  seed: number
  rounds: number
  log: (line: string) => void
}): Promise<Typed> {
  const { seed, rounds, log } = input
  const random = createRandom(seed)
  const port = String(await findFreePort())
  const first = await startInstance({ env: { PORT: port } })
  const running: { instance: Instance } = { instance: first }
  const restart = async () => {
    running.instance = await startInstance({ env: { PORT: port }, dataDir: first.dataDir })
  }
  const browser = await chromium.launch({ executablePath: ensureBrowser(log), args: browserArgs() })
  const killed: Typed['killed'] = { web: 0, worker: 0, postgres: 0, supervisor: 0, everything: 0 }
  try {
    const page = await (await browser.newContext({ baseURL: first.url })).newPage()
    const board = await createProject(page, `Chaos ${seed}`)
    const killedSinceStart: Victim[] = []
    for (let round = 0; round < rounds; round++) {
      const victim = spare(random.pick(victims), killedSinceStart)
      const killAt = random.below(sentencesARound)
      for (let i = 0; i < sentencesARound; i++) {
        if (i === killAt) await kill(victim, { instance: running.instance, restart })
        await act(board, { random, text: `Round ${round}, sentence ${i}, after ${victim}.` })
      }
      killed[victim]++
      await waitUntilSaved(page)
      await compare(browser, { page, board, seed, round })
      log(`Round ${round + 1} of ${rounds}: ${victim} killed, ${(await board.texts()).length} sentences, none lost`)
    }
    return { rounds, killed, sentences: (await board.texts()).length }
  } finally {
    await browser.close()
    await running.instance.stop()
    // The folder is the first instance's own; by now its process is long gone, so this only tidies up.
    await first.stop()
  }
}

/** A third quick end of one process stops the whole instance, as it should; the supervisor, killed instead, begins anew. */
function spare(victim: Victim, killedSinceStart: Victim[]): Victim {
  const strikes = killedSinceStart.filter((name) => name === victim).length
  const spared = strikes < 2 ? victim : 'supervisor'
  if (spared === 'supervisor' || spared === 'everything') killedSinceStart.length = 0
  else killedSinceStart.push(spared)
  return spared
}

type Running = { instance: Instance; restart(): Promise<void> }

async function kill(victim: Victim, { instance, restart }: Running): Promise<void> {
  if (victim === 'everything') {
    await instance.kill()
    return await restart()
  }
  const pids = await instance.pids()
  process.kill(pids[victim], 'SIGKILL')
  if (victim !== 'supervisor') return
  await instance.exited
  await restart()
}

async function act(board: BoardScreen, { random, text }: { random: Random; text: string }): Promise<void> {
  const count = (await board.texts()).length
  const choice = random.below(10)
  if (choice < 7 || count < 2) {
    await board.composer.fill(text)
    await board.composer.press('Enter')
  } else if (choice < 9) {
    await board.sentence(1 + random.below(count)).fill(text)
  } else {
    await board.sentence(2 + random.below(count - 1)).press('Alt+ArrowUp')
  }
}

async function waitUntilSaved(page: Page): Promise<void> {
  const state = page.locator('[data-save-status]')
  await page
    .locator('[data-save-status="saved"]')
    .waitFor({ timeout: settleMs })
    .catch(async () => {
      const kept = await page.evaluate(() => JSON.stringify(localStorage))
      const notices = await page.getByRole('status').or(page.getByRole('alert')).allInnerTexts()
      const status = await state.getAttribute('data-save-status').catch(() => 'not on the page')
      throw new Error(
        `The page did not save within a minute: ${status}. It says: ${notices.join(' | ')}. Kept: ${kept}`,
      )
    })
}

type Comparison = { page: Page; board: BoardScreen; seed: number; round: number }

async function compare(browser: Browser, { page, board, seed, round }: Comparison): Promise<void> {
  const shown = await board.texts()
  const context = await browser.newContext()
  const served = await (await openBoard(await context.newPage(), page.url())).texts()
  await context.close()
  if (JSON.stringify(shown) === JSON.stringify(served)) return
  const missing = shown.filter((text) => !served.includes(text))
  throw new Error(
    `Seed ${seed}, round ${round}: the page shows ${shown.length} sentences as saved, a visitor is served ${served.length}. Missing: ${missing.join(' | ') || 'none, but the order differs'}`,
  )
}
