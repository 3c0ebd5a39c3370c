import { describe, expect, it } from 'vitest'
import { checkCode } from './code-rules.ts'

describe('a pure file', () => {
  it.each([
    'export const at = Date.now()',
    'export const at = new Date()',
    'export const at = Date()',
    'export const roll = () => Math.random()',
    'export const id = crypto.randomUUID()',
    'export const id = globalThis.crypto',
    'const { env } = process',
    'export const text = String(process.pid)',
    'export const get = (url: string) => fetch(url)',
    'console.log(1)',
    'setTimeout(() => {}, 1)',
    'export const list = [performance]',
  ])('may not say: %s', (code) => {
    expect(checkCode('lib/recipe/seed.ts', code)).toHaveLength(1)
    expect(checkCode('lib/recipe/seed.test.ts', code)).toEqual([])
    expect(checkCode('lib/jobs/commands.ts', code)).toEqual([])
  })

  it.each([
    'export const at = (text: string) => new Date(text)',
    'export const floor = Math.floor(1.5)',
    'export type Row = { process: string }; export const pick = (row: Row) => row.process',
    'export const name = (process: { id: string }) => ({ process: 1 })',
    'export function day(now: Date) { return now.getDay() }',
  ])('may say: %s', (code) => {
    expect(checkCode('lib/jobs/model.ts', code)).toEqual([])
  })
})

describe('a cast', () => {
  it('needs a reason beside it', () => {
    expect(checkCode('app/a.ts', '\n\nexport const a = JSON.parse("1") as number')).toEqual([
      { file: 'app/a.ts', line: 3, message: expect.stringContaining('`as`') },
    ])
    expect(checkCode('app/a.tsx', '// Safe: written by us.\nexport const a = JSON.parse("1") as number')).toEqual([])
  })

  it('may have its reason above the whole statement', () => {
    expect(checkCode('app/a.ts', '// Safe: written by us.\nexport const a = f(\n  b,\n  c as number,\n)')).toEqual([])
    expect(checkCode('app/a.ts', '// Far away.\n\n\nexport const a = f(\n  b,\n  c as number,\n)')).toHaveLength(1)
  })

  it('is not what as const and satisfies are', () => {
    expect(checkCode('app/a.ts', 'export const a = [1] as const satisfies number[]')).toEqual([])
  })
})
