import { truncate } from 'node:fs/promises'
import type { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * A lock on a file that the system gives up when its process ends, however it ends: nothing stale to clean up, and no
 * process id that could have become somebody else's. Node has no file locks of its own; SQLite has.
 */
export type FileLock = { release(): void }

/** Waits until the lock is free. */
export async function lockFile(file: string): Promise<FileLock> {
  for (;;) {
    const lock = await tryLockFile(file)
    if (lock) return lock
    await delay(200)
  }
}

/** Takes the lock, or says at once that another process has it. */
export async function tryLockFile(file: string): Promise<FileLock | undefined> {
  const { DatabaseSync } = await importSqlite()
  const database = new DatabaseSync(file)
  try {
    // Nothing is ever written: the file stays empty and needs no journal beside it.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    const code = errorCodeOf(error)
    if (code === sqliteBusy) return undefined
    if (code !== sqliteCorrupt && code !== sqliteNotADatabase) throw error
    // Overwritten, so nobody holds it. Emptied in place: whoever did the same a moment ago keeps the lock on this very file.
    await truncate(file)
    return await tryLockFile(file)
  }
  return keepOpen(database)
}

function keepOpen(database: DatabaseSync): FileLock {
  return {
    release: () => {
      if (database.isOpen) database.close()
    },
  }
}

const sqliteBusy = 5
const sqliteCorrupt = 11
const sqliteNotADatabase = 26

function errorCodeOf(error: unknown): unknown {
  return error instanceof Error && 'errcode' in error ? error.errcode : undefined
}

/** Node calls its SQLite experimental, which says nothing to the people who start this: that one warning is left out. */
async function importSqlite(): Promise<typeof import('node:sqlite')> {
  const { emitWarning } = process
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    if (String(warning).startsWith('SQLite is an experimental feature')) return
    // The rest is passed on as it came; emitWarning's overloads cannot be spelled for that.
    Reflect.apply(emitWarning, process, [warning, ...rest])
  }
  try {
    return await import('node:sqlite')
  } finally {
    process.emitWarning = emitWarning
  }
}
