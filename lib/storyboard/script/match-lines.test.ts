import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchLines } from './match-lines.ts'

const lines = (...texts: string[]) => texts.map((text, index) => ({ id: String(index), text }))
/** Of each new one: the old one's number, = same, ~ edited, ! moved, + new. */
const shown = (old: string[], next: string[]) =>
  matchLines(lines(...old), next).map(({ oldIndex, isSame, isMoved }) => {
    if (oldIndex === null) return '+'
    return `${oldIndex}${isSame ? '=' : '~'}${isMoved ? '!' : ''}`
  })

const story = [
  'Night falls over the harbour and the boats come in.',
  'Nova waits.',
  'Yes.',
  'The ferry is late again tonight.',
  'Yes.',
  'Otto counts the coins in his pocket.',
]

describe('which sentence was which', () => {
  it.each<[string, string[], string[], string[]]>([
    ['nothing changed', story, story, ['0=', '1=', '2=', '3=', '4=', '5=']],
    ['space means nothing', ['a  b c'], ['a b c'], ['0=']],
    [
      'one is new',
      story,
      [...story.slice(0, 2), 'A bell rings twice.', ...story.slice(2)],
      ['0=', '1=', '+', '2=', '3=', '4=', '5='],
    ],
    ['one is gone', story, story.toSpliced(3, 1), ['0=', '1=', '2=', '4=', '5=']],
    ['one is edited', story, story.with(3, 'The ferry is very late tonight.'), ['0=', '1=', '2=', '3~', '4=', '5=']],
    [
      'one between the same two is edited beyond likeness',
      story,
      story.with(3, 'Tonight the boat again sinks slowly.'),
      ['0=', '1=', '2=', '3~', '4=', '5='],
    ],
    ['one moved', story, [story[5] ?? '', ...story.slice(0, 5)], ['5=!', '0=', '1=', '2=', '3=', '4=']],
    [
      'one moved and was edited',
      story,
      ['Otto counts the coins in his left pocket.', ...story.slice(0, 5)],
      ['5~!', '0=', '1=', '2=', '3=', '4='],
    ],
    [
      'a short one elsewhere is another',
      [...story.slice(0, 2), 'No.', 'Go.'],
      ['Go.', ...story.slice(0, 2), 'No.'],
      ['+', '0=', '1=', '2='],
    ],
    [
      'one was split',
      story,
      [...story.slice(0, 3), 'The ferry is late.', 'Again tonight?', ...story.slice(4)],
      ['0=', '1=', '2=', '3~', '+', '4=', '5='],
    ],
    ['everything is new', ['a b c d', 'e f g h'], ['i j k l', 'm n o p', 'q r s t'], ['+', '+', '+']],
    ['from nothing', [], ['a'], ['+']],
    ['to nothing', ['a'], [], []],
    [
      'Japanese',
      ['夜になった。船が帰る。', '彼女は待つ。', '雨。'],
      ['夜になった。船がゆっくり帰る。', '彼女は待つ。', '雪。'],
      ['0~', '1=', '+'],
    ],
  ])('%s', (...[, old, next, expected]) => {
    expect(shown(old, next)).toEqual(expected)
  })
})

const text = fc
  .array(fc.constantFrom('nova', 'waits', 'the', 'ferry', 'is', 'late', 'again', 'otto', 'yes'), {
    minLength: 1,
    maxLength: 6,
  })
  .map((words) => words.join(' '))
const script = fc.array(text, { maxLength: 25 })

describe('whatever changed', () => {
  it('matches each old one once, and is the same where it says so', () => {
    fc.assert(
      fc.property(script, script, (old, next) => {
        const matches = matchLines(lines(...old), next)
        expect(matches).toHaveLength(next.length)
        const used = matches.flatMap(({ oldIndex }) => oldIndex ?? [])
        expect(new Set(used).size).toBe(used.length)
        for (const [index, { oldIndex, isSame }] of matches.entries()) {
          if (oldIndex !== null) expect(old[oldIndex] === next[index]).toBe(isSame)
        }
        const staying = matches.filter(({ isMoved }) => !isMoved).flatMap(({ oldIndex }) => oldIndex ?? [])
        expect(staying).toEqual([...staying].sort((a, b) => a - b))
      }),
    )
  })

  it('finds the same script the same', () => {
    fc.assert(
      fc.property(script, (old) => {
        expect(
          matchLines(lines(...old), old).every(({ isSame, isMoved }, index) => isSame && !isMoved && index >= 0),
        ).toBe(true)
      }),
    )
  })

  it('loses nothing that was only deleted or inserted', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(500), { maxLength: 40 }), fc.func(fc.boolean()), (numbers, keeps) => {
        const old = numbers.map((number) => `Sentence number ${number} stands here alone.`)
        const next = old.filter((one) => keeps(one))
        expect(matchLines(lines(...old), next).every(({ isSame }) => isSame)).toBe(true)
      }),
    )
  })
})

it('is fast at five thousand by five thousand, also when nothing is as it was', () => {
  const old = Array.from(
    { length: 5_000 },
    (_, index) => `Nova waits on pier ${index} for ferry ${index % 70} in the rain.`,
  )
  const edited = old.map((one, index) =>
    index % 3 === 0 ? one.replace('waits', 'sleeps').replace('rain', 'snow') : one,
  )
  const startedAt = performance.now()
  const matches = matchLines(lines(...old), edited.toReversed())
  expect(matches.filter(({ oldIndex }) => oldIndex !== null).length).toBeGreaterThan(4_900)
  expect(performance.now() - startedAt).toBeLessThan(5_000)
})
