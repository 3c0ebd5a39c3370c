import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { copyFile, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises'
import path from 'node:path'
import { isNoRoom, makeFolder, whyNotWritable } from '#lib/runtime/disk.ts'
import { AppError, isAppError, systemCode } from '#lib/runtime/errors.ts'
import type { ByteRange, Media, MediaContent } from '#lib/runtime/media.ts'
import { checkKey, checkPrefix, errorOfMissing } from './keys.ts'

/** Media in a folder. Other programs may read there; what is being written has a name that begins with a dot. */
export function createFileMedia(root: string): Media {
  const explained = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw explain(root, error)
    }
  }
  const pathOf = (key: string): string => {
    checkKey(key)
    return path.join(root, key)
  }

  return {
    place: root,
    put: (key, content) => explained(() => replace(pathOf(key), (file) => write(file, content))),
    read: (key) => explained(() => orNothing(readFile(pathOf(key)))),
    open: (key, range) =>
      explained(async () => {
        const file = pathOf(key)
        const found = await orNothing(stat(file))
        if (!found?.isFile()) return undefined
        return streamOf(file, {
          first: range?.first ?? 0,
          last: Math.min(range?.last ?? Number.POSITIVE_INFINITY, found.size - 1),
        })
      }),
    stat: (key) =>
      explained(async () => {
        const found = await orNothing(stat(pathOf(key)))
        return found?.isFile() ? { sizeBytes: found.size, modifiedAt: found.mtime } : undefined
      }),
    remove: (key) => explained(() => rm(pathOf(key), { force: true })),
    async *list(prefix) {
      checkPrefix(prefix)
      try {
        for await (const file of filesBelow(root, prefix.slice(0, -1))) if (!isPart(file)) yield file
      } catch (error) {
        throw explain(root, error)
      }
    },
    copy: (from, to) =>
      explained(async () => {
        if (!(await orNothing(stat(pathOf(from))))) throw errorOfMissing(from, root)
        await replace(pathOf(to), (file) => duplicate(pathOf(from), file))
      }),
    isCopy: (from, to) =>
      explained(async () => {
        const [source, copied] = await Promise.all([orNothing(stat(pathOf(from))), orNothing(stat(pathOf(to)))])
        if (!source || !copied) return false
        return source.size === copied.size && Math.abs(source.mtimeMs - copied.mtimeMs) <= timeGrainMs
      }),
    tidy: (before) =>
      explained(async () => {
        for (const folder of (await orNothing(readdir(root, { withFileTypes: true }))) ?? []) {
          // The database of the embedded Postgres lies here too, and is none of ours.
          if (!folder.isDirectory() || !mediaFolders.includes(folder.name)) continue
          for await (const file of filesBelow(root, folder.name)) {
            const found = isPart(file) ? await orNothing(stat(path.join(root, file))) : undefined
            if (found && found.mtime < before) await rm(path.join(root, file), { force: true })
          }
        }
      }),
  }
}

const mediaFolders = ['projects', 'blobs']
/** As exactly as a time can be set through a number of seconds. */
const timeGrainMs = 1
/** Large enough that a picture is a few reads, small enough that many slow readers cost little. */
const chunkBytes = 256 * 1024

/** Beside the target, so that the rename stays on one disk whatever is mounted where. */
async function replace(target: string, fill: (file: string) => Promise<void>): Promise<void> {
  const folder = path.dirname(target)
  const newFolders = await makeFolder(folder)
  const part = path.join(folder, `.${path.basename(target)}.${randomBytes(6).toString('hex')}.part`)
  try {
    await fill(part)
    await rename(part, target)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
  for (const dir of [folder, ...newFolders.map((each) => path.dirname(each))]) await syncFolder(dir)
}

async function write(file: string, content: MediaContent): Promise<void> {
  const handle = await open(file, 'wx')
  try {
    await handle.writeFile(content instanceof Blob ? content.stream() : content)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A copy in earnest and no second name for the same bytes: another program may write into the one it is given. */
async function duplicate(source: string, file: string): Promise<void> {
  await copyFile(source, file, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
  const { mtime } = await stat(source)
  // By which `isCopy` knows it again.
  await utimes(file, mtime, mtime)
  const handle = await open(file, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function syncFolder(dir: string): Promise<void> {
  const handle = await open(dir, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * The file is open only while a part of it is read: who goes away without a word leaves nothing behind. What is read so is
 * never written over.
 */
function streamOf(file: string, { first, last }: ByteRange): ReadableStream<Uint8Array> {
  let at = first
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const part = await readPart(file, { first: at, last: Math.min(last, at + chunkBytes - 1) })
        at += part.byteLength
        if (part.byteLength > 0) controller.enqueue(part)
        if (part.byteLength === 0 || at > last) controller.close()
      },
    },
    // Nothing is read before somebody asks for it.
    { highWaterMark: 0 },
  )
}

async function readPart(file: string, { first, last }: ByteRange): Promise<Uint8Array> {
  const handle = await open(file, 'r')
  try {
    const buffer = new Uint8Array(Math.max(0, last - first + 1))
    const { bytesRead } = await handle.read(buffer, 0, buffer.byteLength, first)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

async function* filesBelow(root: string, folder: string): AsyncGenerator<string> {
  const entries = (await orNothing(readdir(path.join(root, folder), { withFileTypes: true }))) ?? []
  for (const entry of entries) {
    const key = `${folder}/${entry.name}`
    if (entry.isDirectory()) yield* filesBelow(root, key)
    else if (entry.isFile()) yield key
  }
}

function isPart(file: string): boolean {
  return /(^|\/)\.[^/]+\.part$/.test(file)
}

async function orNothing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  }
}

function explain(root: string, error: unknown): unknown {
  if (isAppError(error) || systemCode(error) === undefined) return error
  if (isNoRoom(error)) {
    return new AppError({
      code: 'DISK_FULL',
      message: `The disk that holds ${root} is full, so nothing can be saved.`,
      suggestion: 'Free some space there, for example by deleting takes or projects, and try again.',
      retryable: true,
      cause: error,
    })
  }
  return new AppError({
    code: 'DISK_NOT_WRITABLE',
    message: `The files in ${root} cannot be used: ${whyNotWritable(error)}.`,
    suggestion: 'Make the folder readable and writable for the user who runs Framewright, and try again.',
    cause: error,
  })
}
