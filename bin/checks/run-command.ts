import { spawn } from 'node:child_process'
import path from 'node:path'

export type CommandResult = { exitCode: number; output: string }

export type CommandOptions = {
  /** True shows the output as it comes instead of collecting it. */
  isShown?: boolean
  env?: Record<string, string>
  cwd?: string
}

export const projectDir = path.resolve(import.meta.dirname, '../..')

/** Runs one of the tools in node_modules/.bin, with the Node that runs us and nothing on its input. */
export async function runCommand(command: string[], options: CommandOptions = {}): Promise<CommandResult> {
  const [tool = '', ...args] = command
  const child = spawn(process.execPath, [path.join(projectDir, 'node_modules/.bin', tool), ...args], {
    cwd: options.cwd ?? projectDir,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', options.isShown ? 'inherit' : 'pipe', options.isShown ? 'inherit' : 'pipe'],
  })
  const chunks: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => chunks.push(text))
  }
  const exitCode = await new Promise<number>((resolve) => {
    child.once('error', (error) => {
      chunks.push(error.message)
      resolve(1)
    })
    // No code means that a signal ended it.
    child.once('close', (code) => resolve(code ?? 1))
  })
  return { exitCode, output: chunks.join('').trim() }
}
