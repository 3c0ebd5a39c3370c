import path from 'node:path'
import { z } from 'zod'
import { runProcess } from '#lib/runtime/child.ts'
import { readEnv } from '#lib/runtime/env.ts'
import { defineCommand } from '#worker/cli/command.ts'
import { runProgram } from '#worker/cli/run-cli.ts'
import { startSketchServer } from '#worker/sketch/server.ts'

/** Runs the sketch renderer alone, at the address where a ComfyUI would be. Ends with Ctrl-C. */
export async function main(args: string[]): Promise<number> {
  return await runProgram(sketch, args, {
    write: (text) => process.stdout.write(text),
    warn: (text) => process.stderr.write(text),
    readEnv,
    cwd: process.env.INIT_CWD ?? process.cwd(),
  })
}

const speeds = ['realtime', 'instant'] as const

const sketch = defineCommand({
  words: [],
  program: 'npm run sketch --',
  about: 'Runs the sketch renderer: it answers as ComfyUI does and draws sketches, without a GPU. Ctrl-C ends it.',
  options: {
    port: { kind: 'value', value: 'N', about: 'Where it answers: 8188 unless said, 0 for any that is free.' },
    host: { kind: 'value', value: 'ADDRESS', about: 'On which address of this machine: 127.0.0.1 unless said.' },
    speed: { kind: 'value', value: 'WORD', about: `${speeds.join(' (as a GPU, unless said) or ')} (without a pause).` },
    'data-dir': { kind: 'value', value: 'FOLDER', about: 'Where its pictures lie: sketch in DATA_DIR unless said.' },
  },
  notes: ['The workflows it has the models for are those of framewright workflows list.'],
  input: z.object({
    port: z
      .string()
      .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, { error: 'must be a number from 0 to 65535' })
      .transform(Number)
      .default(8188),
    host: z.string().min(1, 'must not be empty').default('127.0.0.1'),
    speed: z.enum(speeds).default('realtime'),
    'data-dir': z.string().min(1, 'must not be empty').optional(),
  }),
  run: async ({ port, host, speed, 'data-dir': folder }, { cwd, readEnv: readSettings }) => {
    const { DATA_DIR, WORKFLOWS_DIR } = readSettings()
    const workflowDirs = [path.join(DATA_DIR, 'workflows'), ...(WORKFLOWS_DIR ? [WORKFLOWS_DIR] : [])]
    const dataDir = folder === undefined ? path.join(DATA_DIR, 'sketch') : path.resolve(cwd, folder)
    await runProcess('sketch', async () => {
      const server = await startSketchServer({ port, host, speed, dataDir, workflowDirs })
      return { info: { address: server.url, speed, pictures: path.join(dataDir, 'output') }, stop: server.stop }
    })
    return await new Promise<never>(() => {})
  },
})
