import { describe, expect, it } from 'vitest'
import { idOf } from '#lib/testing/boards.ts'
import { updateProjectInput } from './look-model.ts'
import * as model from './model.ts'

const id = idOf(1)

describe('text', () => {
  const messageOf = (text: unknown) => model.editSentenceInput.safeParse({ id, text }).error?.issues[0]?.message

  it.each([
    ['nothing', '', /empty/],
    ['space alone', ' \n\t ', /empty/],
    ['too much', 'x'.repeat(5_001), /at most 5,000/],
    ['a NUL', 'a\0b', /not text/],
    ['half of a surrogate pair', 'a\ud83d', /not text/],
    ['a number', 7, /must be text/],
    ['nothing at all', undefined, /must be text/],
  ])('cannot be %s', (_, text, message) => {
    expect(messageOf(text)).toMatch(message)
  })

  it.each(['x'.repeat(5_000), ' space around ', 'two\nlines', '👩‍👩‍👧 שלום', '\u0001'])(
    'can be %j, and stays as it is',
    (text) => {
      expect(model.editSentenceInput.parse({ id, text }).text).toBe(text)
    },
  )
})

describe('a name', () => {
  it('is one line without space around it', () => {
    expect(model.createProjectInput.parse({ name: ' The\tlong\n way  ' }).name).toBe('The long way')
  })

  it.each(['', '  \n ', 'x'.repeat(121), 'a\0', '\udc00'])('cannot be %j', (name) => {
    expect(model.createProjectInput.safeParse({ name }).success).toBe(false)
  })

  it('may be longer with the space than without', () => {
    expect(model.createProjectInput.safeParse({ name: `${'x'.repeat(120)}   ` }).success).toBe(true)
  })
})

describe('ids', () => {
  it.each(['', '1', 'not-an-id', `${id}0`, `${id}' or 1=1`, null, 7])('cannot be %j', (wrong) => {
    expect(model.projectInput.safeParse({ id: wrong }).error?.issues[0]?.message).toBe('That is not an id of ours.')
  })

  it('may be left out of what is new', () => {
    expect(model.createProjectInput.safeParse({ name: 'a' }).success).toBe(true)
    expect(model.addSectionInput.safeParse({ projectId: id, title: 'a', afterId: null }).success).toBe(true)
  })
})

describe('adding sentences', () => {
  const add = (count: number) => {
    const sentences = Array.from({ length: count }, () => ({ text: 'a' }))
    return model.addSentencesInput.safeParse({ sectionId: id, sentences })
  }

  it.each([
    [0, false],
    [1, true],
    [1_000, true],
    [1_001, false],
  ])('%i at once: %s', (count, success) => {
    expect(add(count).success).toBe(success)
  })

  it('says which one is wrong', () => {
    const sentences = [{ text: 'a' }, { text: ' ' }]
    const { error } = model.addSentencesInput.safeParse({ sectionId: id, sentences })
    expect(error?.issues.map((issue) => issue.path)).toEqual([['sentences', 1, 'text']])
  })
})

describe('boardQuery', () => {
  it('reads lists of ids', () => {
    const asked = { projectId: id, sentences: `${idOf(2)},${idOf(3)}` }
    expect(model.boardQuery.parse(asked)).toEqual({ projectId: id, sentences: [idOf(2), idOf(3)] })
  })

  it.each(['', ',', 'a,b', Array(201).fill(id).join(',')])('refuses a list like %.20s', (sections) => {
    expect(model.boardQuery.safeParse({ projectId: id, sections }).success).toBe(false)
  })
})

it.each([
  ['one\ntwo\r\nthree\rfour', ['one', 'two', 'three', 'four']],
  ['  a b  \n\n \t \n c', ['a b', 'c']],
  ['', []],
  ['a\u2028b', ['a\u2028b']],
])('splitLines of %j', (text, lines) => {
  expect(model.splitLines(text)).toEqual(lines)
})

describe('the prompts of a sentence', () => {
  const messageOf = (field: unknown, text: unknown) => {
    return model.editSentenceInput.safeParse({ id, field, text }).error?.issues[0]?.message
  }

  it.each(['imagePrompt', 'videoPrompt'])('as %s may be empty and long, and are text', (field) => {
    expect(messageOf(field, '')).toBeUndefined()
    expect(messageOf(field, 'x'.repeat(10_000))).toBeUndefined()
    expect(messageOf(field, 'x'.repeat(10_001))).toMatch(/at most 10,000/)
    expect(messageOf(field, 'a\0b')).toMatch(/not text/)
    expect(messageOf(field, 7)).toMatch(/must be text/)
  })

  it('are the only other texts there are', () => {
    expect(model.editSentenceInput.safeParse({ id, field: 'seed', text: '7' }).success).toBe(false)
  })
})

describe('the look of a project', () => {
  const fieldOf = (given: object) => updateProjectInput.safeParse({ id, ...given }).error?.issues[0]?.path[0]

  it.each<[object]>([
    [{ width: 63 }],
    [{ width: 8_193 }],
    [{ height: 1080.5 }],
    [{ height: '1080' }],
    [{ height: Number.NaN }],
    [{ steps: 0 }],
    [{ steps: 1.5 }],
    [{ cfg: -1 }],
    [{ cfg: 101 }],
    [{ cfg: Number.POSITIVE_INFINITY }],
    [{ loras: [{ name: 'ink' }] }],
    [{ loras: [{ name: '', weight: 1 }] }],
    [{ loras: [{ name: 'ink', weight: 11 }] }],
    [{ loras: 'ink' }],
    [{ loras: Array.from({ length: 21 }, () => ({ name: 'ink', weight: 1 })) }],
    [{ keptTakes: -1 }],
    [{ workflow: '../secret' }],
    [{ workflow: '' }],
    [{ style: 'x'.repeat(10_001) }],
    [{ name: ' ' }],
    [{ version: 'x' }],
  ])('cannot be %j', (given) => {
    expect(fieldOf(given)).toBe(Object.keys(given)[0])
  })

  it.each<[object]>([
    [{ width: 64, height: 8_192 }],
    [{ steps: null, cfg: null, workflow: null }],
    [{ loras: [] }],
    [{}],
  ])('can be %j', (given) => {
    expect(fieldOf(given)).toBeUndefined()
  })
})
