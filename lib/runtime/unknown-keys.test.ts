import { expect, it } from 'vitest'
import { z } from 'zod'
import { findUnknownKeys } from './unknown-keys.ts'

const row = z.object({ text: z.string(), prompt: z.string().optional() })
const schema = z.object({
  dryRun: z.boolean().default(false),
  rows: z.array(row).min(1).optional(),
  either: z
    .union([row, z.object({ id: z.string() })])
    .nullable()
    .optional(),
  any: z.record(z.string(), z.number()).optional(),
  loose: z.looseObject({ a: z.number() }).optional(),
})

it.each<[string, unknown, string[]]>([
  ['what is known', { dryRun: true, rows: [{ text: 'a' }], either: { id: 'x' }, any: { b: 1 }, loose: { c: 2 } }, []],
  ['a letter in the wrong case', { dryrun: true }, ['dryrun']],
  ['a key deep inside', { rows: [{ text: 'a' }, { text: 'b', promt: 'c' }] }, ['rows.1.promt']],
  ['a key of no alternative', { either: { text: 'a', x: 1 } }, ['either.x']],
  ['what every object has', { toString: 1 }, ['toString']],
  ['what is no object at all', 'text', []],
])('finds in %s what is not known', (_, value, expected) => {
  expect(findUnknownKeys(schema, value).map(({ path }) => path)).toEqual(expected)
})

it('looks through what is done to a value', () => {
  const changed = schema.refine(() => true).transform((value) => value.rows)
  expect(findUnknownKeys(changed, { dryrun: 1 })).toEqual([{ path: 'dryrun', known: Object.keys(schema.shape) }])
  const before = z.preprocess((value) => value, schema)
  expect(findUnknownKeys(before, { dryrun: 1 })).toHaveLength(1)
})
