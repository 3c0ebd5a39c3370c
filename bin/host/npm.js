import { spawn } from 'node:child_process'
import path from 'node:path'
import { collectOutput } from './collect-output.js'

// Plain JavaScript for Node 20.11: fetching a newer Node needs it.

/**
 * Runs npm out of sight, and shows what it said only when it fails.
 * @param {string} label what the terminal shows meanwhile
 * @param {string} cwd
 * @param {string[]} args
 */
export async function runNpm(label, cwd, args) {
  const finish = beginStep(label)
  // The npm that started us, else the one on the path; both with the Node in use.
  const given = process.env.npm_execpath
  const isNpm = given !== undefined && /npm-cli\.c?js$/.test(given)
  const [file, fileArgs] = isNpm ? [process.execPath, [given, ...args]] : ['npm', args]
  const child = spawn(file, fileArgs, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH ?? ''}` },
  })
  const { code, output } = await collectOutput(child)
  finish(code === 0)
  if (code === 0) return
  // npm says first what is wrong, and then how it is used.
  const lines = output.split('\n').filter((line) => line.trim() && !/^npm (warn|notice)/.test(line))
  process.stderr.write(
    `\n${lines
      .slice(0, 12)
      .map((line) => `    ${line}`)
      .join('\n')}\n`,
  )
  throw new Error(`${label} failed: see above. It needs the network and room on the disk; then start again.`)
}

/**
 * One line for a step that takes a while.
 * @param {string} label
 * @returns {(isDone: boolean) => void}
 */
export function beginStep(label) {
  const startedMs = performance.now()
  process.stderr.write(`  ${label} …`)
  return (isDone) => {
    const seconds = (performance.now() - startedMs) / 1000
    process.stderr.write(isDone ? ` ${seconds.toFixed(1)} s\n` : ' failed\n')
  }
}
