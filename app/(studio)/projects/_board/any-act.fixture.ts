import fc from 'fast-check'
import { newId } from '#lib/runtime/ids.ts'
import type { BoardEdit } from '#lib/storyboard/edits.ts'
import type { Board } from '#lib/storyboard/model.ts'
import { seenRows, type Words } from './worded-board.fixture.ts'

const edits = [
  'add',
  'write',
  'prompt',
  'split',
  'merge',
  'delete',
  'archive',
  'restore',
  'move',
  'set',
  'section',
] as const
const others = ['take', 'choose', 'undo', 'redo', 'script', 'import', 'takeBack', 'archived'] as const
/** What goes wrong goes wrong between these. */
const often = ['split', 'merge', 'merge', 'restore', 'undo', 'undo', 'redo', 'script', 'import'] as const

const kind = fc.constantFrom(...edits, ...others, ...often)
export type Kind = (typeof edits)[number] | (typeof others)[number]
/** The numbers choose among what is there. */
type Numbers = { a: number; b: number; c: number }
export type Step = Numbers & {
  kind: Kind
  who: 0 | 1
  /** Their tab has not heard yet what the other one did. */
  isStale: boolean
  /** Taken back and done again at once. */
  isTurned: boolean
  /** What the other one does at the same moment. */
  also: Kind | null
}

const number = fc.nat(1_000)
export const anySteps = (maxLength: number): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.record({
      ...{ kind, who: fc.constantFrom(0 as const, 1 as const), isStale: fc.boolean(), isTurned: fc.boolean() },
      ...{ a: number, b: number, c: number, also: fc.option(kind, { freq: 2 }) },
    }),
    { minLength: 4, maxLength, size: 'max' },
  )

export function pick<T>(list: readonly T[], number: number): T | undefined {
  return list[number % Math.max(1, list.length)]
}

/** What somebody does who sees this board; undefined when there is nothing to do it to. */
export function anyEdit(board: Board, { kind, a, b, c }: Step, words: Words): BoardEdit | undefined {
  const rows = seenRows(board)
  const row = pick(rows, a)
  const sections = board.sections.filter(({ deleted }) => !deleted)
  const sectionId = pick(sections, b)?.id
  const behind = pick(
    board.sentences.filter((one) => one.sectionId === sectionId),
    c,
  )
  switch (kind) {
    case 'add': {
      const text = `${words.next()} ${words.next()} ${words.next()}.`
      const sentences = [{ id: newId(), text, imagePrompt: 'whole' }]
      if (!sectionId) return undefined
      return { kind: 'sentence.add', sectionId, sentences, ...(behind && { afterId: behind.id }) }
    }
    case 'write':
    case 'prompt': {
      // Now and then in one that is gone: whoever has it open does not know yet.
      const any = c % 5 === 0 ? pick(board.sentences, a) : row
      const field = kind === 'write' ? 'text' : 'imagePrompt'
      return any && { kind: 'sentence.edit', id: any.id, field, ...written(any[field], { a, b, c }, words) }
    }
    case 'split': {
      const at = row && pick([...row.text.matchAll(/ /gu)], b)?.index
      const half = { newId: newId(), imagePrompt: 'half' }
      return row && at !== undefined
        ? { kind: 'sentence.split', id: row.id, at, baseText: row.text, ...half }
        : undefined
    }
    case 'merge': {
      const at = row ? rows.indexOf(row) : -1
      const into = c % 4 === 0 ? pick(rows, b) : rows[b % 2 === 0 ? at + 1 : at - 1]
      return row && into && row !== into ? { kind: 'sentence.merge', id: row.id, intoId: into.id } : undefined
    }
    case 'delete':
    case 'archive':
      return row && { kind: `sentence.${kind}`, ids: twoOf(row.id, c % 3 === 0 ? pick(rows, b)?.id : undefined) }
    case 'restore': {
      const gone = board.sentences.filter(({ deleted }) => deleted).map(({ id }) => id)
      const ids = c % 4 === 0 ? gone : gone.slice(a % Math.max(1, gone.length)).slice(0, 1)
      return ids.length > 0 ? { kind: 'sentence.restore', ids } : undefined
    }
    case 'move': {
      const ids = row && twoOf(row.id, c % 3 === 0 ? pick(rows, c)?.id : undefined)
      if (!ids || !sectionId) return undefined
      return { kind: 'sentence.move', ids, sectionId, afterId: c % 4 === 0 ? null : behind?.id }
    }
    case 'set': {
      const values = c % 4 === 0 ? { locked: !row?.locked } : { seed: row?.seed ? null : String(b) }
      return row && { kind: 'sentence.set', ids: [row.id], values }
    }
    case 'section': {
      const gone = board.sections.find(({ deleted }) => deleted)
      if (gone) return { kind: 'section.restore', id: gone.id }
      return sectionId !== undefined && c % 2 === 0 ? { kind: 'section.delete', id: sectionId } : undefined
    }
    default:
      return undefined
  }
}

function twoOf(id: string, other = id): string[] {
  return [...new Set([id, other])]
}

/** With another word in the place of one, or with one more. */
function written(baseText: string, { b, c }: Numbers, words: Words): { text: string; baseText: string } {
  const parts = baseText.split(' ')
  const isInstead = c % 3 === 0 && parts.length > 1
  parts.splice(b % parts.length, isInstead ? 1 : 0, words.next())
  return { text: parts.join(' ').trim(), baseText }
}

/** The next version of a script: a line more, less, changed, moved, joined to the next, or made two. */
export function nextScript(script: readonly string[], { a, b, c }: Numbers, next: () => string): string[] {
  const lines = [...script]
  const at = a % Math.max(1, lines.length)
  const parts = lines[at]?.replace('.', '').split(' ') ?? []
  const as = (words: string[]) => `${words.join(' ')}.`
  const what = lines.length === 0 ? 0 : b % 6
  if (what === 0) lines.splice(at, 0, as([next(), next(), next(), next()]))
  if (what === 1) lines.splice(at, 1)
  if (what === 2) lines[at] = as(parts.with(c % parts.length, next()))
  if (what === 3) lines.splice(c % lines.length, 0, ...lines.splice(at, 1))
  if (what === 4) lines.splice(at, 2, `${parts.join(' ')} ${lines[at + 1] ?? as([next()])}`)
  if (what === 5 && parts.length > 3) lines.splice(at, 1, as(parts.slice(0, 2)), as(parts.slice(2)))
  return lines
}
