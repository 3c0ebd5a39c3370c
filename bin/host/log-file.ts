import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'

/** Enough for days of warnings, little enough to open in an editor. */
const maxBytes = 10 * 1024 * 1024
const keptFiles = 3

/** Appends lines to a file that is put aside as .1, .2, .3 when it has grown, so that logs never fill a disk. */
export function openLogFile(
  file: string,
  { limitBytes = maxBytes, onProblem }: { limitBytes?: number; onProblem?: (error: unknown) => void } = {},
): (line: string) => void {
  let sizeBytes = -1
  let hasProblem = false
  return (line) => {
    const text = `${line}\n`
    try {
      if (sizeBytes < 0) sizeBytes = openSize(file)
      if (sizeBytes + text.length > limitBytes) {
        rotate(file)
        sizeBytes = 0
      }
      appendFileSync(file, text, { mode: 0o600 })
      sizeBytes += Buffer.byteLength(text)
      hasProblem = false
    } catch (error) {
      // A full disk must not end what still works; it is told once, until writing works again.
      if (!hasProblem) onProblem?.(error)
      hasProblem = true
    }
  }
}

function openSize(file: string): number {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

function rotate(file: string): void {
  for (let number = keptFiles - 1; number >= 0; number--) {
    const from = number === 0 ? file : `${file}.${number}`
    if (statSync(from, { throwIfNoEntry: false })) renameSync(from, `${file}.${number + 1}`)
  }
}
