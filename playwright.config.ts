import { defineConfig } from 'playwright/test'
import { browserArgs, findBrowser } from './e2e/fixtures/browser.ts'

const executablePath = findBrowser()

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  // Each worker has an instance of its own, and two cores carry two.
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 180_000,
  // A machine with much else to do takes a few times as long; who waits for nothing waits no longer.
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: '.cache/e2e-results.json' }]],
  use: {
    browserName: 'chromium',
    launchOptions: { args: browserArgs(), ...(executablePath ? { executablePath } : {}) },
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    contextOptions: { reducedMotion: 'reduce' },
    screenshot: 'only-on-failure',
    // A trace costs a quarter of the time of every test, so a test that failed leaves one when it is run again by its title.
    trace: process.env.E2E_TRACE === '1' ? 'retain-on-failure' : 'off',
  },
})
