import { type BrowserContext, expect, test } from 'playwright/test'
import { createComplaints } from './fixtures/complaints.ts'
import { expectAccessible, expectNoLayoutShift, recordLayoutShifts } from './fixtures/page-quality.ts'

// What every other spec leans on. Playwright's own test is used, because ours would fail here as it should.

const origin = 'http://house.test'

async function serve(context: BrowserContext, html: string): Promise<void> {
  const page = `<!doctype html><html lang="en"><head><title>House</title></head><body><main>${html}</main></body></html>`
  await context.route(`${origin}/**`, async (route) => {
    const { pathname } = new URL(route.request().url())
    if (pathname === '/cut') return await route.abort('connectionreset')
    if (pathname === '/missing') return await route.fulfill({ status: 404 })
    await route.fulfill({ contentType: 'text/html', body: page })
  })
}

const complaining: [what: string, script: string, complaint: RegExp][] = [
  ['a console error', `console.error('broken pipe')`, /^console error: broken pipe/],
  ['a console warning', `console.warn('leaking tap')`, /^console warning: leaking tap/],
  ['an exception', `setTimeout(() => { throw new Error('fell over') })`, /^exception: Error: fell over/],
  ['a rejection', `Promise.reject(new Error('let down'))`, /^exception: Error: let down/],
  ['a cut line', `fetch('/cut').catch(() => {})`, /^request: GET .*\/cut net::ERR_CONNECTION_RESET/],
  ['an answer that is an error', `fetch('/missing')`, /^response: GET .*\/missing 404/],
]

for (const [what, script, complaint] of complaining) {
  test(`${what} is a complaint, unless it is allowed`, async ({ context, page }) => {
    const complaints = createComplaints(origin)
    complaints.watch(context)
    await serve(context, `<h1>House</h1><script>${script}</script>`)
    await page.goto(origin)
    await expect.poll(() => complaints.unexpected()).toContainEqual(expect.stringMatching(complaint))
    complaints.allow(complaint, /Failed to load resource/)
    expect(complaints.unexpected()).toEqual([])
  })
}

test('a quiet page is no complaint', async ({ context, page }) => {
  const complaints = createComplaints(origin)
  complaints.watch(context)
  await serve(context, '<h1>House</h1><script>console.log("all is well")</script>')
  await page.goto(origin)
  expect(complaints.unexpected()).toEqual([])
})

test('accessibility is checked', async ({ context, page }) => {
  await serve(context, '<h1>House</h1><img src="data:," alt="A house">')
  await page.goto(origin)
  await expectAccessible(page)
  await page.locator('img').evaluate((image) => image.removeAttribute('alt'))
  await expect(expectAccessible(page)).rejects.toThrow(/image-alt/)
})

test('accessibility is checked in the colours that are not shown, too', async ({ context, page }) => {
  const style = '<style>p { transition: color 1s } [data-theme=light] p { color: #eee }</style>'
  await serve(context, `${style}<h1>House</h1><p>Garden</p>`)
  await page.goto(origin)
  await page.evaluate(() => {
    document.documentElement.dataset.theme = 'dark'
  })
  await expect(expectAccessible(page)).rejects.toThrow(/color-contrast/)
})

test('layout shifts are recorded', async ({ context, page }) => {
  await recordLayoutShifts(context)
  await serve(context, '<h1>House</h1><p style="height: 200px">Garden</p>')
  await page.goto(origin)
  await expectNoLayoutShift(page)
  await page.locator('h1').evaluate((heading) => {
    heading.style.height = '300px'
  })
  await expect(expectNoLayoutShift(page)).rejects.toThrow(/Garden/)
})
