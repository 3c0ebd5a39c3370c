import { findPort, isPortFree } from './ports.ts'

/** Where the sketch renderer will answer: on this machine only, away from the port of a real ComfyUI. */
export async function chooseSketchAddress(): Promise<string> {
  const host = '127.0.0.1'
  return `http://${host}:${await findPort(async (port) => await isPortFree(host, port))}`
}
