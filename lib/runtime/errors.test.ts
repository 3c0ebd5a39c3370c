import { describe, expect, it } from 'vitest'
import { AppError, describeError, httpStatus, isAppError, systemCode, toErrorBody } from './errors.ts'

const full = new AppError({
  code: 'CONFLICT',
  message: 'Somebody else changed it.',
  suggestion: 'Look at what they wrote.',
  details: { version: 3 },
  fields: { name: 'is taken' },
  retryable: true,
  cause: new Error('secret of the house'),
})

const brand: unique symbol = Symbol.for('framewright.AppError')

describe('AppError', () => {
  it('is recognised across copies of the module, and nothing else is', () => {
    class Copy extends Error {
      readonly [brand] = true
    }
    expect(isAppError(full)).toBe(true)
    expect(isAppError(new Copy())).toBe(true)
    for (const other of [new Error('a'), { code: 'CONFLICT' }, 'CONFLICT', null, undefined]) {
      expect(isAppError(other)).toBe(false)
    }
  })

  it('cannot be tried again unless it says so', () => {
    expect(new AppError({ code: 'INTERNAL', message: 'A.' }).retryable).toBe(false)
    expect(full.retryable).toBe(true)
  })

  it('has no cause when there was none', () => {
    expect('cause' in new AppError({ code: 'INTERNAL', message: 'A.' })).toBe(false)
    expect(full.cause).toBeInstanceOf(Error)
  })
})

it('toErrorBody carries all a person needs, without stack or cause', () => {
  const body = toErrorBody(full, 'e-1')
  expect(body).toEqual({
    code: 'CONFLICT',
    message: 'Somebody else changed it.',
    suggestion: 'Look at what they wrote.',
    details: { version: 3 },
    fields: { name: 'is taken' },
    retryable: true,
    id: 'e-1',
  })
  expect(JSON.stringify(body)).not.toMatch(/secret|stack/)
})

it.each([
  ['INVALID_INPUT', 400],
  ['NOT_FOUND', 404],
  ['INTERNAL', 500],
  ['DATABASE_UNREACHABLE', 503],
] as const)('httpStatus of %s is %i', (code, status) => {
  expect(httpStatus(code)).toBe(status)
})

it.each([
  [full, 'Somebody else changed it. Look at what they wrote.'],
  [new AppError({ code: 'INTERNAL', message: 'It broke.' }), 'It broke.'],
  [new Error('plain'), 'plain'],
  ['text', 'text'],
])('describeError says %s', (error, sentence) => {
  expect(describeError(error)).toBe(sentence)
})

describe('systemCode', () => {
  const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })

  it('finds the code however deep it is wrapped', () => {
    expect(systemCode(refused)).toBe('ECONNREFUSED')
    expect(systemCode(new Error('outer', { cause: new Error('middle', { cause: refused }) }))).toBe('ECONNREFUSED')
  })

  it('finds none where there is none', () => {
    for (const other of [new Error('a'), Object.assign(new Error('a'), { code: 7 }), 'ECONNREFUSED', undefined]) {
      expect(systemCode(other)).toBeUndefined()
    }
  })
})
