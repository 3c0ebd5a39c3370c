import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

const manifest = z.object({ version: z.string() })

/** The product's own version. Read once by a process's entry and handed on. */
export function readVersion(): string {
  const file = path.resolve(import.meta.dirname, '../../package.json')
  return manifest.parse(JSON.parse(readFileSync(file, 'utf8'))).version
}
