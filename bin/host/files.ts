import { open, readFile, rename, rm, statfs } from 'node:fs/promises'
import path from 'node:path'
import { systemCode } from '#lib/runtime/errors.ts'

/** Writes a small file so that a crash leaves the old content or the new, never a part of it. */
export async function writeFileSafely(file: string, content: string): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`
  try {
    const handle = await open(temporary, 'w', 0o600)
    try {
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await renameSafely(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

export async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** A rename that a power cut cannot undo. */
export async function renameSafely(from: string, to: string): Promise<void> {
  await rename(from, to)
  const folder = await open(path.dirname(to), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** Less than a file of any use needs. */
const noRoomBytes = 1024 * 1024

export async function isDiskFull(dir: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(dir)
  return bavail * bsize < noRoomBytes
}
