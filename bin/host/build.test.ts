import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ensureBuild, hashSources } from './build.ts'
import { isInstalled } from './installed.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'framewright-build-'))
  for (const folder of ['app/deep', 'lib', 'node_modules/next/dist/bin'])
    await mkdir(path.join(root, folder), { recursive: true })
  await write('app/deep/page.tsx', 'one')
  await write('package.json', '{}')
})
afterEach(async () => {
  await rm(root, { recursive: true, force: true })
})

describe('hashSources', () => {
  it.each([
    ['a changed page', 'app/deep/page.tsx', 'two'],
    ['a new file', 'lib/new.ts', ''],
    ['a changed lock file', 'package-lock.json', '{}'],
  ])('changes with %s', async (_, file, content) => {
    const before = await hashSources(root)
    await write(file, `${content} `)
    expect(await hashSources(root)).not.toBe(before)
  })

  it.each(['lib/model.test.ts', 'app/deep/page.test.tsx', 'README.md', 'worker/main.ts'])(
    'ignores %s',
    async (file) => {
      const before = await hashSources(root)
      await write(file, 'x')
      expect(await hashSources(root)).toBe(before)
    },
  )

  it('ignores when a file was touched', async () => {
    const before = await hashSources(root)
    await utimes(path.join(root, 'app/deep/page.tsx'), 1, 1)
    expect(await hashSources(root)).toBe(before)
  })
})

describe('ensureBuild', () => {
  const build = async (): Promise<number> => {
    let builds = 0
    await ensureBuild({
      root,
      signal: new AbortController().signal,
      around: async (work) => {
        builds++
        await work()
      },
    })
    return builds
  }
  // Stands where Next's own program stands in a real clone.
  const nextDoes = async (code: string): Promise<void> =>
    await write('node_modules/next/dist/bin/next', `require('node:fs').mkdirSync('.next', { recursive: true });${code}`)

  it('builds once, and again when a source changed', async () => {
    await nextDoes('')
    expect(await build()).toBe(1)
    expect(await build()).toBe(0)
    await write('app/deep/page.tsx', 'two')
    expect(await build()).toBe(1)
  })

  it('shows why it failed, and tries again the next time', async () => {
    await nextDoes(`console.log('Creating'); console.error('Failed to compile.\\n./app/page.tsx:3'); process.exit(1)`)
    await expect(build()).rejects.toMatchObject({
      code: 'PROCESS_FAILED',
      message: expect.stringMatching(/built:\s+Failed to compile\.\s+\.\/app\/page\.tsx:3/),
    })
    await nextDoes('')
    expect(await build()).toBe(1)
  })

  it('says so when the disk is full', async () => {
    await nextDoes(`console.error('Error: ENOSPC: no space left on device'); process.exit(1)`)
    await expect(build()).rejects.toMatchObject({ code: 'DISK_FULL' })
  })
})

describe('isInstalled', () => {
  const lock = JSON.stringify({
    packages: {
      '': { name: 'framewright' },
      'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
      'node_modules/for-macs': { version: '2.0.0', optional: true },
    },
  })
  const listing = (packages: object): Promise<void> =>
    write('node_modules/.package-lock.json', JSON.stringify({ packages }))
  const a = { version: '1.0.0', integrity: 'sha512-a' }

  it('takes what npm left when it has all that is needed', async () => {
    expect(isInstalled(root, lock)).toBe(false)
    await listing({ 'node_modules/a': a })
    expect(isInstalled(root, lock)).toBe(true)
  })

  it.each([
    ['a missing package', {}],
    ['another version', { 'node_modules/a': { ...a, version: '1.0.1' } }],
    ['other content', { 'node_modules/a': { ...a, integrity: 'sha512-b' } }],
    ['a package too many', { 'node_modules/a': a, 'node_modules/b': a }],
  ])('refuses %s', async (_, packages) => {
    await listing(packages)
    expect(isInstalled(root, lock)).toBe(false)
  })
})

async function write(file: string, content: string): Promise<void> {
  await mkdir(path.dirname(path.join(root, file)), { recursive: true })
  await writeFile(path.join(root, file), content)
}
