import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { systemCode } from '#lib/runtime/errors.ts'
import { writeFileSafely } from './files.ts'

/** A random secret that is made once and kept in a file only its owner can read. */
export async function ensureSecret(file: string): Promise<string> {
  try {
    const kept = (await readFile(file, 'utf8')).trim()
    if (kept) return kept
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error
  }
  const secret = randomBytes(32).toString('base64url')
  await writeFileSafely(file, `${secret}\n`)
  return secret
}
