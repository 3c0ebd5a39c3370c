import { AppError } from '#lib/runtime/errors.ts'
import { isPortFree } from './ports.ts'

/** Beside the usual port of ComfyUI, which stays free for a real one; as many as instances one machine may run. */
const ports = Array.from({ length: 100 }, (_, index) => 8189 + index)

/** Where the sketch renderer will answer: on this machine only, at the first port that is free. */
export async function chooseSketchAddress(): Promise<string> {
  for (const port of ports) {
    if (await isPortFree('127.0.0.1', port)) return `http://127.0.0.1:${port}`
  }
  throw new AppError({
    code: 'PORT_IN_USE',
    message: `No port from ${ports[0]} to ${ports.at(-1)} is free for the sketch renderer.`,
    suggestion: 'Stop what uses them, or set COMFYUI_URL to a ComfyUI server, so that no sketch renderer is needed.',
  })
}
