import { describe, expect, it } from 'vitest'
import { isChord } from './chord.ts'

const press = (key: string, ...modifiers: ('ctrl' | 'meta' | 'alt' | 'shift')[]) => ({
  key,
  ctrlKey: modifiers.includes('ctrl'),
  metaKey: modifiers.includes('meta'),
  altKey: modifiers.includes('alt'),
  shiftKey: modifiers.includes('shift'),
})

describe('isChord', () => {
  it.each([
    ['J', press('j'), true],
    ['J', press('J', 'shift'), false],
    ['Shift R', press('R', 'shift'), true],
    ['R', press('r', 'ctrl'), false],
    ['Ctrl Z', press('z', 'meta'), true],
    ['Ctrl Z', press('Z', 'ctrl', 'shift'), false],
    ['Ctrl Shift Z', press('Z', 'ctrl', 'shift'), true],
    ['Alt ↑', press('ArrowUp', 'alt'), true],
    ['↵', press('Enter'), true],
    ['Space', press(' '), true],
    ['Space', press(' ', 'shift'), false],
    ['?', press('?', 'shift'), true],
    ['/', press('/'), true],
    ['/', press('/', 'shift'), true],
    ['1', press('1'), true],
  ])('%s by %j: %s', (chord, pressed, expected) => {
    expect(isChord(chord, pressed)).toBe(expected)
  })
})
