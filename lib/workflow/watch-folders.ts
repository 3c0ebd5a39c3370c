import { type FSWatcher, watch } from 'node:fs'
import { mkdir, stat } from 'node:fs/promises'
import { AppError, describeError } from '#lib/runtime/errors.ts'

type WatchedFolder = { folder: string; isMade?: boolean }

type Watching = {
  /** `isMade`: made when it is not there, so that a file dropped there later is seen. */
  folders: readonly WatchedFolder[]
  onChange: () => Promise<void>
  onError?: ((error: unknown) => void) | undefined
  pace?: typeof defaultPace
}

const defaultPace = {
  /** An editor writes a file in several steps; they are taken for one. */
  settleMs: 150,
  /** What changes all the time is read now and then all the same. */
  longestMs: 2_000,
  /** How often the folders themselves are looked at: their watchers say nothing when one goes, or comes back. */
  lookMs: 3_000,
}

type Watched = WatchedFolder & {
  /** Which folder has that name now; undefined for none. */
  identity: string | undefined
  watcher: FSWatcher | undefined
  /** One failure is told once, not at every look. */
  told: string | undefined
}

/** Calls back after anything in the folders has changed, and after one of them has come or gone. */
export async function watchFolders({ folders, onChange, onError, pace = defaultPace }: Watching): Promise<() => void> {
  const watched = folders.map((folder): Watched => {
    return { ...folder, identity: undefined, watcher: undefined, told: undefined }
  })
  let isClosed = false
  let isLooking = false
  let timer: NodeJS.Timeout | undefined
  let changingSince: number | undefined

  const changed = () => {
    if (isClosed) return
    const now = performance.now()
    changingSince ??= now
    clearTimeout(timer)
    timer = setTimeout(read, Math.max(0, Math.min(pace.settleMs, changingSince + pace.longestMs - now)))
    timer.unref()
  }
  const read = () => {
    changingSince = undefined
    onChange().catch((error: unknown) => onError?.(error))
  }

  const tell = (one: Watched, error: AppError) => {
    if (isClosed || one.told === error.message) return
    one.told = error.message
    onError?.(error)
  }
  const make = async (one: Watched) => {
    try {
      await mkdir(one.folder, { recursive: true })
    } catch (error) {
      tell(one, errorOfWatching(one.folder, error))
    }
  }
  const stop = (one: Watched) => {
    one.watcher?.close()
    one.watcher = undefined
  }
  const start = (one: Watched) => {
    try {
      one.watcher = watch(one.folder, { recursive: true, persistent: false }, changed)
      one.watcher.on('error', (error) => {
        stop(one)
        tell(one, errorOfWatching(one.folder, error))
      })
      one.told = undefined
    } catch (error) {
      tell(one, errorOfWatching(one.folder, error))
    }
  }
  const look = async (isFirst = false) => {
    if (isLooking) return
    isLooking = true
    for (const one of watched) {
      if (isFirst && one.isMade) await make(one)
      const identity = await identify(one.folder)
      if (isClosed) return
      if (identity !== one.identity) {
        stop(one)
        if (!isFirst) changed()
        if (identity === undefined) tell(one, errorOfGone(one.folder))
      }
      one.identity = identity
      if (identity !== undefined && !one.watcher) start(one)
    }
    isLooking = false
  }

  await look(true)
  const looking = setInterval(() => void look(), pace.lookMs)
  looking.unref()
  return () => {
    isClosed = true
    clearInterval(looking)
    clearTimeout(timer)
    for (const one of watched) stop(one)
  }
}

/** A folder that was made anew has another one, whatever it is called; a new one may get the old number. */
async function identify(folder: string): Promise<string | undefined> {
  try {
    const found = await stat(folder)
    return found.isDirectory() ? `${found.dev} ${found.ino} ${found.birthtimeMs}` : undefined
  } catch {
    // What is in the way is said when the folder is read.
    return undefined
  }
}

function errorOfGone(folder: string): AppError {
  return new AppError({
    code: 'UNAVAILABLE',
    message: `The folder ${folder} is gone, and its workflows with it.`,
    suggestion: 'They are there again when it is back.',
    details: { folder },
  })
}

function errorOfWatching(folder: string, cause: unknown): AppError {
  return new AppError({
    code: 'UNAVAILABLE',
    message: `Changes in the folder ${folder} go unnoticed: ${describeError(cause)}`,
    suggestion: 'Restart after changing a workflow there.',
    details: { folder },
    cause,
  })
}
