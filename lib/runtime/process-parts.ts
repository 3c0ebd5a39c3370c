import type { Db } from './db.ts'
import type { Env } from './env.ts'
import type { Log } from './log.ts'
import type { Media } from './media.ts'
import type { Turns } from './turns.ts'

/** What exists once in a process. */
export type ProcessParts = {
  env: Env
  db: Db
  log: Log
  media: Media
  filesRoot: string
  /** Pictures that were given to us are decoded a few at a time, whoever asks: one of them can fill a gigabyte. */
  decoding: Turns
  version: string
  /** The names of this version's migrations. */
  migrations: readonly string[]
  /** Until there are accounts, everyone who asks is the owner. */
  owner: { personId: string; teamId: string }
  /** What nouns of their own need once in a process, by their names: this room knows none of them. */
  nouns: Readonly<Record<string, unknown>>
}

// Next bundles its own copy of every module, so a module variable would exist twice; the global symbol does not.
const key = Symbol.for('framewright')
const holder: typeof globalThis & { [key]?: ProcessParts } = globalThis

/** Called by the process's entry, before anything is served. */
export function installProcessParts(parts: ProcessParts): void {
  holder[key] = parts
}

export function processParts(): ProcessParts {
  const parts = holder[key]
  if (!parts) throw new Error('The process entry has not installed its parts; pages are served by bin/web.ts only.')
  return parts
}
