import path from 'node:path'
import { AppError } from '#lib/runtime/errors.ts'
import { ensureDataDir, explainDisk } from './data-dir.ts'
import { type FileLock, tryLockFile } from './file-lock.ts'
import { readInstance } from './instance-file.ts'

/** Makes sure that this is the only instance on the data folder. Keep what it returns: the lock lives as long. */
export async function lockInstance(dataDir: string): Promise<FileLock> {
  await ensureDataDir(dataDir)
  const lock = await tryLockFile(path.join(dataDir, 'instance.lock')).catch((error: unknown) => {
    throw explainDisk(dataDir, error)
  })
  if (lock) return lock
  const other = await readInstance(dataDir)
  const which = other ? ` (process ${other.pid}, ${other.address})` : ''
  throw new AppError({
    code: 'ALREADY_RUNNING',
    message: `Framewright already runs on this data folder${which}.`,
    suggestion: 'Open that address, stop that process first, or set DATA_DIR and PORT for a second instance.',
  })
}
