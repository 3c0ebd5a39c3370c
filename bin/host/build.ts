import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { AppError, systemCode } from '#lib/runtime/errors.ts'
import { collectOutput } from './collect-output.js'
import { lockFile } from './file-lock.ts'
import { readIfThere } from './files.ts'

const sourceFolders = ['app', 'lib', 'public']
const sourceFiles = [
  'instrumentation.ts',
  'next.config.ts',
  'postcss.config.mjs',
  'proxy.ts',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
  'prisma/schema.prisma',
]

export type BuildOptions = {
  root: string
  /** Shows the step: called only when there is something to build. */
  around(build: () => Promise<void>): Promise<void>
  signal: AbortSignal
}

/** Builds the pages when their sources changed since the last build that succeeded. */
export async function ensureBuild({ root, around, signal }: BuildOptions): Promise<void> {
  const stamp = path.join(root, '.next/.framewright-build')
  const hash = await hashSources(root)
  if ((await readIfThere(stamp))?.toString() === hash) return
  await mkdir(path.join(root, '.cache'), { recursive: true })
  const lock = await lockFile(path.join(root, '.cache/build.lock'))
  try {
    // Another start in this clone may have built it while this one waited.
    if ((await readIfThere(stamp))?.toString() === hash) return
    await rm(stamp, { force: true })
    await around(async () => await runBuild(root, signal))
    await writeFile(stamp, hash)
  } finally {
    lock.release()
  }
}

/** One number for everything the built pages depend on, by content: a checkout touches times and changes nothing. */
export async function hashSources(root: string): Promise<string> {
  const inFolders = await Promise.all(sourceFolders.map((folder) => listSources(root, folder)))
  const files = [...sourceFiles, ...inFolders.flat()].sort()
  const contents = await Promise.all(files.map((file) => readIfThere(path.join(root, file))))
  const hash = createHash('sha256').update(process.version.split('.')[0] ?? '')
  files.forEach((file, index) => {
    const content = contents[index]
    if (content) hash.update(`\0${file}\0${content.length}\0`).update(content)
  })
  return hash.digest('hex')
}

async function listSources(root: string, folder: string): Promise<string[]> {
  try {
    const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return []
    throw error
  }
}

async function runBuild(root: string, signal: AbortSignal): Promise<void> {
  const child = spawn(process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1' },
    signal,
  })
  const { code, output } = await collectOutput(child)
  if (code === 0) return
  throw buildFailed(output)
}

function buildFailed(output: string): AppError {
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  // From the first line that speaks of a failure on: before it stands only what went well.
  const from = lines.findIndex((line) => /failed|error/i.test(line))
  const shown = lines.slice(Math.max(from, 0), Math.max(from, 0) + 30).map((line) => `    ${line}`)
  const isFull = /ENOSPC|No space left/.test(output)
  return new AppError({
    code: isFull ? 'DISK_FULL' : 'PROCESS_FAILED',
    message: `The pages could not be built:\n\n${shown.join('\n')}\n\n `,
    suggestion: isFull ? 'Free some space on the disk and start again.' : 'Correct what it says and start again.',
  })
}
