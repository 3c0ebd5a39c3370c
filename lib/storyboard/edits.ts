import { z } from 'zod'
import { type Board, type SectionRow, type SentenceField, type SentenceRow, sentenceFields } from './model.ts'
import { comparePlaces, positionsBetween } from './positions.ts'

const id = z.string()
const afterId = z.string().nullable().optional()
const settable = z.object({
  seed: z.string().nullable().optional(),
  locked: z.boolean().optional(),
  castIds: z.array(id).optional(),
})

/** Everything a person can do to a board, as data: sent one by one, shown at once, and taken back by its inverse. */
export const boardEdit = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('project.rename'), id, name: z.string(), baseName: z.string() }),
  z.object({ kind: z.literal('section.add'), id, projectId: id, title: z.string(), afterId }),
  z.object({ kind: z.literal('section.rename'), id, title: z.string(), baseTitle: z.string() }),
  z.object({ kind: z.literal('section.move'), id, afterId }),
  z.object({ kind: z.literal('section.delete'), id }),
  z.object({ kind: z.literal('section.restore'), id }),
  z.object({
    kind: z.literal('sentence.add'),
    sectionId: id,
    sentences: z.array(z.object({ id, text: z.string() })),
    afterId,
  }),
  z.object({
    kind: z.literal('sentence.edit'),
    id,
    // Left out by what an older page kept over a reload.
    field: z.enum(sentenceFields).optional(),
    text: z.string(),
    baseText: z.string(),
  }),
  z.object({ kind: z.literal('sentence.set'), id, values: settable }),
  z.object({ kind: z.literal('sentence.move'), id, sectionId: id, afterId }),
  z.object({ kind: z.literal('sentence.delete'), id }),
  z.object({ kind: z.literal('sentence.restore'), id }),
])

export type BoardEdit = z.infer<typeof boardEdit>
type Settable = z.infer<typeof settable>
type Spot = { afterId?: string | null | undefined }

/** The board as it will be once the server has carried the edit out. Rows that the edit does not touch stay the same objects. */
export function applyEdit(board: Board, edit: BoardEdit): Board {
  switch (edit.kind) {
    case 'project.rename':
      return { ...board, project: { ...board.project, name: edit.name } }
    case 'section.add': {
      if (board.sections.some((row) => row.id === edit.id)) return board
      const [position = ''] = placeAmong(board.sections, edit.afterId, 1)
      const row: SectionRow = { id: edit.id, title: edit.title, position, version: 0, deleted: false }
      return { ...board, sections: inOrder([...board.sections, row]) }
    }
    case 'section.rename':
      return changeSection(board, edit.id, { title: edit.title })
    case 'section.move': {
      const [position = ''] = placeAmong(board.sections, edit.afterId, 1)
      return changeSection(board, edit.id, { position })
    }
    case 'section.delete':
    case 'section.restore':
      return changeSection(board, edit.id, { deleted: edit.kind === 'section.delete' })
    case 'sentence.add':
      return addSentences(board, edit)
    case 'sentence.edit':
      return changeSentence(board, edit.id, { [fieldOf(edit)]: edit.text })
    case 'sentence.set':
      return changeSentence(board, edit.id, given(edit.values))
    case 'sentence.move': {
      const { id, sectionId } = edit
      const [position = ''] = placeAmong(sentencesOf(board, sectionId), edit.afterId, 1)
      return changeSentence(board, id, { sectionId, position })
    }
    case 'sentence.delete':
    case 'sentence.restore':
      return changeSentence(board, edit.id, { deleted: edit.kind === 'sentence.delete' })
  }
}

/** What takes the edit back, given the board as it was before. Empty when it changes nothing or the thing was not there. */
export function invertEdit(board: Board, edit: BoardEdit): BoardEdit[] {
  switch (edit.kind) {
    case 'project.rename':
      return [{ ...edit, name: board.project.name, baseName: edit.name }]
    case 'section.add':
      return find(board.sections, edit.id) ? [] : [{ kind: 'section.delete', id: edit.id }]
    case 'section.rename':
      return board.sections
        .filter((row) => row.id === edit.id)
        .map((row) => ({ ...edit, title: row.title, baseTitle: edit.title }))
    case 'section.move':
      return find(board.sections, edit.id) ? [{ ...edit, afterId: idBefore(board.sections, edit.id) }] : []
    case 'section.delete':
      return find(board.sections, edit.id)?.deleted ? [] : [{ kind: 'section.restore', id: edit.id }]
    case 'section.restore':
      // A deleted row that the page has not read is as good as one it knows to be deleted.
      return find(board.sections, edit.id)?.deleted === false ? [] : [{ kind: 'section.delete', id: edit.id }]
    case 'sentence.add':
      return edit.sentences
        .filter(({ id }) => !find(board.sentences, id))
        .map(({ id }) => ({ kind: 'sentence.delete', id }))
    case 'sentence.edit':
      return board.sentences
        .filter((row) => row.id === edit.id)
        .map((row) => ({ ...edit, text: row[fieldOf(edit)], baseText: edit.text }))
    case 'sentence.set':
      return board.sentences
        .filter((row) => row.id === edit.id)
        .map((row) => ({ ...edit, values: valuesOf(row, edit.values) }))
    case 'sentence.move':
      return board.sentences
        .filter((row) => row.id === edit.id)
        .map(({ id, sectionId }) => {
          return { kind: edit.kind, id, sectionId, afterId: idBefore(sentencesOf(board, sectionId), id) }
        })
    case 'sentence.delete':
      return find(board.sentences, edit.id)?.deleted ? [] : [{ kind: 'sentence.restore', id: edit.id }]
    case 'sentence.restore':
      return find(board.sentences, edit.id)?.deleted === false ? [] : [{ kind: 'sentence.delete', id: edit.id }]
  }
}

/** Which of a sentence's texts is edited. */
export function fieldOf({ field = 'text' }: { field?: SentenceField | undefined }): SentenceField {
  return field
}

export function visibleSections(board: Board): SectionRow[] {
  return board.sections.filter((row) => !row.deleted)
}

/** A section's sentences in order, deleted ones left out but for those that are held. */
export function visibleSentences(board: Board, sectionId: string, heldIds?: ReadonlySet<string>): SentenceRow[] {
  return sentencesOf(board, sectionId).filter((row) => !row.deleted || heldIds?.has(row.id))
}

function addSentences(board: Board, edit: Extract<BoardEdit, { kind: 'sentence.add' }>): Board {
  const known = new Set(board.sentences.map((row) => row.id))
  const missing = edit.sentences.filter(({ id }) => !known.has(id))
  if (missing.length === 0) return board
  const { sectionId } = edit
  const positions = placeAmong(sentencesOf(board, sectionId), edit.afterId, missing.length)
  const added = missing.map(({ id, text }, index): SentenceRow => {
    return { ...newSentence, id, sectionId, text, position: positions[index] ?? '' }
  })
  return { ...board, sentences: inOrder([...board.sentences, ...added]) }
}

/** Before anything was done to it. */
export const newSentence: Omit<SentenceRow, 'id' | 'sectionId' | 'text' | 'position'> = {
  speaker: null,
  imagePrompt: '',
  videoPrompt: '',
  seed: null,
  locked: false,
  castIds: [],
  isImageDirty: true,
  isVideoDirty: true,
  staleBecause: [],
  videoStaleBecause: [],
  currentTakeId: null,
  currentClipId: null,
  imageFile: null,
  imageUrl: null,
  activeJobId: null,
  activeVideoJobId: null,
  version: 0,
  deleted: false,
}

/** What was given, without what was left out. */
function given({ seed, locked, castIds }: Settable): Partial<SentenceRow> {
  return {
    ...(seed !== undefined && { seed }),
    ...(locked !== undefined && { locked }),
    ...(castIds !== undefined && { castIds }),
  }
}

/** What the row has where the values would change it. */
function valuesOf({ seed, locked, castIds }: SentenceRow, values: Settable): Settable {
  return {
    ...(values.seed !== undefined && { seed }),
    ...(values.locked !== undefined && { locked }),
    ...(values.castIds !== undefined && { castIds }),
  }
}

function changeSection(board: Board, id: string, change: Partial<SectionRow>): Board {
  return { ...board, sections: inOrder(board.sections.map((row) => (row.id === id ? { ...row, ...change } : row))) }
}

function changeSentence(board: Board, id: string, change: Partial<SentenceRow>): Board {
  return { ...board, sentences: inOrder(board.sentences.map((row) => (row.id === id ? { ...row, ...change } : row))) }
}

function find<T extends SectionRow | SentenceRow>(rows: readonly T[], id: string): T | undefined {
  return rows.find((row) => row.id === id)
}

function sentencesOf(board: Board, sectionId: string): SentenceRow[] {
  return board.sentences.filter((row) => row.sectionId === sectionId)
}

/** The id the row stands behind, null at the start. Deleted rows count: the place has to be right when they come back, too. */
function idBefore(rows: readonly (SectionRow | SentenceRow)[], id: string): string | null {
  return rows[rows.findIndex((row) => row.id === id) - 1]?.id ?? null
}

function placeAmong(rows: readonly (SectionRow | SentenceRow)[], afterId: Spot['afterId'], count: number): string[] {
  const keys = rows.map((row) => row.position)
  if (afterId === null) return positionsBetween(null, keys[0] ?? null, count)
  const anchor = rows.find((row) => row.id === afterId)
  if (!anchor) return positionsBetween(keys.at(-1) ?? null, null, count)
  const next = keys.find((key) => key > anchor.position)
  return positionsBetween(anchor.position, next ?? null, count)
}

function inOrder<T extends SectionRow | SentenceRow>(rows: T[]): T[] {
  return rows.sort(comparePlaces)
}
