import path from 'node:path'
import { parseArgs } from 'node:util'
import { runProcess } from '#lib/runtime/child.ts'
import { readEnv } from '#lib/runtime/env.ts'
import { AppError } from '#lib/runtime/errors.ts'
import type { SketchSpeed } from '#worker/sketch/behaviour.ts'
import { startSketchServer } from '#worker/sketch/server.ts'

/** Runs the sketch renderer alone, at the address where a ComfyUI would be. Ends with Ctrl-C. */
export async function main(args: string[]): Promise<never> {
  const options = readOptions(args)
  const { DATA_DIR, WORKFLOWS_DIR } = readEnv()
  const workflowDirs = [path.join(DATA_DIR, 'workflows'), ...(WORKFLOWS_DIR ? [WORKFLOWS_DIR] : [])]
  await runProcess('sketch', async () => {
    const server = await startSketchServer({ ...options, workflowDirs })
    return { info: { address: server.url, speed: options.speed }, stop: server.stop }
  })
  return await new Promise<never>(() => {})
}

function readOptions(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        port: { type: 'string', default: '8188' },
        host: { type: 'string', default: '127.0.0.1' },
        speed: { type: 'string', default: 'realtime' },
        'data-dir': { type: 'string', default: path.join(readEnv().DATA_DIR, 'sketch') },
      },
    })
    return {
      port: readPort(values.port),
      host: values.host,
      speed: readSpeed(values.speed),
      dataDir: path.resolve(values['data-dir']),
    }
  } catch (error) {
    if (error instanceof TypeError) throw refuse(error.message.replace(/\.?$/, '.'))
    throw error
  }
}

function readPort(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw refuse(`${text} is not a port.`)
  return port
}

function readSpeed(text: string): SketchSpeed {
  if (text === 'realtime' || text === 'instant') return text
  throw refuse(`${text} is not a speed.`)
}

function refuse(message: string): AppError {
  return new AppError({
    code: 'INVALID_INPUT',
    message,
    suggestion: 'For example: npm run sketch -- --port 8188 --speed instant (or realtime), --host, --data-dir.',
  })
}
