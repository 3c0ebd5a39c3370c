import { mkdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { AppError, systemCode } from '#lib/runtime/errors.ts'
import { writeFileSafely } from './files.ts'

/** Makes the data folder and proves that it can be written to, before anything is started that would fail halfway. */
export async function ensureDataDir(dataDir: string): Promise<void> {
  const probe = path.join(dataDir, '.write-probe')
  try {
    await makeFolder(dataDir)
    // As much as a full disk would refuse, and a disk with any room takes in a moment.
    await writeFileSafely(probe, 'x'.repeat(64 * 1024))
    await rm(probe)
  } catch (error) {
    throw explainDisk(dataDir, error)
  }
}

/** Node's own way to make the parents too never ends where a folder is there but takes no new ones, as /proc. */
async function makeFolder(dir: string): Promise<void> {
  if (await isFolder(dir)) return
  await makeFolder(path.dirname(dir))
  try {
    await mkdir(dir, { mode: 0o700 })
  } catch (error) {
    // Another start may have made it just now.
    if (!(await isFolder(dir))) throw error
  }
}

async function isFolder(dir: string): Promise<boolean> {
  try {
    return (await stat(dir)).isDirectory()
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false
    throw error
  }
}

export function explainDisk(dataDir: string, error: unknown): AppError {
  const code = systemCode(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError({
      code: 'DISK_FULL',
      message: `The disk that holds ${dataDir} is full.`,
      suggestion: 'Free some space, or set DATA_DIR to a folder on another disk, and start again.',
      cause: error,
    })
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
  return new AppError({
    code: 'DISK_NOT_WRITABLE',
    message: `Nothing can be saved in ${dataDir}: ${reasons[code ?? ''] ?? (code || String(error))}.`,
    suggestion: 'Set DATA_DIR to a folder you can write to, or make this one writable, and start again.',
    cause: error,
  })
}
