import { expect, it } from 'vitest'
import { draftPrompt } from './draft-prompt.ts'
import { withTimes } from './scene-times.ts'

it.each<[string, string[], string[]]>([
  [
    'a scene that goes on is at the time of the one before',
    ['INT. LAMP ROOM - NIGHT', 'INT. LIGHTHOUSE - STAIRS - CONTINUOUS'],
    ['INT. LAMP ROOM - NIGHT', 'INT. LIGHTHOUSE - STAIRS - CONTINUOUS - NIGHT'],
  ],
  [
    'and so is the one after that',
    ['EXT. QUAY - DAWN', 'EXT. BOAT - CONTINUOUS', 'INT. CABIN - SAME'],
    ['EXT. QUAY - DAWN', 'EXT. BOAT - CONTINUOUS - DAWN', 'INT. CABIN - SAME - DAWN'],
  ],
  [
    'a chapter between them changes nothing',
    ['EXT. QUAY - DAWN', 'Chapter 2', 'Act two · INT. CABIN – CONT’D'],
    ['EXT. QUAY - DAWN', 'Chapter 2', 'Act two · INT. CABIN – CONT’D - DAWN'],
  ],
  [
    'what comes later may come by day',
    ['EXT. QUAY - NIGHT', 'EXT. QUAY - LATER'],
    ['EXT. QUAY - NIGHT', 'EXT. QUAY - LATER'],
  ],
  [
    'after a scene without a time nothing is known',
    ['EXT. QUAY - NIGHT', 'INT. CABIN', 'INT. HOLD - CONTINUOUS'],
    ['EXT. QUAY - NIGHT', 'INT. CABIN', 'INT. HOLD - CONTINUOUS'],
  ],
  ['the first has none before it', ['INT. HOLD - CONTINUOUS'], ['INT. HOLD - CONTINUOUS']],
])('%s', (_, headings, expected) => {
  expect(withTimes(headings)).toEqual(expected)
})

it('the time is drafted into the prompt', () => {
  const [, heading = ''] = withTimes(['INT. LAMP ROOM - NIGHT', 'INT. LIGHTHOUSE - STAIRS - CONTINUOUS'])
  const text = 'Mara climbs.'
  expect(draftPrompt({ text, heading, language: 'en' })).toBe('interior, lighthouse, stairs, night: Mara climbs')
})
