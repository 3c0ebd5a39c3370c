import { expect, it } from 'vitest'
import { type Draft, joinRow, renameSection, splitRow, toDraft } from './draft.ts'
import { arrange, type DraftHistory, redo, undo } from './draft-history.ts'

const text = 'Night falls over us.'
const first = toDraft([
  { title: 'One', sentences: [text, 'It rains.'].map((text) => ({ text, speaker: null, prompt: null })) },
])
const begun: DraftHistory = { draft: first, past: [], future: [] }
const texts = ({ draft }: DraftHistory) =>
  draft.rows.map((row) => (row.kind === 'section' ? `# ${row.title}` : row.text))
const textAtCaret = ({ draft, caret }: DraftHistory) => {
  const row = draft.rows.find(({ key }) => key === caret?.key)
  return row?.kind === 'sentence' ? row.text.slice(caret?.at) : undefined
}
const split = (now: DraftHistory, key: number, at: number) => arrange(now, splitRow(now.draft, key, at)?.draft ?? first)
const join = (now: DraftHistory, key: number) => arrange(now, joinRow(now.draft, key)?.draft ?? first)

it('goes back and forth over what was split and joined', () => {
  const one = split(begun, 1, 11)
  const two = join(one, 2)
  expect(texts(two)).toEqual(['# One', 'Night falls', 'over us. It rains.'])
  const [back, start] = [undo(two), undo(undo(two))]
  expect(texts(back)).toEqual(texts(one))
  expect(texts(start)).toEqual(texts(begun))
  expect(undo(start)).toBe(start)
  expect(texts(redo(start))).toEqual(texts(one))
  expect(texts(redo(redo(start)))).toEqual(texts(two))
  expect(redo(two)).toMatchObject({ draft: two.draft, past: two.past })
})

it('puts the caret where it was done', () => {
  const one = split(begun, 1, 11)
  expect(textAtCaret(undo(one))).toBe(' over us.')
  expect(textAtCaret(redo(undo(one)))).toBe('over us.')
  const joined = join(begun, 2)
  expect(textAtCaret(undo(joined))).toBe('It rains.')
  expect(textAtCaret(redo(undo(joined)))).toBe(' It rains.')
  expect(joined.caret).toBeUndefined()
})

it('forgets what was undone once something else is done', () => {
  const other = join(undo(split(begun, 1, 11)), 2)
  expect(other.future).toEqual([])
  expect(redo(other).draft).toBe(other.draft)
})

it('takes a title that was typed for one act', () => {
  const type = (now: DraftHistory, title: string) => arrange(now, renameSection(now.draft, 0, title), 0)
  const typed = ['Tw', 'Two'].reduce(type, begun)
  expect(texts(undo(typed))[0]).toBe('# One')
  expect(texts(redo(undo(typed)))[0]).toBe('# Two')
  const later = type(split(typed, 1, 11), 'Three')
  expect(texts(undo(later))[0]).toBe('# Two')
  expect(texts(undo(type(undo(typed), 'Four')))[0]).toBe('# One')
})

it('goes back a hundred acts, and no further', () => {
  let now = begun
  const name = (index: number): Draft => renameSection(now.draft, 0, `Title ${index}`)
  for (let index = 0; index < 120; index++) now = arrange(now, name(index))
  expect(now.past).toHaveLength(100)
})
