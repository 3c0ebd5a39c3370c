import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { findPort, isPortFree } from './ports.ts'

const host = '127.0.0.1'

/**
 * Where the sketch renderer will answer: on this machine only, away from the port of a real ComfyUI, and where it answered last
 * time if that can be, so that what it was drawing is found again.
 */
export async function chooseSketchAddress(dataDir: string): Promise<string> {
  const file = path.join(dataDir, 'sketch', 'port')
  const last = Number(await readFile(file, 'utf8').catch(() => ''))
  const isUsable = Number.isInteger(last) && last > 1_024 && last < 65_536 && (await isPortFree(host, last))
  const port = isUsable ? last : await findPort(async (each) => await isPortFree(host, each))
  await remember(file, port)
  return `http://${host}:${port}`
}

/** A convenience: a disk that cannot be written is told by who needs it. */
async function remember(file: string, port: number): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true })
    .then(() => writeFile(file, `${port}\n`))
    .catch(() => {})
}
