import { expect, it } from 'vitest'
import { firstPrompts, type Scenes } from './first-prompts.ts'

const sections = [
  { id: 'pier', title: 'INT. PIER - NIGHT' },
  { id: 'stairs', title: 'INT. STAIRS - CONTINUOUS' },
  { id: 'plain', title: 'Section 3' },
]

function draft({ in: sectionId = 'pier', ...given }: Partial<Scenes> & { in?: string }, ...words: string[]): string[] {
  const scenes = { sections, scriptLanguage: null, texts: [], ...given }
  return firstPrompts(scenes, { sectionId, sentences: words.map((text) => ({ text })) })
}

it('begins with the scene, at the time of day of the one it goes on from', () => {
  expect(draft({}, 'She waits.')).toEqual(['interior, pier, night: She waits'])
  expect(draft({ in: 'stairs' }, 'She waits.')).toEqual(['interior, stairs, night: She waits'])
})

it('is the words alone where no scene is named, or the section is not known', () => {
  expect(draft({ in: 'plain' }, 'She waits.', 'It rains.')).toEqual(['She waits', 'It rains'])
  expect(draft({ in: 'elsewhere' }, 'She waits.')).toEqual(['She waits'])
})

it('says who speaks', () => {
  const scenes = { sections, scriptLanguage: 'en', texts: [] }
  const sentences = [{ text: 'I know.', speaker: 'NOVA' }]
  expect(firstPrompts(scenes, { sectionId: 'plain', sentences })).toEqual(['Nova speaking'])
})

it('is in the language of the script, whatever the words are in', () => {
  expect(draft({ scriptLanguage: 'de' }, 'She waits for the ferry.')).toEqual([
    'innen, Pier, Night: She waits for the ferry',
  ])
})

it('is in the language of the words where there is no script: of those on the board and of those that come', () => {
  const german = 'Sie wartet auf die Fähre und der Regen hört nicht auf.'
  expect(draft({}, german)[0]).toMatch(/^innen, /)
  expect(draft({ texts: [german] }, 'Regen.')[0]).toMatch(/^innen, /)
})

it.each(['A voice calls.', 'A man sat at a table.', 'Rain.'])('is in English when in doubt: %s', (text) => {
  expect(draft({}, text, '“Wait!”')[1]).toMatch(/somebody speaking$/)
})
