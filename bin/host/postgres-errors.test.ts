import { describe, expect, it } from 'vitest'
import { AppError } from '#lib/runtime/errors.ts'
import { explainPostgres, isWorthAnotherTry } from './postgres-errors.ts'

const cause = new Error('Postgres ended while it started')

describe('explainPostgres', () => {
  it.each([
    ['FATAL:  could not write to file "pg_wal/xlogtemp.9": No space left on device', 'DISK_FULL'],
    ['initdb: error: could not create directory "/data/x": Read-only file system', 'DISK_NOT_WRITABLE'],
    ['FATAL:  could not open file "global/pg_control": Permission denied', 'DISK_NOT_WRITABLE'],
    ['FATAL:  data directory "/data/x" has wrong ownership', 'DISK_NOT_WRITABLE'],
    ['FATAL:  database files are incompatible with server', 'DATABASE_UNSUITABLE'],
    ['LOG:  could not bind IPv4 address "127.0.0.1": Address already in use', 'PORT_IN_USE'],
    ['FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use', 'ALREADY_RUNNING'],
    [
      'postgres: error while loading shared libraries: libz.so.1: cannot open shared object file',
      'PLATFORM_UNSUPPORTED',
    ],
    ['PANIC:  could not locate a valid checkpoint record', 'PROCESS_FAILED'],
  ])('%s', (line, code) => {
    const error = explainPostgres({ dir: '/data/postgres', lines: ['LOG:  starting', line], cause })
    expect(error).toMatchObject({ code, suggestion: expect.stringMatching(/\w+.*\.$|DATABASE_URL/) })
  })

  it('names the password file when the password is refused', () => {
    const refused = Object.assign(new Error('no'), { code: '28P01' })
    const error = explainPostgres({ dir: '/data/postgres', lines: [], cause: refused })
    expect(error.message).toContain('/data/postgres/password')
  })

  it('passes on what is explained already', () => {
    const known = new AppError({ code: 'INTERNAL', message: 'Known.' })
    expect(explainPostgres({ dir: '/data', lines: [], cause: known })).toBe(known)
  })
})

it('tries again only after what passes by itself', () => {
  expect(isWorthAnotherTry(['FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use'])).toBe(true)
  expect(isWorthAnotherTry(['FATAL:  lock file "postmaster.pid" already exists'])).toBe(true)
  expect(isWorthAnotherTry(['FATAL:  could not write: No space left on device'])).toBe(false)
})
