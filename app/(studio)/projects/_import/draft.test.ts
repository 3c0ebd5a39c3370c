import fc from 'fast-check'
import { expect, it } from 'vitest'
import { countDraft, type Draft, joinRow, renameSection, splitRow, toDraft, toSections } from './draft.ts'

const sections = [
  {
    title: 'One',
    sentences: [
      { text: 'Night falls over us.', speaker: null, prompt: null },
      { text: 'Wait!', speaker: 'NOVA', prompt: null },
      { text: 'Wait for me!', speaker: 'NOVA', prompt: null },
    ],
  },
  { title: 'Two', sentences: [{ text: '夜。船。', speaker: null, prompt: 'a boat' }] },
]
const draft = toDraft(sections)
const texts = ({ rows }: Draft) => rows.map((row) => (row.kind === 'section' ? `# ${row.title}` : row.text))

it('goes there and back', () => {
  expect(toSections(draft)).toEqual(sections)
  expect(countDraft(draft)).toEqual({ sections: 2, sentences: 4 })
})

it('splits at the caret, and the caret goes on in the second half', () => {
  const split = splitRow(draft, 1, 11)
  expect(texts(split?.draft ?? draft)).toEqual([
    '# One',
    'Night falls',
    'over us.',
    'Wait!',
    'Wait for me!',
    '# Two',
    '夜。船。',
  ])
  expect(split?.focus).toEqual({ key: 6, at: 0 })
  expect(splitRow(draft, 1, 3)).toBeUndefined()
  expect(splitRow(draft, 1, 0)).toBeUndefined()
  expect(splitRow(draft, 1, 20)).toBeUndefined()
  expect(splitRow(draft, 0, 1)).toBeUndefined()
})

it('joins with the one above, when the same one says both', () => {
  const joined = joinRow(draft, 3)
  expect(texts(joined?.draft ?? draft)).toContain('Wait! Wait for me!')
  expect(joined?.focus).toEqual({ key: 2, at: 6 })
  expect(joinRow(draft, 2)).toBeUndefined()
  expect(joinRow(draft, 1)).toBeUndefined()
  expect(joinRow(draft, 5)).toBeUndefined()
})

it('joins without a space what is written without', () => {
  const split = splitRow(draft, 5, 2)
  expect(texts(joinRow(split?.draft ?? draft, split?.focus.key ?? -1)?.draft ?? draft)).toEqual(texts(draft))
})

it('renames a section', () => {
  expect(texts(renameSection(draft, 4, 'Three'))).toContain('# Three')
})

it('never loses a word, however it is split and joined', () => {
  const acts = fc.array(fc.record({ key: fc.nat(12), at: fc.nat(30), isSplit: fc.boolean() }), { maxLength: 30 })
  fc.assert(
    fc.property(acts, (list) => {
      const end = list.reduce((at, act) => {
        return (act.isSplit ? splitRow(at, act.key, act.at) : joinRow(at, act.key))?.draft ?? at
      }, draft)
      const wordsOf = (one: Draft) => texts(one).join(' ').replace(/\s/gu, '')
      expect(wordsOf(end)).toBe(wordsOf(draft))
      expect(texts(end).every((text) => text.trim() !== '')).toBe(true)
      expect(new Set(end.rows.map(({ key }) => key)).size).toBe(end.rows.length)
    }),
  )
})

it('gives back exactly what was split when it is joined again', () => {
  fc.assert(
    fc.property(fc.constantFrom(1, 2, 3, 5), fc.nat(25), (key, at) => {
      const split = splitRow(draft, key, at)
      if (split) expect(texts(joinRow(split.draft, split.focus.key)?.draft ?? split.draft)).toEqual(texts(draft))
    }),
  )
})
