import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { collectOutput } from './collect-output.js'
import { lockFile } from './file-lock.ts'
import { isInstalled } from './installed.ts'
import { beginStep, runNpm } from './npm.js'

// Imports no package: this is what installs them.

const root = path.resolve(import.meta.dirname, '../..')
const installStampFile = 'node_modules/.framewright-installed'
const cacheDir = path.join(root, '.cache')

/** Installs packages and generates the database client when they are missing or out of date. */
export async function prepare(): Promise<void> {
  const steps = stepsOf(root)
  if (steps.every((step) => step.isDone())) return
  mkdirSync(cacheDir, { recursive: true })
  // `npm start` and `npm test` may begin at once in one clone: the second waits and then finds everything done.
  const lock = await lockFile(path.join(cacheDir, 'prepare.lock'))
  try {
    for (const step of steps) {
      if (step.isDone()) continue
      await step.run()
      writeFileSync(step.stamp, step.hash)
    }
  } finally {
    lock.release()
  }
}

type Step = { stamp: string; hash: string; isDone(): boolean; run(): Promise<void> }

function stepsOf(dir: string): Step[] {
  const lockText = readFileSync(path.join(dir, 'package-lock.json'), 'utf8')
  const schemaText = readFileSync(path.join(dir, 'prisma/schema.prisma'), 'utf8')
  const installStamp = path.join(dir, installStampFile)
  const clientStamp = path.join(dir, 'prisma/client/.generated')
  const lockHash = hashOf(lockText)
  const clientHash = hashOf(schemaText, lockHash)
  return [
    {
      stamp: installStamp,
      hash: lockHash,
      // Packages that somebody installed with npm itself are as good, and may be there where the network is not.
      isDone: () => hasStamp(installStamp, lockHash) || isInstalled(dir, lockText),
      run: async () => await installPackages(dir),
    },
    {
      stamp: clientStamp,
      hash: clientHash,
      isDone: () => hasStamp(clientStamp, clientHash) && existsSync(path.join(dir, 'prisma/client/client.ts')),
      run: async () => await generateClient(dir),
    },
  ]
}

/**
 * Not `npm ci`: it refuses a lock file that lacks the optional packages for other kinds of machines, and npm leaves those
 * out where it cannot get them. With --no-save npm follows the lock file all the same and never writes to it.
 */
async function installPackages(dir: string): Promise<void> {
  const stamp = path.join(dir, installStampFile)
  // Without a stamp an install was cut short, and npm does not see that a package is half unpacked.
  if (!existsSync(stamp)) rmSync(path.join(dir, 'node_modules'), { recursive: true, force: true, maxRetries: 5 })
  rmSync(stamp, { force: true })
  const quiet = ['--no-audit', '--no-fund']
  await runNpm('Installing packages', dir, ['install', '--no-save', '--ignore-scripts', '--include=dev', ...quiet])
}

async function generateClient(dir: string): Promise<void> {
  const finish = beginStep('Generating the database client')
  const child = spawn(process.execPath, ['node_modules/prisma/build/index.js', 'generate'], {
    cwd: dir,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Generating needs no schema engine, but looks for one and would download it: any program will do.
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
    },
  })
  const { code, output } = await collectOutput(child)
  finish(code === 0)
  if (code === 0) return
  process.stderr.write(`\n${output.trim()}\n`)
  throw new Error('The database client could not be generated: see above. Remove node_modules and start again.')
}

function hasStamp(file: string, hash: string): boolean {
  return existsSync(file) && readFileSync(file, 'utf8') === hash
}

function hashOf(...texts: string[]): string {
  return createHash('sha256').update(texts.join('\0')).digest('hex')
}
