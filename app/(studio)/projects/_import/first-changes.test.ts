import { expect, it } from 'vitest'
import type { ComparedLine, ComparedSection } from './comparison.ts'
import { firstChanges } from './first-changes.ts'

/** A letter for each line: `s` stayed, `n` is new. */
function aSection(title: string, kinds: string, from = 0): ComparedSection {
  const lines = [...kinds].map((letter, at): ComparedLine => {
    const kind = letter === 's' ? 'same' : 'new'
    return { index: from + at, kind, text: '', speaker: null, old: null, isMoved: false, keepsText: false }
  })
  return { title, titleBefore: null, lines }
}
const told = (sections: ComparedSection[], most: number) => {
  const { shown, rest } = firstChanges(sections, most)
  const rows = shown.map(({ title, rows }) => {
    return [title, ...rows.map((row) => (row.kind === 'changed' ? `#${row.line.index}` : `${row.count} as before`))]
  })
  return { rows, rest }
}

it('says of a run that stayed how many there are, and leaves out sections in which nothing changed', () => {
  expect(told([aSection('One', 'ssnsn'), aSection('Two', 'sss', 5), aSection('Three', 'ns', 8)], 9)).toEqual({
    rows: [
      ['One', '2 as before', '#2', '1 as before', '#4'],
      ['Three', '#8', '1 as before'],
    ],
    rest: 0,
  })
})

it('shows a section that has another name, though nothing else changed in it', () => {
  const renamed = { ...aSection('Two', 'ss'), titleBefore: 'Too' }
  const { shown } = firstChanges([aSection('One', 's'), renamed], 9)
  expect(shown).toEqual([{ title: 'Two', titleBefore: 'Too', rows: [{ kind: 'as before', index: 0, count: 2 }] }])
})

it('shows no more than that many changes, also of one section', () => {
  expect(told([aSection('One', 'nsnnsnn'), aSection('Two', 'snn', 7)], 2)).toEqual({
    rows: [['One', '#0', '1 as before', '#2']],
    rest: 5,
  })
})

it('goes through a section of thousands once', () => {
  const { shown, rest } = firstChanges([aSection('One', 'sn'.repeat(10_000))], 400)
  expect([shown[0]?.rows.length, rest]).toEqual([801, 9_600])
})
