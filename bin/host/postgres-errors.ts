import { AppError, type AppErrorInit, isAppError, systemCode } from '#lib/runtime/errors.ts'

export type PostgresFailure = {
  dir: string
  lines: string[]
  cause: unknown
  /** There was no room on the disk when it failed: Postgres does not always say so itself. */
  isFull?: boolean
}

/** Turns what Postgres said, or the system refused, into one sentence and what to do about it. */
export function explainPostgres({ dir, lines, cause, isFull }: PostgresFailure): AppError {
  if (isAppError(cause)) return cause
  const text = isFull ? 'No space left on device' : lines.join('\n')
  const known = reasons.find(({ pattern }) => pattern.test(text))
  if (known) return new AppError({ ...known.explain(dir), cause })
  if (systemCode(cause) === '28P01') {
    return new AppError({
      code: 'DATABASE_UNSUITABLE',
      message: `The password in ${dir}/password is not the one its database was made with.`,
      suggestion: 'Put the file back from a backup of this folder.',
      cause,
    })
  }
  const last = lines.findLast((line) => /FATAL|PANIC|ERROR|error:/.test(line)) ?? lines.at(-1)
  return new AppError({
    code: 'PROCESS_FAILED',
    message: `The embedded Postgres did not start: ${last ?? (cause instanceof Error ? cause.message : String(cause))}`,
    suggestion: 'What it said is in logs/postgres.log of the data folder; the data itself is untouched.',
    cause,
  })
}

/** What passes by itself: processes of a killed run that are about to end, a port taken a moment ago. */
export function isWorthAnotherTry(lines: string[]): boolean {
  return lines.some((line) =>
    /pre-existing shared memory block|lock file ".*" already exists|could not bind|could not create any TCP\/IP/.test(
      line,
    ),
  )
}

type Reason = { pattern: RegExp; explain: (dir: string) => AppErrorInit }

const reasons: Reason[] = [
  {
    pattern: /No space left on device|Disk quota exceeded|Check free disk space/,
    explain: (dir) => ({
      code: 'DISK_FULL',
      message: `The disk that holds ${dir} is full.`,
      suggestion: 'Free some space, or set DATA_DIR to a folder on another disk, and start again.',
    }),
  },
  {
    pattern: /Read-only file system|Permission denied|has wrong ownership|Operation not permitted/,
    explain: (dir) => ({
      code: 'DISK_NOT_WRITABLE',
      message: `Postgres may not write to ${dir}.`,
      suggestion: 'Start as the user who owns the folder, or set DATA_DIR to one you can write to.',
    }),
  },
  {
    pattern: /database files are incompatible with server/,
    explain: (dir) => ({
      code: 'DATABASE_UNSUITABLE',
      message: `The database in ${dir} was made by another version of Postgres.`,
      suggestion: 'Start the version of Framewright that made it, or move its content over with pg_dump and psql.',
    }),
  },
  {
    pattern: /could not bind|could not create any TCP\/IP/,
    explain: (dir) => ({
      code: 'PORT_IN_USE',
      message: 'The port of the embedded Postgres was taken by another program.',
      suggestion: `Start again; another port is chosen and kept in ${dir}/port.`,
    }),
  },
  {
    pattern: /pre-existing shared memory block|lock file ".*" (already exists|is empty)|bogus data in lock file/,
    explain: (dir) => ({
      code: 'ALREADY_RUNNING',
      message: `Processes of an earlier Postgres still use ${dir}.`,
      suggestion: 'Wait a minute and start again; if it stays, end the processes called postgres that belong to it.',
    }),
  },
  {
    pattern: /error while loading shared libraries|ENOENT|Exec format error/,
    explain: () => ({
      code: 'PLATFORM_UNSUPPORTED',
      message: 'The embedded Postgres does not run on this system, which lacks libraries it needs (glibc).',
      suggestion: 'Set DATABASE_URL to a Postgres of your own.',
    }),
  },
]
