import { mkdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { systemCode } from './errors.ts'

/**
 * Makes the folder and those above it, and returns the ones that are new. Node's own way to make the parents too never ends
 * where a folder is there but takes no new ones, as /proc.
 */
export async function makeFolder(dir: string, mode?: number): Promise<string[]> {
  if (await isFolder(dir)) return []
  const made = await makeFolder(path.dirname(dir), mode)
  try {
    await mkdir(dir, { mode })
  } catch (error) {
    // Another process may have made it just now.
    if (!(await isFolder(dir))) throw error
  }
  return [...made, dir]
}

async function isFolder(dir: string): Promise<boolean> {
  try {
    return (await stat(dir)).isDirectory()
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false
    throw error
  }
}

export function isNoRoom(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(systemCode(error) ?? '')
}

/** Why a file cannot be written there, as the second half of a sentence. */
export function whyNotWritable(error: unknown): string {
  const code = systemCode(error)
  return reasons[code ?? ''] ?? (code || String(error))
}

const reasons: Record<string, string> = {
  EROFS: 'the disk is read-only',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'it is a file, not a folder',
  ENOENT: 'no folder can be made there',
  EIO: 'the disk reports an error',
}
