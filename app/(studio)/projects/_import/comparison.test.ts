import { expect, it } from 'vitest'
import type { ComparedSentence, ScriptComparison } from '#lib/storyboard/script-compare.ts'
import {
  applyDecisions,
  arrangeAsBoard,
  countDrafts,
  countKinds,
  countRenamed,
  keepDecisions,
  noDecisions,
  toUpdate,
} from './comparison.ts'

const old = (id: string, text: string, more: Partial<ComparedSentence> = {}): ComparedSentence => ({
  ...{
    id,
    text,
    number: 1,
    sectionId: 'S',
    sectionTitle: 'One',
    hasPicture: false,
    wasEdited: false,
    hasDraft: true,
    locked: false,
  },
  ...more,
})
const line = (oldId: string, isUnchanged: boolean, isMoved = false) => ({ oldId, isUnchanged, isMoved })
const plain = (text: string) => ({ text, speaker: null, prompt: null })
const sections = [
  {
    title: 'One',
    sentences: ['Same.', 'Edited now.', 'Script words.', 'Moved.', 'New.'].map(plain),
  },
]
const comparison: ScriptComparison = {
  sections: [
    {
      title: 'One',
      sentences: (sections[0]?.sentences ?? []).map(({ text }, line) => ({ text, line, isWhole: true })),
    },
  ],
  lines: [line('a', true), line('b', false), line('c', true), line('d', true, true), null],
  sentences: [
    ...[old('a', 'Same.'), old('b', 'Edited.'), old('c', 'Words by hand.', { wasEdited: true })],
    ...[old('d', 'Moved.'), old('e', 'Gone.')],
  ],
  gone: ['e'],
  byHand: 0,
  boardSections: [{ id: 'S', title: 'One', scriptTitle: 'One' }],
}
const kinds = (decisions = noDecisions) =>
  applyDecisions(sections, comparison, decisions).sections.flatMap(({ lines }) => lines.map(({ kind }) => kind))

it('says of each what it is', () => {
  expect(kinds()).toEqual(['same', 'edited', 'kept', 'moved', 'new'])
  const compared = applyDecisions(sections, comparison, noDecisions)
  expect(countKinds(compared)).toEqual({ same: 1, edited: 1, kept: 1, moved: 1, new: 1, gone: 1 })
  expect(countDrafts(compared)).toBe(1)
})

it('says what a section was called that the new version calls otherwise', () => {
  const before = (title: string, board: { title: string; scriptTitle: string | null }) => {
    const boardSections = [{ id: 'S', ...board }]
    const compared = applyDecisions(
      [{ title, sentences: sections[0]?.sentences ?? [] }],
      { ...comparison, boardSections },
      noDecisions,
    )
    return [compared.sections[0]?.titleBefore, countRenamed(compared)]
  }
  expect(before('Two', { title: 'One', scriptTitle: 'One' })).toEqual(['One', 1])
  expect(before('One', { title: 'One', scriptTitle: 'One' })).toEqual([null, 0])
  // Renamed by hand: that stays while the script calls it the same, and goes once it does not.
  expect(before('One', { title: 'Mine', scriptTitle: 'One' })).toEqual([null, 0])
  expect(before('Two', { title: 'Mine', scriptTitle: 'One' })).toEqual(['Mine', 1])
  const other = { oldIds: new Map([0, 1, 2, 3].map((index) => [index, null])), keeps: new Map<number, boolean>() }
  // A section none of whose sentences was there is a new one.
  expect(
    applyDecisions([{ title: 'Two', sentences: sections[0]?.sentences ?? [] }], comparison, other).sections[0],
  ).toMatchObject({ titleBefore: null })
})

it('follows what a person decided', () => {
  expect(kinds({ oldIds: new Map([[1, null]]), keeps: new Map() })[1]).toBe('new')
  expect(
    kinds({
      oldIds: new Map(),
      keeps: new Map([
        [1, true],
        [2, false],
      ]),
    }).slice(1, 3),
  ).toEqual(['kept', 'edited'])
  const decisions = { oldIds: new Map([[4, 'a']]), keeps: new Map<number, boolean>() }
  expect(kinds(decisions)).toEqual(['new', 'edited', 'kept', 'moved', 'edited'])
})

it('keeps what was decided over a second comparison, but of what was joined or split meanwhile', () => {
  const decided = {
    oldIds: new Map([
      [0, null],
      [4, 'e'],
    ]),
    keeps: new Map([[1, true]]),
  }
  const after = (texts: string[]) => keepDecisions(decided, sections, [{ title: 'One', sentences: texts.map(plain) }])
  const texts = sections[0]?.sentences.map(({ text }) => text) ?? []
  expect(after(texts)).toEqual(decided)
  const joined = after(['Same. Edited now.', ...texts.slice(2)])
  expect(joined).toEqual({ oldIds: new Map([[3, 'e']]), keeps: new Map() })
  const split = after(['Same.', 'Edited', 'now.', ...texts.slice(2)])
  expect([...split.oldIds, ...split.keeps]).toEqual([
    [0, null],
    [5, 'e'],
  ])
  expect(after([])).toEqual(noDecisions)
})

it('sends which one each was, and which are gone', () => {
  const compared = applyDecisions(sections, comparison, noDecisions)
  const update = toUpdate(sections, compared, { redraft: true })
  expect(update.gone).toEqual([{ id: 'e', text: 'Gone.' }])
  expect(update.sections).toMatchObject([
    {
      sentences: [
        { old: { id: 'a', newPrompt: false } },
        { old: { id: 'b', text: 'Edited.', keepText: false, newPrompt: true } },
        { old: { id: 'c', keepText: true } },
        { old: { id: 'd' } },
        { text: 'New.' },
      ],
    },
  ])
})

it('joins and splits what is joined and split on the board', () => {
  const one = { text: 'One.', speaker: 'NOVA', prompt: 'one' }
  const given = [{ title: 'One', sentences: [one, { text: 'Two.', speaker: null, prompt: 'two' }] }]
  const sentences = [
    { text: 'One. Two.', line: 0, isWhole: false },
    { text: 'Two.', line: 1, isWhole: true },
  ]
  expect(arrangeAsBoard(given, { ...comparison, sections: [{ title: 'One', sentences }] })).toEqual([
    {
      title: 'One',
      sentences: [
        { text: 'One. Two.', speaker: 'NOVA', prompt: null },
        { text: 'Two.', speaker: null, prompt: 'two' },
      ],
    },
  ])
})
