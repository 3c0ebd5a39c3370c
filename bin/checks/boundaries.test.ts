import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allowedNouns, findBoundaryViolations, type Violation } from './boundaries.ts'
import { projectDir } from './run-command.ts'

/** Each rule, and a file that breaks it by importing another. */
const broken: [rule: string, from: string, to: string][] = [
  ['no-circles', 'lib/team/circle-a.ts', 'lib/team/circle-b.ts'],
  ['nothing-missing', 'lib/team/lost.ts', 'lib/team/nowhere.ts'],
  ['lib-stands-alone', 'lib/storyboard/to-app.ts', 'app/page.tsx'],
  ['lib-stands-alone', 'lib/storyboard/to-worker.ts', 'worker/main.ts'],
  ['lib-stands-alone', 'lib/storyboard/to-bin.ts', 'bin/web.ts'],
  ['app-beside-worker', 'app/to-worker.ts', 'worker/main.ts'],
  ['app-beside-worker', 'app/to-bin.ts', 'bin/web.ts'],
  ['worker-beside-app', 'worker/to-app.ts', 'app/page.tsx'],
  ['worker-beside-app', 'worker/to-bin.ts', 'bin/web.ts'],
  ['bin-beside-app', 'bin/to-app.ts', 'app/page.tsx'],
  ['e2e-from-outside', 'e2e/to-app.ts', 'app/page.tsx'],
  ['e2e-from-outside', 'e2e/to-worker.ts', 'worker/main.ts'],
  ['e2e-is-the-end', 'bin/to-e2e.ts', 'e2e/fixtures/test.ts'],
  ['e2e-is-the-end', 'lib/team/to-e2e.ts', 'e2e/fixtures/test.ts'],
  ['testing-in-tests', 'lib/team/to-testing.ts', 'lib/testing/database.ts'],
  ['testing-in-tests', 'worker/to-testing.ts', 'lib/testing/database.ts'],
  ['tests-are-leaves', 'lib/team/to-test.ts', 'lib/team/a.test.ts'],
  ['noun-unlisted', 'lib/unheard-of/thing.ts', 'lib/team/model.ts'],
  ['pure-imports-pure', 'lib/jobs/model.ts', 'node:crypto'],
  ['pure-imports-pure', 'lib/team/model.ts', 'pg'],
  ['pure-imports-pure', 'lib/storyboard/model.ts', 'lib/runtime/log.ts'],
  ['pure-imports-pure', 'lib/recipe/deep/seed.ts', 'node:fs'],
  ['one-database-client', 'app/to-db.ts', 'lib/runtime/db.ts'],
  ['one-database-client', 'lib/takes/to-db.ts', 'lib/runtime/db.ts'],
  ['prisma-in-one-place', 'worker/to-prisma.ts', 'prisma/client/client.ts'],
  ['prisma-in-one-place', 'bin/to-prisma.ts', '@prisma/client'],
  // For each noun, one that it must not know.
  ...Object.entries(allowedNouns).map(([noun, allowed]): [string, string, string] => {
    const stranger =
      Object.keys(allowedNouns).find((other) => other !== noun && !allowed.includes(other)) ?? 'unheard-of'
    return [`noun-${noun}`, `lib/${noun}/to-${stranger}.ts`, `lib/${stranger}/thing.ts`]
  }),
]

const fine: [from: string, to: string, isTypeOnly?: 'type'][] = [
  ['app/to-lib.ts', 'lib/storyboard/thing.ts'],
  ['app/to-db-type.ts', 'lib/runtime/db.ts', 'type'],
  ['worker/to-lib.ts', 'lib/jobs/thing.ts'],
  ['worker/to-db.ts', 'lib/runtime/db.ts'],
  ['bin/to-worker.ts', 'worker/main.ts'],
  ['bin/test.ts', 'e2e/fixtures/test.ts'],
  ['e2e/to-bin.ts', 'bin/web.ts'],
  ['lib/testing/to-bin.ts', 'bin/web.ts'],
  ['lib/live/to-runtime.ts', 'lib/runtime/thing.ts'],
  ['lib/storyboard/to-team.ts', 'lib/team/thing.ts'],
  ['lib/storyboard/to-jobs.test.ts', 'lib/jobs/thing.ts'],
  ['lib/storyboard/to-testing.test.ts', 'lib/testing/database.ts'],
  ['lib/fleet/model.ts', 'lib/runtime/log.ts', 'type'],
  ['lib/takes/model.ts', 'lib/runtime/errors.ts'],
  ['lib/batch/model.ts', 'zod'],
  ['lib/runtime/db.ts', 'prisma/client/client.ts'],
]

let dir = ''
let violations: Violation[] = []

beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'boundaries-'))
  const files = new Map<string, string>([
    [
      'package.json',
      '{ "type": "module", "imports": { "#*": "./*" }, "dependencies": { "zod": "1", "pg": "1", "@prisma/client": "1" } }',
    ],
    ...['zod', 'pg', '@prisma/client'].flatMap((name): [string, string][] => [
      [`node_modules/${name}/package.json`, `{ "name": "${name}", "version": "1.0.0", "main": "index.js" }`],
      [`node_modules/${name}/index.js`, ''],
    ]),
    ['lib/team/circle-b.ts', `import '#lib/team/circle-a.ts'`],
  ])
  for (const [from, to, isTypeOnly] of [...broken.map(([, ...ends]) => ends), ...fine]) {
    const isOurs = /^(app|bin|e2e|lib|prisma|worker)\//.test(to)
    const target = `'${isOurs ? `#${to}` : to}'`
    files.set(from, isTypeOnly ? `import type { Any } from ${target}\nexport type T = Any` : `import ${target}`)
    if (isOurs && !files.has(to) && !to.includes('nowhere')) files.set(to, 'export type Any = string')
  }
  for (const [file, text] of files) {
    await mkdir(path.dirname(path.join(dir, file)), { recursive: true })
    await writeFile(path.join(dir, file), text)
  }
  violations = await findBoundaryViolations(dir, ['app', 'bin', 'e2e', 'lib', 'worker'])
})
afterAll(() => rm(dir, { recursive: true }))

describe('the boundaries', () => {
  it.each(broken)('%s refuses what %s imports: %s', (rule, from) => {
    expect(violations.filter((violation) => violation.from === from).map((violation) => violation.rule)).toContain(rule)
  })

  it.each(fine)('let %s import %s %s', (from) => {
    expect(violations.filter((violation) => violation.from === from)).toEqual([])
  })

  it('know every folder of lib', async () => {
    const entries = await readdir(path.join(projectDir, 'lib'), { withFileTypes: true })
    const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
    expect(folders.filter((name) => name !== 'testing' && !(name in allowedNouns))).toEqual([])
  })

  it('allow no circle between nouns', () => {
    const reach = (noun: string, seen: string[]): string[] =>
      (allowedNouns[noun] ?? []).flatMap((next) =>
        seen.includes(next) ? [next] : [next, ...reach(next, [...seen, next])],
      )
    expect(Object.keys(allowedNouns).filter((noun) => reach(noun, []).includes(noun))).toEqual([])
  })
})
