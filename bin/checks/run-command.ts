import { spawn } from 'node:child_process'
import path from 'node:path'
import { collectOutput } from '#bin/host/collect-output.js'

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
  const { code, output } = await collectOutput(child)
  return { exitCode: code ?? 1, output: output.trim() }
}
