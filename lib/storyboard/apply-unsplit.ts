import { changeRows, changeSentencesOf, findRow } from './board-rows.ts'
import { mergeWords } from './merge-words.ts'
import { type Board, longest, type SectionRow, type SentenceRow } from './model.ts'

type Half = Pick<SentenceRow, 'text' | 'imagePrompt' | 'videoPrompt'>
type Words = {
  /** Of the first: before the split, and behind it. */
  whole: string
  left: string
}

/** A split to be taken back, with what it had made of the sentence: so that nobody's words go with it. */
export type Unsplit = Words & {
  id: string
  newId: string
  half: Half
  /** That came back with the second half, and what else stood in it. */
  section?: { id: string; sentenceIds: readonly string[] } | undefined
}

export type NotUnsplit = 'away' | 'joined' | 'archived' | 'rewritten' | 'changed' | 'long'

type Halves = {
  row: Pick<SentenceRow, 'text' | 'deleted'>
  /** Undefined where the page has not read it. */
  half: (Half & Pick<SentenceRow, 'deleted' | 'gone'>) | undefined
}

/** What is in the way of making one of both again; undefined when nothing is. */
export function whyNotUnsplit({ row, half }: Halves, edit: Pick<Unsplit, 'whole' | 'left' | 'half'>) {
  return whyNotGiven(half, edit.half) ?? whyNotTaken(row, edit)
}

/** Words that went on into another sentence would be there twice. One that somebody deleted has them still. */
function whyNotGiven(half: Halves['half'], before: Half): NotUnsplit | undefined {
  if (half?.gone === 'merged') return 'joined'
  if (half?.gone === 'archived') return 'archived'
  if (!half || half.deleted) return undefined
  const isSame = (['text', 'imagePrompt', 'videoPrompt'] as const).every((field) => half[field] === before[field])
  return isSame ? undefined : 'rewritten'
}

function whyNotTaken(row: Halves['row'], words: Words): NotUnsplit | undefined {
  if (row.deleted) return 'away'
  const { text, isClean } = wholeAgain(words, row.text)
  if (!isClean) return 'changed'
  return text.length > longest.sentenceText ? 'long' : undefined
}

/** The words of before the split, with what was changed in the first half since. */
export function wholeAgain({ whole, left }: Words, now: string): { text: string; isClean: boolean } {
  return mergeWords({ base: left, mine: whole, theirs: now })
}

/** What is in the way on this board. */
export function whyNotUnsplitOn(board: Board, edit: Unsplit): NotUnsplit | undefined {
  const row = findRow(board.sentences, edit.id)
  return row && whyNotUnsplit({ row, half: findRow(board.sentences, edit.newId) }, edit)
}

/** The board with one sentence of both again; the same board where that cannot be. */
export function unsplitRows(board: Board, edit: Unsplit): Board {
  const row = findRow(board.sentences, edit.id)
  if (!row || whyNotUnsplitOn(board, edit) !== undefined) return board
  const { text } = wholeAgain(edit, row.text)
  const changes = new Map<string, Partial<SentenceRow>>([
    [edit.id, { text }],
    [edit.newId, { deleted: true }],
  ])
  return withoutSection(changeSentencesOf(board, changes), edit)
}

/** Nobody else's sentence goes with it. */
function withoutSection(board: Board, { section }: Unsplit): Board {
  const rows = section ? board.sentences.filter((row) => row.sectionId === section.id && !row.deleted) : []
  if (!section || !rows.every(({ id }) => section.sentenceIds.includes(id))) return board
  const change = new Map<string, Partial<SectionRow>>([[section.id, { deleted: true }]])
  return { ...board, sections: changeRows(board.sections, change) }
}
