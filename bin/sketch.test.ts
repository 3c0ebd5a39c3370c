import { afterEach, expect, test, vi } from 'vitest'
import { main } from './sketch.ts'

afterEach(() => vi.restoreAllMocks())

async function run(...args: string[]) {
  const said: string[] = []
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => said.push(String(text)) > 0)
  }
  const exitCode = await main(args)
  vi.restoreAllMocks()
  return { exitCode, said: said.join('') }
}

test('it says how it is used', async () => {
  const { exitCode, said } = await run('--help')
  expect(exitCode).toBe(0)
  expect(said).toMatch(/^Usage: npm run sketch -- \[options\]/)
  expect(said).toMatch(/--port N +Where it answers/)
  expect(said).not.toContain('--json')
})

test.each([
  [['--port', '99999'], /--port must be a number from 0 to 65535/],
  [['--speed', 'slow'], /--speed must be one of realtime, instant/],
  [['--prt', '1'], /no option --prt\. Did you mean --port\?/],
  [['8188'], /npm run sketch does not know what to do with 8188/],
])('%j is wrong usage', async (args, expected) => {
  const { exitCode, said } = await run(...args)
  expect(exitCode).toBe(2)
  expect(said).toMatch(expected)
})
