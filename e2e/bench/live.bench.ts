import { type Browser, chromium, type Page } from 'playwright/test'
import { createProject, openBoard } from '../fixtures/board.ts'
import { browserArgs, ensureBrowser } from '../fixtures/browser.ts'
import { startInstance } from '../fixtures/instance.ts'
import { startLiveFloor } from './live-floor.ts'
import type { Series } from './stats.ts'

const warmUps = 8
const runs = 60

export const title = 'From Enter in one browser to the sentence painted in another, milliseconds'
export const floor = 'floor'

/** The floor is the least that has to happen: one insert and notify, one event over Socket.IO, one line of text painted. */
export async function run(log: (line: string) => void): Promise<Series[]> {
  const executablePath = ensureBrowser(log)
  const stops: (() => Promise<unknown>)[] = []
  try {
    const instance = await startInstance()
    stops.unshift(instance.stop)
    const browser = await chromium.launch({ executablePath, args: browserArgs() })
    stops.unshift(() => browser.close())
    const bare = await startLiveFloor(instance.dataDir)
    stops.unshift(bare.stop)
    const ours = await openPair(
      browser,
      async (page) => {
        await createProject(page, 'Bench')
        return page.url()
      },
      instance.url,
    )
    const theirs = await openPair(browser, async () => bare.url, bare.url)
    const samples: Record<'ours' | 'floor', number[]> = { ours: [], floor: [] }
    for (let i = 0; i < warmUps + runs; i++) {
      const [a, b] = [
        await measure(ours, `Sentence ${i} of the bench.`),
        await measure(theirs, `Line ${i} of the floor.`),
      ]
      if (i < warmUps) continue
      samples.ours.push(a)
      samples.floor.push(b)
    }
    const own = samples.ours.map((value, index) => value - (samples.floor[index] ?? 0))
    return [
      { name: 'floor', samples: samples.floor },
      { name: 'ours', samples: samples.ours },
      { name: 'ours less floor', samples: own },
    ]
  } finally {
    for (const stop of stops) await stop()
  }
}

type Pair = { sender: Page; receiver: Page }

async function openPair(browser: Browser, prepare: (page: Page) => Promise<string>, baseURL: string): Promise<Pair> {
  const [first, second] = await Promise.all([browser.newContext({ baseURL }), browser.newContext({ baseURL })])
  const [sender, receiver] = [await first.newPage(), await second.newPage()]
  const url = await prepare(sender)
  if (sender.url() !== url) await sender.goto(url)
  if (url.includes('/projects/')) await openBoard(receiver, url)
  else await receiver.goto(url)
  return { sender, receiver }
}

/** Both pages tell the time of one machine: the origin of their clock and what has passed since. */
async function measure({ sender, receiver }: Pair, text: string): Promise<number> {
  const painted = receiver.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        const isThere = () =>
          [...document.querySelectorAll('textarea, p')].some((element) =>
            ('value' in element ? String(element.value) : element.textContent)?.includes(wanted),
          )
        const look = () => {
          if (!isThere()) return void requestAnimationFrame(look)
          // The frame that has just been found holds the text; a task after it runs when that frame is painted.
          const channel = new MessageChannel()
          channel.port1.onmessage = () => resolve(performance.timeOrigin + performance.now())
          channel.port2.postMessage(null)
        }
        look()
      }),
    text,
  )
  const field = sender.getByRole('textbox', { name: /^New sentence|^Line/ }).first()
  await field.fill(text)
  const sent = await field.evaluate(
    (element) =>
      new Promise<number>((resolve) => {
        element.addEventListener('keydown', (event) => resolve(performance.timeOrigin + event.timeStamp), {
          once: true,
        })
        element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
      }),
  )
  return (await painted) - sent
}
