import { describe, expect, it } from 'vitest'
import { reasonOf, shortWarning } from './child-lines.ts'

const line = (level: number, msg: string, message?: string): string =>
  JSON.stringify({ level, msg, ...(message === undefined ? {} : { err: { message, stack: 'long' } }) })

describe('shortWarning', () => {
  it.each([
    { text: line(30, 'took a job'), expected: undefined },
    { text: line(40, 'slow disk'), expected: 'slow disk' },
    { text: line(50, 'Could not save', 'disk full'), expected: 'Could not save: disk full' },
    { text: '{"level":', expected: undefined },
    { text: '{"other":1}', expected: undefined },
    { text: 'plain text', expected: undefined },
  ])('of $text', ({ text, expected }) => {
    expect(shortWarning(text)).toBe(expected)
  })
})

describe('reasonOf', () => {
  it('takes the last error that was logged', () => {
    const lines = [line(50, 'first'), line(60, 'Uncaught exception', 'x is not a function'), line(30, 'after it')]
    expect(reasonOf(lines)).toBe('Uncaught exception: x is not a function')
  })

  it('takes what Node wrote when nothing was logged', () => {
    const lines = [
      'file:///app/web.ts:3',
      'throw new TypeError()',
      '',
      'TypeError: not a number',
      '    at main',
      '',
      'Node.js v24',
    ]
    expect(reasonOf(lines)).toBe('TypeError: not a number')
  })

  it('is empty when nothing was said', () => {
    expect(reasonOf([line(30, 'all is well'), 'compiled'])).toBe('')
  })
})
