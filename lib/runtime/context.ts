import type { Clock } from './clock.ts'
import type { Db } from './db.ts'
import type { Log } from './log.ts'

/** Who asks. Roles are looked up where they are needed, so that taking one away works at once. */
export type Actor = { personId: string }

/** What every command and query is given: built once for a request or a process, replaced in tests. */
export type Ctx = {
  db: Db
  actor: Actor
  clock: Clock
  log: Log
  /** Where other programs find the files of the storage, before a key: a folder, or a prefix in a bucket. May be empty. */
  filesRoot: string
}
