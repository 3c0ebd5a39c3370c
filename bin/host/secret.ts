import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { envSchema } from '#lib/runtime/env.ts'
import { AppError, systemCode } from '#lib/runtime/errors.ts'
import { explainDisk } from './data-dir.ts'
import { readIfThere, writeFileSafely } from './files.ts'

/** What sessions are signed with when AUTH_SECRET is not set. */
export async function ensureAuthSecret(dataDir: string): Promise<string> {
  const file = path.join(dataDir, 'auth-secret')
  const secret = (await readSecret(file)) ?? (await makeSecret(dataDir, file))
  // Here rather than in web, which can only blame the environment it is given the secret by.
  const problem = envSchema.shape.AUTH_SECRET.safeParse(secret).error?.issues[0]?.message
  if (problem === undefined) return secret
  throw new AppError({
    code: 'CONFIG_INVALID',
    message: `The secret in ${file} ${problem}.`,
    suggestion: 'Put the file back from a backup, or delete it: the next start makes another.',
  })
}

/** A random secret that is made once and kept in a file only its owner can read. */
export async function ensureSecret(file: string): Promise<string> {
  const kept = await readSecret(file)
  if (kept) return kept
  const secret = randomBytes(32).toString('base64url')
  await writeFileSafely(file, `${secret}\n`)
  return secret
}

async function makeSecret(dataDir: string, file: string): Promise<string> {
  try {
    return await ensureSecret(file)
  } catch (error) {
    throw explainDisk(dataDir, error)
  }
}

/** The secret that is kept in a file, or undefined when there is none. */
export async function readSecret(file: string): Promise<string | undefined> {
  try {
    return (await readIfThere(file))?.toString().trim() || undefined
  } catch (error) {
    const code = systemCode(error) ?? ''
    const reasons: Record<string, string> = {
      EACCES: 'it belongs to another user',
      EPERM: 'it belongs to another user',
      EISDIR: 'it is a folder',
    }
    throw new AppError({
      code: 'CONFIG_INVALID',
      message: `${file} cannot be read: ${reasons[code] ?? code}.`,
      suggestion: 'Let the user who starts Framewright read it, or put it back from a backup.',
      cause: error,
    })
  }
}
