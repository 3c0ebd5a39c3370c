import { expect, test } from 'vitest'
import { z } from 'zod'
import { explainIssue } from './plain-issues.ts'

const schema = z.strictObject({
  title: z.string(),
  count: z.number().int().min(2).max(9).optional(),
  kind: z.enum(['image', 'video']).optional(),
  isOn: z.boolean().optional(),
  names: z.array(z.string()).max(1).optional(),
  own: z.string({ error: 'has words of its own' }).optional(),
})

test.each([
  [{}, 'title is missing'],
  [{ title: 7 }, 'title must be text'],
  [{ title: 'a', titel: 'b' }, ' knows no "titel"'],
  [{ title: 'a', count: 'two' }, 'count must be a number'],
  [{ title: 'a', count: 2.5 }, 'count must be a whole number'],
  [{ title: 'a', count: 1 }, 'count must be 2 or more'],
  [{ title: 'a', count: 10 }, 'count must be 9 or less'],
  [{ title: 'a', kind: 'movie' }, 'kind must be one of image, video'],
  [{ title: 'a', isOn: 'yes' }, 'isOn must be true or false'],
  [{ title: 'a', names: 'b' }, 'names must be a list'],
  [{ title: 'a', names: ['b', 'c'] }, 'names has too many entries'],
  [{ title: 'a', own: 7 }, 'own has words of its own'],
  [null, ' must be lines of names and values'],
])('%j: %s', (value, expected) => {
  const { error } = schema.safeParse(value, { error: explainIssue })
  expect(error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`)).toEqual([expected])
})
