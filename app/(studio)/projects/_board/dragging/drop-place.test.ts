import { describe, expect, it } from 'vitest'
import { applyEdit } from '#lib/storyboard/edits.ts'
import { indexBoard } from '../board-index.ts'
import { layout, letteredBoard, sectionIds, sentenceId } from '../lettered-board.fixture.ts'
import { dropPlace, type Over } from './drop-place.ts'

const index = indexBoard(letteredBoard)
const over = (letter: string, isBehind: boolean): Over => ({ kind: 'sentence', id: sentenceId(letter), isBehind })

describe('dropPlace', () => {
  it.each<[string, Over, string | undefined]>([
    ['c', over('a', false), 'cab||de'],
    ['c', over('a', true), 'acb||de'],
    ['a', over('c', true), 'bca||de'],
    ['a', over('b', false), undefined],
    ['a', over('a', true), undefined],
    ['bc', over('e', false), 'a||dbce'],
    ['ac', over('b', true), 'bac||de'],
    ['ac', over('a', false), 'acb||de'],
    ['ab', over('b', true), undefined],
    ['ad', over('c', true), 'bcad||e'],
    ['a', { kind: 'section', id: sectionIds.empty, isStart: false }, 'bc|a|de'],
    ['a', { kind: 'section', id: sectionIds.two, isStart: true }, 'bc||ade'],
    ['ab', { kind: 'section', id: sectionIds.two, isStart: false }, 'c||deab'],
    ['e', { kind: 'section', id: sectionIds.two, isStart: false }, undefined],
  ])('of %s at %j', (letters, place, expected) => {
    const ids = [...letters].map(sentenceId)
    const to = dropPlace(index, ids, place)
    const after = to && applyEdit(letteredBoard, { kind: 'sentence.move', ids, ...to })
    expect(after && layout(after)).toBe(expected)
  })
})
