import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { projectDir, runCommand } from './run-command.ts'

const refused: [rule: string, file: string, code: string][] = [
  ['noDefaultExport', 'lib/team/default.ts', 'export default 1'],
  ['noExplicitAny', 'lib/team/any.ts', 'export const a: any = 1'],
  ['noNonNullAssertion', 'lib/team/non-null.ts', 'export const a = (b?: string) => b!'],
  ['noConsole', 'lib/team/console.ts', 'console.log(1)'],
  ['noReExportAll', 'lib/team/all.ts', `export * from './any.ts'`],
  ['noBarrelFile', 'lib/team/some.ts', `export { a } from './any.ts'`],
  ['noEnum', 'lib/team/enum.ts', 'export enum Role { owner }'],
  ['useFilenamingConvention', 'lib/team/someThing.ts', 'export const a = 1'],
  ['useNodejsImportProtocol', 'lib/team/protocol.ts', `import { statSync } from 'fs'\nstatSync('.')`],
  ['useMaxParams', 'lib/team/params.ts', 'export const f = (a: 1, b: 1, c: 1, d: 1) => [a, b, c, d]'],
  ['noFloatingPromises', 'lib/team/floating.ts', 'async function save() {}\nexport function f() {\n  save()\n}'],
  [
    'useExhaustiveDependencies',
    'app/hook.tsx',
    `import { useEffect } from 'react'
export function useTitle(title: string) {
  useEffect(() => {
    document.title = title
  }, [])
}`,
  ],
  ['useButtonType', 'app/button.tsx', 'export const Thing = () => <button>Save</button>'],
  ['useAltText', 'app/picture.tsx', 'export const Thing = () => <img src="a.png" />'],
  ['noSkippedTests', 'lib/team/skipped.test.ts', `import { it } from 'vitest'\nit.skip('a', () => {})`],
  ['noFocusedTests', 'lib/team/focused.test.ts', `import { it } from 'vitest'\nit.only('a', () => {})`],
  [
    'noPlaywrightWaitForTimeout',
    'e2e/wait.spec.ts',
    `import { test } from 'playwright/test'
test('a', async ({ page }) => {
  await page.waitForTimeout(100)
})`,
  ],
]
const accepted: [file: string, code: string][] = [
  ['app/(studio)/page.tsx', 'export default function Page() {\n  return <h1>Projects</h1>\n}'],
  ['next.config.ts', 'export default {}'],
  ['bin/say.ts', 'console.log(1)'],
  ['app/theme.css', `@import 'tailwindcss';\n\n@theme {\n  --color-ink: #111;\n}\n\n.a {\n  @apply text-ink;\n}`],
]

let dir = ''
let output = ''
beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'lint-'))
  await copyFile(path.join(projectDir, 'biome.json'), path.join(dir, 'biome.json'))
  await writeFile(path.join(dir, '.gitignore'), 'node_modules/\n')
  for (const [file, code] of [...refused.map(([, file, code]) => [file, code] as const), ...accepted]) {
    await mkdir(path.dirname(path.join(dir, file)), { recursive: true })
    await writeFile(path.join(dir, file), `${code}\n`)
  }
  const lint = ['biome', 'lint', '.', '--reporter=github', '--max-diagnostics=none']
  output = (await runCommand(lint, { cwd: dir })).output
})
afterAll(() => rm(dir, { recursive: true }))

describe('the linter', () => {
  it.each(refused)('%s refuses %s', (rule, file) => {
    expect(reportsOf(file)).toContain(rule)
  })

  it.each(accepted)('accepts %s', (file) => {
    expect(reportsOf(file)).toEqual([])
  })
})

/** The rules a file breaks, from lines such as `::error title=lint/style/noEnum,file=…`. */
function reportsOf(file: string): string[] {
  const lines = output.split('\n').filter((line) => line.includes(`${file},`))
  return lines.map((line) => /title=[\w/]*\/(\w+)/.exec(line)?.[1] ?? line)
}
