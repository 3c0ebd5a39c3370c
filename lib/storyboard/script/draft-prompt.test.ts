import { expect, it } from 'vitest'
import { draftPrompt } from './draft-prompt.ts'
import { readSceneHeading } from './scene-heading.ts'
import { speakerName } from './speaker-name.ts'

const kitchen = 'INT. KITCHEN - NIGHT'

it.each<[string, Partial<Parameters<typeof draftPrompt>[0]>, string]>([
  ['what is seen stands in its scene', {}, 'interior, kitchen, night: Nova pours the last of the coffee'],
  ['a heading without a place says nothing', { heading: 'Chapter 3' }, 'Nova pours the last of the coffee'],
  ['no heading, no scene', { heading: null }, 'Nova pours the last of the coffee'],
  ['what is said is not drawn', { text: 'I know.', speaker: 'NOVA' }, 'interior, kitchen, night: Nova speaking'],
  [
    'how it is said is',
    { text: '(softly) I know.', speaker: 'NOVA' },
    'interior, kitchen, night: Nova speaking, softly',
  ],
  ['a beat is not seen', { text: '(beat) I know.', speaker: 'NOVA' }, 'interior, kitchen, night: Nova speaking'],
  [
    'a voice-over tells what is seen',
    { text: 'It rained.', speaker: 'NOVA (V.O.)' },
    'interior, kitchen, night: It rained',
  ],
  ['a question stays one', { text: 'Is it over?' }, 'interior, kitchen, night: Is it over?'],
  ['an ellipsis stays', { text: 'She waits...', heading: null }, 'She waits...'],
  [
    'speech in prose is somebody speaking',
    { text: '“Where is she?” asked Tom, at the door.', heading: null },
    'Tom speaking, at the door',
  ],
  ['who says it may stand in front', { text: 'Tom said: “Go.”', heading: null }, 'Tom speaking'],
  ['speech alone has a speaker nobody named', { text: '“Where is she?”', heading: null }, 'somebody speaking'],
  [
    'quotes that are not speech stay',
    { text: 'The sign says “closed” in red.', heading: null },
    'The sign says “closed” in red',
  ],
  [
    'it goes on: no time',
    { heading: 'INT. NOVA’S KITCHEN - CONTINUOUS' },
    'interior, Nova’s kitchen: Nova pours the last of the coffee',
  ],
  [
    'in German',
    { text: 'Nova wartet.', heading: 'INNEN. KÜCHE - NACHT', language: 'de' },
    'innen, Küche, Nacht: Nova wartet',
  ],
  ['below an act', { text: 'Rain.', heading: 'Act one · EXT. HARBOUR - DAWN' }, 'exterior, harbour, dawn: Rain'],
])('%s', (_, given, expected) => {
  const text = 'Nova pours the last of the coffee.'
  expect(draftPrompt({ text, heading: kitchen, language: 'en', ...given })).toBe(expected)
})

it.each([
  ['INT. KITCHEN - NIGHT', 'interior', ['KITCHEN'], 'NIGHT'],
  ['EXT. HOUSE - GARDEN - DAY', 'exterior', ['HOUSE', 'GARDEN'], 'DAY'],
  ['INT./EXT. CAR - MOVING - DUSK', 'both', ['CAR', 'MOVING'], 'DUSK'],
  ['I/E CAR', 'both', ['CAR'], ''],
  ['12A. EXT. ROOF – LATER', 'exterior', ['ROOF'], ''],
  ['12 EXT. ROOF - NIGHT #12#', 'exterior', ['ROOF'], 'NIGHT'],
  ['ext. beach - early morning', 'exterior', ['beach'], 'early morning'],
  ['EST. CITY', 'exterior', ['CITY'], ''],
])('%s is a scene', (...[line, setting, places, time]) => {
  expect(readSceneHeading(line)).toEqual({ setting, places, time })
})

it.each(['Chapter 3', 'International waters', 'Est-ce vrai ?', 'Exterior paint is dry.', 'int the', 'The end'])(
  '%s is none',
  (line) => {
    expect(readSceneHeading(line)).toBeUndefined()
  },
)

it.each([
  ['NOVA (V.O.)', 'Nova'],
  ["O'BRIEN", "O'Brien"],
  ['DR. NOVA-LEE', 'Dr. Nova-Lee'],
  ['McCLANE', 'McCLANE'],
  ['NOVA ^', 'Nova'],
  ['ノヴァ', 'ノヴァ'],
  ['ÉLODIE', 'Élodie'],
])('%s is called %s', (speaker, name) => {
  expect(speakerName(speaker)).toBe(name)
})
