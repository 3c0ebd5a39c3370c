import { randomBytes } from 'node:crypto'
import { readIfThere, writeFileSafely } from './files.ts'

/** A random secret that is made once and kept in a file only its owner can read. */
export async function ensureSecret(file: string): Promise<string> {
  const kept = (await readIfThere(file))?.toString().trim()
  if (kept) return kept
  const secret = randomBytes(32).toString('base64url')
  await writeFileSafely(file, `${secret}\n`)
  return secret
}
