import { describe, expect, it } from 'vitest'
import { castWith } from './cast-with.ts'

const order = ['nova', 'lee', 'harbour']

const act = (memberId: string, isIn: boolean) => ({ memberId, isIn, order })

describe('the cast of a sentence', () => {
  it.each<[string, readonly string[], ReturnType<typeof act>, string[]]>([
    ['stands in its order', ['harbour', 'nova'], act('lee', true), ['nova', 'lee', 'harbour']],
    ['loses who is taken out', ['nova', 'lee'], act('nova', false), ['lee']],
    ['has nobody twice', ['nova'], act('nova', true), ['nova']],
    ['keeps whom the page has not read yet', ['new', 'nova'], act('lee', true), ['nova', 'lee', 'new']],
    ['keeps them when somebody goes, too', ['nova', 'new'], act('nova', false), ['new']],
  ])('%s', (...[, castIds, change, expected]) => {
    expect(castWith(castIds, change)).toEqual(expected)
  })
})
