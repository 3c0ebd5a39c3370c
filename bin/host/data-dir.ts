import { rm } from 'node:fs/promises'
import path from 'node:path'
import { isNoRoom, makeFolder, whyNotWritable } from '#lib/runtime/disk.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { writeFileSafely } from './files.ts'

/** Makes the data folder and proves that it can be written to, before anything is started that would fail halfway. */
export async function ensureDataDir(dataDir: string): Promise<void> {
  const probe = path.join(dataDir, '.write-probe')
  try {
    await makeFolder(dataDir, 0o700)
    // As much as a full disk would refuse, and a disk with any room takes in a moment.
    await writeFileSafely(probe, 'x'.repeat(64 * 1024))
    await rm(probe)
  } catch (error) {
    throw explainDisk(dataDir, error)
  }
}

export function explainDisk(dataDir: string, error: unknown): AppError {
  if (isNoRoom(error)) {
    return new AppError({
      code: 'DISK_FULL',
      message: `The disk that holds ${dataDir} is full.`,
      suggestion: 'Free some space, or set DATA_DIR to a folder on another disk, and start again.',
      cause: error,
    })
  }
  return new AppError({
    code: 'DISK_NOT_WRITABLE',
    message: `Nothing can be saved in ${dataDir}: ${whyNotWritable(error)}.`,
    suggestion: 'Set DATA_DIR to a folder you can write to, or make this one writable, and start again.',
    cause: error,
  })
}
