import { describe, expect, it } from 'vitest'
import { buildSections } from './build-sections.ts'
import { createCastFinder } from './cast-in.ts'
import { detectLanguage } from './detect-language.ts'
import { findNames } from './find-names.ts'
import { screenplay } from './fixtures.fixture.ts'
import { readScript } from './read-script.ts'

const names = (source: string, language = 'en') =>
  findNames(buildSections(readScript(source), { language, splitBy: 'sentence' }).sections, language)

describe('whom a script names', () => {
  it('knows who speaks and where, for sure', () => {
    expect(names(screenplay)).toEqual([
      { name: 'Nova', kind: 'character', count: 4, isSure: true },
      { name: 'Otto', kind: 'character', count: 1, isSure: true },
      { name: 'Ferry Terminal', kind: 'place', count: 6, isSure: true },
      { name: 'Pier', kind: 'place', count: 4, isSure: true },
    ])
  })

  it('finds names in prose where no sentence begins', () => {
    const source =
      'The ferry came. Then Nova Lee ran. She saw Nova. Rain fell on Otto and on Otto. The Rain stopped. He went to Paris. She was in Paris. On Monday Dr. Weber left. On Monday it rained.'
    expect(names(source).map(({ name, kind, count, isSure }) => [name, kind, count, isSure])).toEqual([
      ['Otto', 'character', 1, false],
      // A place is set by headings, and there is none.
      ['Paris', 'place', 0, false],
    ])
    expect(names(`${source} I see Nova.`).map(({ name }) => name)).toContain('Nova')
  })

  it('counts the sentences they will be set on, none for who is only heard', () => {
    const source =
      'INT. KITCHEN - DAY\n\nIngrid turns the dial.\n\nRADIO (V.O.)\nSnow is coming. Stay inside.\n\nINGRID\nNo.\n'
    expect(names(source).map(({ name, count }) => [name, count])).toEqual([
      ['Radio', 0],
      ['Ingrid', 2],
      ['Kitchen', 4],
    ])
  })

  it('does not take every German noun for a name', () => {
    const source =
      'Der Regen fällt. Dann sieht Nova das Boot. Der Kapitän ruft Nova. Heute lacht Nova im Regen. Das Boot fährt im Regen. Ein Boot kommt, das Boot geht.'
    expect(names(source, 'de').map(({ name }) => name)).toEqual(['Nova'])
  })

  it('finds none where letters have no size', () => {
    expect(names('夜になった。船が帰る。', 'ja')).toEqual([])
  })
})

describe('who is in a sentence', () => {
  const cast = [
    { id: 'nova', name: 'Nova', kind: 'character' as const },
    { id: 'otto', name: 'Otto', kind: 'character' as const },
    { id: 'pier', name: 'Pier', kind: 'place' as const },
    { id: 'yuki', name: '雪', kind: 'character' as const },
  ]
  const find = createCastFinder(cast)
  it.each<[string, string | null, string, string[]]>([
    ['Nova waits.', null, '', ['nova']],
    ['NOVA (30s) waits for Otto.', null, '', ['nova', 'otto']],
    ['Novas are stars.', null, '', []],
    ['Where is Nova?', 'OTTO', '', ['otto']],
    ['“Where is Nova?” asked Otto.', null, '', ['otto']],
    ['It rains on Nova.', 'OTTO (V.O.)', '', ['nova']],
    ['Rain.', null, 'EXT. PIER - NIGHT', ['pier']],
    ['Rain.', null, 'EXT. PIERSIDE - NIGHT', []],
    ['雪が笑う。', null, '', ['yuki']],
  ])('%s', (...[text, speaker, heading, expected]) => {
    expect(find({ text, speaker }, heading)).toEqual(expected)
  })
})

it.each([
  ['en', 'The boat is late and she waits for it.'],
  ['de', 'Das Boot ist spät und sie wartet auf es.'],
  ['fr', 'Le bateau est en retard et elle attend dans la pluie.'],
  ['es', 'El barco llega tarde y ella espera en el muelle.'],
  ['ja', '夜になった。船が帰る。'],
  ['zh', '天黑了。船回来了。'],
  ['ar', 'حل الليل على الميناء.'],
  ['ru', 'Он ждал на пирсе.'],
  ['uk', 'Він чекав на пірсі.'],
  ['en', '12 34'],
  ['en', 'A man, a boat.'],
  ['fr', 'Il a mangé.'],
  ['pt', 'Ela vai a casa.'],
])('%s: %s', (language, text) => {
  expect(detectLanguage(text)).toBe(language)
})
