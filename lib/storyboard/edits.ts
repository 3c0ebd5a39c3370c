import { z } from 'zod'
import { copyRows } from './apply-copy.ts'
import { mergeRows, unmergeRows } from './apply-merge.ts'
import { shownIn, showTake } from './apply-take.ts'
import { unsplitRows } from './apply-unsplit.ts'
import { addRows, changeRows, changeSentencesOf, findRow, placeAmong } from './board-rows.ts'
import { bringBackRows } from './bring-back-rows.ts'
import { textAfter } from './merge-words.ts'
import { type Board, type SectionRow, type SentenceField, type SentenceRow, sentenceFields } from './model.ts'
import { newSentence } from './new-sentence.ts'
import { splitRow } from './split-merge.ts'

const id = z.string()
const ids = z.array(id)
const afterId = z.string().nullable().optional()
/** Left out: the picture. */
const place = z.enum(['picture', 'clip']).optional()
const settable = z.object({
  seed: z.string().nullable().optional(),
  locked: z.boolean().optional(),
  castIds: z.array(id).optional(),
})
/** Of a sentence, what a merge may change. */
const mergeable = z.object({
  text: z.string(),
  imagePrompt: z.string(),
  videoPrompt: z.string(),
  seed: z.string().nullable(),
  castIds: z.array(id),
  currentTakeId: z.string().nullable(),
  currentClipId: z.string().nullable(),
})

const anyEdit = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('project.rename'), id, name: z.string(), baseName: z.string() }),
  z.object({ kind: z.literal('section.add'), id, projectId: id, title: z.string(), afterId }),
  z.object({ kind: z.literal('section.rename'), id, title: z.string(), baseTitle: z.string() }),
  z.object({ kind: z.literal('section.move'), id, afterId }),
  z.object({ kind: z.literal('section.delete'), id }),
  z.object({ kind: z.literal('section.restore'), id }),
  z.object({
    kind: z.literal('sentence.add'),
    sectionId: id,
    // An older page kept additions without a prompt, and the server drafts one for them.
    sentences: z.array(z.object({ id, text: z.string(), imagePrompt: z.string().optional() })),
    afterId,
  }),
  z.object({
    kind: z.literal('sentence.copy'),
    /** Of each sentence, and of its copy. */
    copies: z.array(z.object({ id, newId: id })),
    sectionId: id,
    afterId,
  }),
  z.object({
    kind: z.literal('sentence.edit'),
    id,
    // Left out by what an older page kept over a reload.
    field: z.enum(sentenceFields).optional(),
    text: z.string(),
    baseText: z.string(),
    /** Of this very edit, so that it is carried out once however often it is sent. */
    editId: id.optional(),
  }),
  z.object({ kind: z.literal('sentence.set'), ids, values: settable }),
  z.object({ kind: z.literal('sentence.move'), ids, sectionId: id, afterId }),
  z.object({ kind: z.literal('sentence.delete'), ids }),
  /** Put away for as long as the project is there. */
  z.object({ kind: z.literal('sentence.archive'), ids }),
  // A page that was reloaded has not read what was archived, and would not know how it was put away.
  z.object({ kind: z.literal('sentence.restore'), ids, areArchived: z.boolean().optional() }),
  z.object({
    kind: z.literal('sentence.split'),
    id,
    /** A place in `baseText`, the words it was seen in. */
    at: z.number().int(),
    baseText: z.string(),
    /** Of the second half, and the prompt it begins with. */
    newId: id,
    imagePrompt: z.string(),
  }),
  /** Takes a split back: how it was asked for, and what it had made of the sentence. */
  z.object({
    kind: z.literal('sentence.unsplit'),
    ...{ id, at: z.number().int(), baseText: z.string(), newId: id },
    /** The words of the first, before the split and behind it. */
    ...{ whole: z.string(), left: z.string() },
    half: z.object({ text: z.string(), imagePrompt: z.string(), videoPrompt: z.string() }),
    /** That came back with the second half, and what else stood in it: gone again, unless others are in it. */
    section: z.object({ id, sentenceIds: ids }).optional(),
  }),
  /** The first goes into the second. */
  z.object({ kind: z.literal('sentence.merge'), id, intoId: id }),
  /** Takes a merge back: both as they were before it. */
  z.object({ kind: z.literal('sentence.unmerge'), id, intoId: id, gone: mergeable, into: mergeable }),
  z.object({ kind: z.literal('sentence.choose'), id, takeId: z.string().nullable(), place }),
  z.object({
    kind: z.literal('take.delete'),
    /** Of the sentence, here and below. */
    id,
    takeId: id,
    place,
    /** What is seen instead until the server has answered, which takes the newest of the others. */
    nextId: z.string().nullable(),
  }),
  /** Takes a deletion back: whether it was what the sentence shows as well. */
  z.object({ kind: z.literal('take.restore'), id, takeId: id, place, isShown: z.boolean() }),
  /** Takes an import of the script back. The id is that of the version it made. */
  z.object({ kind: z.literal('script.takeBack'), id, projectId: id }),
])

/** Everything a person can do to a board, as data: sent one by one, shown at once, and taken back by its inverse. */
export const boardEdit = z.preprocess(nameAll, anyEdit)

export type BoardEdit = z.infer<typeof anyEdit>
export type EditOf<K extends BoardEdit['kind']> = Extract<BoardEdit, { kind: K }>
export type Settable = z.infer<typeof settable>

/** An older page named one sentence where now there is a list. */
function nameAll(edit: unknown): unknown {
  if (typeof edit !== 'object' || edit === null || !('kind' in edit) || !('id' in edit)) return edit
  const isListed = /^sentence\.(set|move|delete|restore)$/u.test(String(edit.kind))
  return isListed && !('ids' in edit) ? { ...edit, ids: [edit.id] } : edit
}

/** The board as it will be once the server has carried the edit out. Rows that the edit does not touch stay the same objects. */
export function applyEdit(board: Board, edit: BoardEdit): Board {
  switch (edit.kind) {
    case 'project.rename':
      return edit.name === board.project.name ? board : { ...board, project: { ...board.project, name: edit.name } }
    case 'section.add': {
      if (findRow(board.sections, edit.id)) return board
      const [position = ''] = placeAmong(board.sections, edit, 1)
      const row: SectionRow = { id: edit.id, title: edit.title, position, version: 0, deleted: false }
      return { ...board, sections: addRows(board.sections, [row]) }
    }
    case 'section.rename':
      return changeSection(board, edit.id, { title: edit.title })
    case 'section.move': {
      const [position = ''] = placeAmong(board.sections, edit, 1)
      return changeSection(board, edit.id, { position })
    }
    case 'section.delete':
    case 'section.restore':
      return changeSection(board, edit.id, { deleted: edit.kind === 'section.delete' })
    case 'sentence.add':
      return addSentences(board, edit)
    case 'sentence.copy':
      return copyRows(board, edit)
    case 'sentence.edit':
      return editText(board, edit)
    case 'sentence.set':
      return changeSentences(board, edit.ids, given(edit.values))
    case 'sentence.move':
      return moveSentences(board, edit)
    case 'sentence.delete':
      return changeSentences(board, edit.ids, { deleted: true })
    case 'sentence.archive':
      return archiveSentences(board, edit.ids)
    case 'sentence.restore':
      return bringBackRows(board, edit.ids)
    case 'sentence.split':
      return splitSentence(board, edit)
    case 'sentence.unsplit':
      return unsplitRows(board, edit)
    case 'sentence.merge':
      return mergeRows(board, edit)
    case 'sentence.unmerge':
      return unmergeRows(board, edit)
    case 'sentence.choose':
      return showTake(board, edit, edit.takeId)
    case 'take.delete':
      return shownIn(board, edit) === edit.takeId ? showTake(board, edit, edit.nextId) : board
    case 'take.restore':
      return edit.isShown ? showTake(board, edit, edit.takeId) : board
    case 'script.takeBack':
      // What it was before, the server alone knows.
      return board
  }
}

/** The rows it names. */
export function idsOf(edit: BoardEdit): string[] {
  switch (edit.kind) {
    case 'sentence.add':
      return edit.sentences.map((sentence) => sentence.id)
    case 'sentence.copy':
      return edit.copies.map(({ newId }) => newId)
    case 'sentence.split':
    case 'sentence.unsplit':
      return [edit.id, edit.newId]
    case 'sentence.merge':
    case 'sentence.unmerge':
      return [edit.id, edit.intoId]
    default:
      return 'ids' in edit ? edit.ids : [edit.id]
  }
}

/** The sentences that it names and takes off the board. */
export function removedBy(edit: BoardEdit): string[] {
  switch (edit.kind) {
    case 'sentence.delete':
    case 'sentence.archive':
      return edit.ids
    case 'sentence.merge':
      return [edit.id]
    case 'sentence.unsplit':
      return [edit.newId]
    default:
      return []
  }
}

/** Which of a sentence's texts is edited. */
export function fieldOf({ field = 'text' }: { field?: SentenceField | undefined }): SentenceField {
  return field
}

export function visibleSections({ sections }: Pick<Board, 'sections'>): SectionRow[] {
  return sections.filter((row) => !row.deleted)
}

/** A section's sentences in order, deleted ones left out. */
export function visibleSentences(board: Board, sectionId: string): SentenceRow[] {
  return board.sentences.filter((row) => row.sectionId === sectionId && !row.deleted)
}

function addSentences(board: Board, edit: EditOf<'sentence.add'>): Board {
  const missing = edit.sentences.filter(({ id }) => !findRow(board.sentences, id))
  if (missing.length === 0) return board
  const { sectionId } = edit
  const positions = placeAmong(sentencesOf(board, sectionId), edit, missing.length)
  const added = missing.map(({ id, text, imagePrompt = '' }, index): SentenceRow => {
    return { ...newSentence, id, sectionId, text, imagePrompt, position: positions[index] ?? '' }
  })
  return { ...board, sentences: addRows(board.sentences, added) }
}

/** What others changed in it meanwhile stays, as the server will have it; where both changed the same words, one's own are shown. */
function editText(board: Board, edit: EditOf<'sentence.edit'>): Board {
  const field = fieldOf(edit)
  const current = findRow(board.sentences, edit.id)?.[field]
  if (current === undefined) return board
  return changeSentences(board, [edit.id], { [field]: textAfter(edit, current) })
}

function moveSentences(board: Board, edit: EditOf<'sentence.move'>): Board {
  const { sectionId } = edit
  const known = [...new Set(edit.ids)].filter((each) => findRow(board.sentences, each))
  const positions = placeAmong(sentencesOf(board, sectionId), edit, known.length)
  const changes = known.map((each, index) => [each, { sectionId, position: positions[index] ?? '' }] as const)
  return changeSentencesOf(board, new Map(changes))
}

function splitSentence(board: Board, edit: EditOf<'sentence.split'>): Board {
  const split = splitRow(board, edit)
  if (!split) return board
  const { row, other } = split
  const { sectionId, castIds } = row
  const left = changeSentences(board, [row.id], { text: split.left })
  // Done again after it was taken back: the second half is there, with whatever was made for it.
  if (other) return bringBackRows(left, [other.id])
  const [position = ''] = placeAmong(sentencesOf(board, sectionId), { afterId: row.id }, 1)
  const right = { ...newSentence, id: edit.newId, sectionId, position, castIds, speaker: row.speaker }
  return {
    ...left,
    sentences: addRows(left.sentences, [{ ...right, text: split.right, imagePrompt: edit.imagePrompt }]),
  }
}

/** What is gone already stays gone in its way. */
function archiveSentences(board: Board, ids: readonly string[]): Board {
  const there = ids.filter((each) => findRow(board.sentences, each)?.deleted === false)
  return changeSentences(board, there, { deleted: true, gone: 'archived' })
}

/** What was given, without what was left out. */
function given({ seed, locked, castIds }: Settable): Partial<SentenceRow> {
  return {
    ...(seed !== undefined && { seed }),
    ...(locked !== undefined && { locked }),
    ...(castIds !== undefined && { castIds }),
  }
}

function changeSection(board: Board, id: string, change: Partial<SectionRow>): Board {
  const sections = changeRows(board.sections, new Map([[id, change]]))
  return sections === board.sections ? board : { ...board, sections }
}

function changeSentences(board: Board, ids: readonly string[], change: Partial<SentenceRow>): Board {
  return changeSentencesOf(board, new Map(ids.map((each) => [each, change])))
}

function sentencesOf(board: Board, sectionId: string): SentenceRow[] {
  return board.sentences.filter((row) => row.sectionId === sectionId)
}
