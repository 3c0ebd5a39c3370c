import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPause } from '#lib/runtime/pause.ts'
import { matchLines, type OldLine } from './match-lines.ts'

const match = (old: OldLine[], next: string[]) => matchLines(old, next, createPause())
const lines = (...texts: string[]) => texts.map((text, index) => ({ id: String(index), text }))
/** Of each new one: the old one's number, = same, ~ edited, ! moved, + new. */
const shown = async (old: string[], next: string[]) =>
  (await match(lines(...old), next)).map(({ oldIndex, isSame, isMoved }) => {
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
  ])('%s', async (...[, old, next, expected]) => {
    expect(await shown(old, next)).toEqual(expected)
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
  it('matches each old one once, and is the same where it says so', async () => {
    await fc.assert(
      fc.asyncProperty(script, script, async (old, next) => {
        const matches = await match(lines(...old), next)
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

  it('finds the same script the same', async () => {
    await fc.assert(
      fc.asyncProperty(script, async (old) => {
        const matches = await match(lines(...old), old)
        expect(matches.every(({ isSame, isMoved }, index) => isSame && !isMoved && index >= 0)).toBe(true)
      }),
    )
  })

  it('loses nothing that was only deleted or inserted', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.nat(500), { maxLength: 40 }),
        fc.func(fc.boolean()),
        async (numbers, keeps) => {
          const old = numbers.map((number) => `Sentence number ${number} stands here alone.`)
          const next = old.filter((one) => keeps(one))
          expect((await match(lines(...old), next)).every(({ isSame }) => isSame)).toBe(true)
        },
      ),
    )
  })
})

it('is fast at five thousand by five thousand, also when nothing is as it was', async () => {
  const old = Array.from(
    { length: 5_000 },
    (_, index) => `Nova waits on pier ${index} for ferry ${index % 70} in the rain.`,
  )
  const edited = old.map((one, index) =>
    index % 3 === 0 ? one.replace('waits', 'sleeps').replace('rain', 'snow') : one,
  )
  const startedAt = performance.now()
  const matches = await match(lines(...old), edited.toReversed())
  expect(matches.filter(({ oldIndex }) => oldIndex !== null).length).toBeGreaterThan(4_900)
  expect(performance.now() - startedAt).toBeLessThan(5_000)
})

it.each([
  ['edited', (index: number) => `Nova sleeps on pier ${index} for ferry ${index % 70} in the snow.`],
  ['all others', (index: number) => `Otto ${index * 31} counts what ${index * 17} coins are left.`],
  ['all one', () => 'Yes.'],
])('lets others have their turn while it compares twenty thousand: %s', async (_, next) => {
  const count = 20_000
  const old = Array.from(
    { length: count },
    (_, index) => `Nova waits on pier ${index} for ferry ${index % 70} in the rain.`,
  )
  const texts = Array.from({ length: count }, (_, index) => next(index))
  let longestMs = 0
  let last = performance.now()
  const watch = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - last)
    last = performance.now()
  }, 1)
  await match(lines(...old), texts)
  clearInterval(watch)
  // A tenth of a second on a machine that does nothing else; with no pauses it would be all of it, some seconds.
  expect(longestMs).toBeLessThan(1_200)
})
