import { readFile, stat } from 'node:fs/promises'
import { describeError } from '#lib/runtime/errors.ts'

/** Larger than any graph or manifest; a file of that size is something else. */
const largestMb = 32

/**
 * The bytes of an ordinary file, or what is in the way, as the end of a sentence about the file. Looked at before it is
 * opened: reading a pipe waits for ever, and reading a device never ends.
 */
export async function readOrdinaryFile(file: string): Promise<{ bytes: Buffer } | { problem: string }> {
  try {
    const found = await stat(file)
    if (!found.isFile()) return { problem: 'is not an ordinary file' }
    if (found.size > largestMb * 1024 * 1024) return { problem: `is larger than ${largestMb} MB` }
    return { bytes: await readFile(file) }
  } catch (error) {
    return { problem: `cannot be read: ${describeError(error)}` }
  }
}
