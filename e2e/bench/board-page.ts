import type { Page } from 'playwright'

declare global {
  interface Window {
    /** Between two frames, while they are counted. */
    frameTimes?: number[]
    /** From each key to the frame after the one that shows it. */
    keyPaints?: number[]
  }
}

/** Writes down how far apart frames are, until the function it gives back is called. */
export async function countFrames(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const times: number[] = []
    window.frameTimes = times
    let before = performance.now()
    const tick = (now: number) => {
      if (window.frameTimes !== times) return
      times.push(now - before)
      before = now
      requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
  })
  return async () =>
    await page.evaluate(() => {
      const times = window.frameTimes ?? []
      delete window.frameTimes
      return times.slice(1)
    })
}

export async function countRows(page: Page): Promise<number> {
  return await page.evaluate(() => document.querySelectorAll('[data-sentence]').length)
}

/** Writes down, for each key from now on, how long it takes until it is painted. */
export async function keyToPaint(page: Page): Promise<void> {
  await page.evaluate(() => {
    const paints: number[] = []
    window.keyPaints = paints
    document.addEventListener(
      'keypress',
      ({ timeStamp }) => {
        // The frame in which it is drawn, and a message behind it: that comes when the frame is done.
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel()
          port1.onmessage = () => paints.push(performance.now() - timeStamp)
          port2.postMessage(undefined)
        })
      },
      { capture: true },
    )
  })
}
