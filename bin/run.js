import path from 'node:path'
import { runWithNode24, supportsTypeScript } from './host/node.js'

/** Every script of package.json starts here, on whatever Node the machine has from 20.11 on. */
const supportedPlatforms = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64']
/** @type {Record<string, string>} */
const entriesElsewhere = { worker: '../worker/main.ts' }

const [name, ...args] = process.argv.slice(2)

try {
  await run()
} catch (error) {
  process.stderr.write(`\n  ${await sentenceOf(error)}\n\n`)
  process.exit(1)
}

async function run() {
  const platform = `${process.platform}-${process.arch}`
  if (!supportedPlatforms.includes(platform)) {
    throw new Error(`Framewright runs on Linux (x64, arm64) and macOS (x64, arm64); this is ${platform}.`)
  }
  if (!name || !/^[a-z-]+$/.test(name)) throw new Error('Say what to run, for example: node bin/run.js start')
  if (!supportsTypeScript()) {
    process.exitCode = await runWithNode24(process.argv.slice(1))
    return
  }
  stopWithParent()
  // As npm does: what is named relative to the project is found there, wherever this was called from.
  process.chdir(path.resolve(import.meta.dirname, '..'))
  const { prepare } = await import('./host/prepare.ts')
  await prepare()
  const entry = await import(entriesElsewhere[name] ?? `./${name}.ts`)
  // web and worker are processes of their own: importing them starts them, and they end themselves.
  if (!entry.main) return
  process.exit((await entry.main(args)) ?? 0)
}

/** Whoever asks for it holds a channel open; when that breaks, because they were killed, this one stops in order. */
function stopWithParent() {
  if (process.env.FRAMEWRIGHT_STOP_WITH_PARENT !== '1') return
  delete process.env.FRAMEWRIGHT_STOP_WITH_PARENT
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  process.channel?.unref()
}

/** @param {unknown} error */
async function sentenceOf(error) {
  if (!supportsTypeScript()) return error instanceof Error ? error.message : String(error)
  const { describeError, isAppError } = await import('../lib/runtime/errors.ts')
  if (isAppError(error) || process.env.LOG_LEVEL === undefined) return describeError(error)
  return error instanceof Error ? error.stack : String(error)
}
