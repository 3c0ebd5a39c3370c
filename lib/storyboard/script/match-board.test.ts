import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPause } from '#lib/runtime/pause.ts'
import { matchBoard } from './match-board.ts'

/** A row as "words" or, with what the script last said, "words | script"; by hand with nothing behind the bar. */
const rowsOf = (...rows: string[]) =>
  rows.map((row, index) => {
    const [text = '', script] = row.split(' | ')
    return { id: String(index), sectionId: 'one', text, scriptText: script === undefined ? text : script || null }
  })

/** Of each sentence: its row, = as it is on the board, ~ with other words, k the words of the board stay. */
async function shown(board: string[], script: string[]) {
  const rows = rowsOf(...board)
  const { sections, left } = await matchBoard({ rows, sections: [script], language: 'en', pause: createPause() })
  const lines = sections.flat().map(({ oldId, text, isUnchanged }) => {
    if (oldId === null) return `+ ${text}`
    const isAsShown = rows[Number(oldId)]?.text === text
    return `${oldId}${isAsShown ? '=' : isUnchanged ? 'k' : `~ ${text}`}`
  })
  return [...lines, ...left.map((id) => `-${id}`)]
}

const [chair, dial, rain] = ['A chair scrapes upstairs.', 'She turns the dial.', 'Rain falls on the roof.']

describe('sentences that stand joined', () => {
  it.each<[string, string[], string[], string[]]>([
    ['on the board, by hand', [rain, `${chair} ${dial} | ${dial}`], [rain, chair, dial], ['0=', '1=']],
    ['in the preview', [rain, `${chair} ${dial}`], [rain, chair, dial], ['0=', '1=']],
    [
      'the first edited',
      [rain, `${chair} ${dial} | ${dial}`],
      [rain, 'A chair scrapes loudly upstairs.', dial],
      ['0=', `1~ A chair scrapes loudly upstairs. ${dial}`],
    ],
    [
      'the second edited',
      [rain, `${chair} ${dial} | ${dial}`],
      [rain, chair, 'She turns the dial slowly.'],
      ['0=', `1~ ${chair} She turns the dial slowly.`],
    ],
    [
      'both edited',
      [rain, `${chair} ${dial} | ${dial}`],
      [rain, 'A chair scrapes loudly upstairs.', 'She turns the dial slowly.'],
      ['0=', '1~ A chair scrapes loudly upstairs. She turns the dial slowly.'],
    ],
    [
      'a new one between them',
      [rain, `${chair} ${dial}`],
      [rain, chair, 'A dog barks.', dial],
      ['0=', `1~ ${chair} A dog barks. ${dial}`],
    ],
    ['with words of somebody behind them', [`${chair} ${dial} Wait. | ${chair}`], [chair, dial], ['0k']],
    [
      'now far from each other',
      [rain, `${chair} ${dial} | ${dial}`],
      [chair, rain, dial],
      [`1~ ${chair}`, '0=', `+ ${dial}`],
    ],
    ['without an end between them', ['Chapter one She turns the dial.'], ['Chapter one', dial], ['0=']],
    ['and each by itself as well', [`${chair} ${dial} | `, chair, dial], [chair, dial], ['1=', '2=']],
  ])('%s', async (...[, board, script, expected]) => {
    expect(await shown(board, script)).toEqual(expected)
  })
})

describe('one that stands split', () => {
  const whole = 'Nova waits on the pier in the rain.'
  const split = [`Nova waits | ${whole}`, 'on the pier in the rain. | ']
  it.each<[string, string[], string[], string[]]>([
    ['by hand', [...split, rain], [whole, rain], ['0=', '1=', '2=']],
    ['in the preview', ['Nova waits', 'on the pier in the rain.', rain], [whole, rain], ['0=', '1=', '2=']],
    [
      'edited in the script',
      [...split, rain],
      ['Nova waits on the long pier in the rain.', rain],
      ['0=', '1~ on the long pier in the rain.', '2='],
    ],
    [
      'in the preview, and edited in the script',
      [rain, 'Nova waits', 'on the pier in the rain.'],
      [rain, 'Nova waits on the long pier in the rain.'],
      ['0=', '1=', '2~ on the long pier in the rain.'],
    ],
    [
      'edited on the board',
      [split[0] ?? '', 'on the pier in the snow and rain. | ', rain],
      [whole, rain],
      ['0k', '2='],
    ],
    ['gone from the script', [...split, rain], [rain], ['2=', '-0', '-1']],
  ])('%s', async (...[, board, script, expected]) => {
    expect(await shown(board, script)).toEqual(expected)
  })
})

describe('a border between two that was moved', () => {
  const [first, second] = [`${chair} She turns | ${chair}`, 'the dial. | ']
  it.each<[string, string[], string[], string[]]>([
    ['stays where it is', [rain, first, second], [rain, chair, dial], ['0=', '1=', '2=']],
    ['over three', [first, `the dial. Rain | `, 'falls on the roof. | '], [chair, dial, rain], ['0=', '1=', '2=']],
    [
      'is not there any more when the script edits it, and no words come twice',
      [rain, first, second],
      [rain, chair, 'She slowly turns the dial.'],
      ['0=', `1~ ${chair} She slowly turns the dial.`, '-2'],
    ],
    [
      'in more parts than one is not there any more either',
      [rain, `${chair} She turns | ${chair}`, `the | ${dial}`, 'dial. | '],
      [rain, 'A chair scrapes upstairs and she turns the dial.'],
      ['0=', '1~ A chair scrapes upstairs and she turns the dial.', '-3', '-2'],
    ],
    [
      'leaves what is of neither',
      [rain, first, 'By hand. | ', second],
      [rain, chair, dial],
      ['0=', `1~ ${chair} ${dial}`, '-3'],
    ],
  ])('%s', async (...[, board, script, expected]) => {
    expect(await shown(board, script)).toEqual(expected)
  })
})

describe('a copy of a row of the script', () => {
  const pier = 'Nova waits on the pier.'
  it.each<[string, string[], string[], string[]]>([
    ['behind it', [pier, `${pier} | `, rain], [pier, rain], ['0=', '2=']],
    ['before it', [`${pier} | `, pier, rain], [pier, rain], ['1=', '2=']],
    [
      'of all of them, the first edited in the script',
      [pier, chair, `${pier} | `, `${chair} | `, rain],
      ['Nova waits on the old pier.', chair, rain],
      ['0~ Nova waits on the old pier.', '1=', '4='],
    ],
    [
      'that was edited before, as the script has it now',
      [`${pier} | Nova waits there.`, `${pier} | `, rain],
      [pier, rain],
      ['0=', '2='],
    ],
    [
      'that the script has as well now',
      [pier, `${pier} | `, `${pier} | `, rain],
      [pier, pier, rain],
      ['0=', '1=', '3='],
    ],
    ['of which the first is gone', [`${pier} | `, rain], [pier, rain], ['0=', '1=']],
  ])('%s', async (...[, board, script, expected]) => {
    expect(await shown(board, script)).toEqual(expected)
  })
})

it('makes one of two sentences where the script does', async () => {
  const next = 'A chair scrapes upstairs and she turns the dial.'
  expect(await shown([rain, chair, dial], [rain, next])).toEqual(['0=', `1~ ${next}`])
})

it('gives every row to one sentence at most, and every sentence of the script a place', async () => {
  const word = fc.constantFrom('Nova waits.', 'It rains.', 'Yes.', 'The ferry is late.')
  const row = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '))
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 8 }), fc.array(word, { maxLength: 12 }), async (board, script) => {
      const { sections } = await matchBoard({
        rows: rowsOf(...board),
        sections: [script],
        language: 'en',
        pause: createPause(),
      })
      const used = sections.flat().flatMap(({ oldId }) => oldId ?? [])
      expect(new Set(used).size).toBe(used.length)
      const words = (texts: string[]) => texts.join(' ')
      expect(words(sections.flat().map(({ text }) => text))).toBe(words(script))
    }),
  )
})
