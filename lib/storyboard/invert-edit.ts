import { shownIn } from './apply-take.ts'
import { whyNotUnsplitOn } from './apply-unsplit.ts'
import { findRow, idBefore } from './board-rows.ts'
import { deletedSectionsOf, sectionsBack } from './bring-back-rows.ts'
import { type BoardEdit, type EditOf, fieldOf, type Settable, visibleSentences } from './edits.ts'
import { textAfter } from './merge-words.ts'
import type { Board, SentenceRow } from './model.ts'
import { splitRow, whyNotMerge } from './split-merge.ts'

/** What takes the edit back, given the board as it was before. Empty when it changes nothing or the thing was not there. */
export function invertEdit(board: Board, edit: BoardEdit): BoardEdit[] {
  switch (edit.kind) {
    case 'project.rename':
      return [{ ...edit, name: board.project.name, baseName: edit.name }]
    case 'section.add':
      return findRow(board.sections, edit.id) ? [] : [{ kind: 'section.delete', id: edit.id }]
    case 'section.rename': {
      const row = findRow(board.sections, edit.id)
      return row ? [{ ...edit, title: row.title, baseTitle: edit.title }] : []
    }
    case 'section.move': {
      return findRow(board.sections, edit.id) ? [{ ...edit, afterId: idBefore(board.sections, edit.id) }] : []
    }
    case 'section.delete':
      return findRow(board.sections, edit.id)?.deleted ? [] : [{ kind: 'section.restore', id: edit.id }]
    case 'section.restore':
      // A deleted row that the page has not read is as good as one it knows to be deleted.
      return findRow(board.sections, edit.id)?.deleted === false ? [] : [{ kind: 'section.delete', id: edit.id }]
    case 'sentence.add':
      return deletion(edit.sentences.map(({ id }) => id).filter((id) => !findRow(board.sentences, id)))
    case 'sentence.copy':
      return deletion(
        edit.copies
          .filter(({ id, newId }) => findRow(board.sentences, id) && !findRow(board.sentences, newId))
          .map(({ newId }) => newId),
      )
    case 'sentence.edit': {
      const row = findRow(board.sentences, edit.id)
      const text = row?.[fieldOf(edit)]
      const { kind, id, field } = edit
      return text === undefined ? [] : [{ kind, id, ...(field && { field }), text, baseText: textAfter(edit, text) }]
    }
    case 'sentence.set':
      return invertSet(board, edit)
    case 'sentence.move':
      return invertMove(board, edit)
    case 'sentence.delete':
    case 'sentence.archive': {
      const ids = edit.ids.filter((id) => !findRow(board.sentences, id)?.deleted)
      if (ids.length === 0) return []
      const areArchived = edit.kind === 'sentence.archive' && { areArchived: true }
      return [{ kind: 'sentence.restore', ids, ...areArchived }, ...deletionOf(deletedSectionsOf(board, ids))]
    }
    case 'sentence.restore':
      return [...awayAgain(board, edit), ...deletionOf(sectionsBack(board, edit.ids))]
    case 'sentence.split':
      return invertSplit(board, edit)
    case 'sentence.unsplit': {
      const { id, at, baseText, newId, half } = edit
      if (!findRow(board.sentences, id) || whyNotUnsplitOn(board, edit) !== undefined) return []
      return [{ kind: 'sentence.split', id, at, baseText, newId, imagePrompt: half.imagePrompt }]
    }
    case 'sentence.merge':
      return invertMerge(board, edit)
    case 'sentence.unmerge':
      return [
        { kind: 'sentence.merge', id: edit.id, intoId: edit.intoId },
        ...deletionOf(sectionsBack(board, [edit.id])),
      ]
    case 'sentence.choose': {
      const takeId = shownIn(board, edit)
      return takeId === undefined || takeId === edit.takeId ? [] : [{ ...edit, takeId }]
    }
    case 'take.delete': {
      const { nextId, ...named } = edit
      const shownId = shownIn(board, edit)
      return shownId === undefined ? [] : [{ ...named, kind: 'take.restore', isShown: shownId === edit.takeId }]
    }
    case 'take.restore': {
      const { isShown, ...named } = edit
      const nextId = shownIn(board, edit)
      return nextId === undefined ? [] : [{ ...named, kind: 'take.delete', nextId }]
    }
    case 'script.takeBack':
      // The script has to be imported again.
      return []
  }
}

/** Out of another one comes nothing that could be deleted again: its words were on the board before. */
function isBroughtBack(row: SentenceRow | undefined): boolean {
  return row?.deleted !== false && row?.gone !== 'merged'
}

/** Deleted or archived, as each of them was. */
function awayAgain(board: Board, { ids, areArchived = false }: EditOf<'sentence.restore'>): BoardEdit[] {
  const back = ids.filter((id) => isBroughtBack(findRow(board.sentences, id)))
  const isArchived = (id: string) => {
    const row = findRow(board.sentences, id)
    return row ? row.gone === 'archived' : areArchived
  }
  const archived = back.filter(isArchived)
  const deleted = back.filter((id) => !isArchived(id))
  return [...deletion(deleted), ...(archived.length > 0 ? [{ kind: 'sentence.archive', ids: archived } as const] : [])]
}

function deletion(ids: string[]): BoardEdit[] {
  return ids.length > 0 ? [{ kind: 'sentence.delete', ids }] : []
}

/** Of sections that came back with their sentences. */
function deletionOf(sectionIds: string[]): BoardEdit[] {
  return sectionIds.map((id) => ({ kind: 'section.delete', id }))
}

/** Sentences that had the same are one edit. */
function invertSet(board: Board, { ids, values }: EditOf<'sentence.set'>): BoardEdit[] {
  const byValues = new Map<string, EditOf<'sentence.set'>>()
  for (const id of new Set(ids)) {
    const row = findRow(board.sentences, id)
    if (!row) continue
    const before = valuesOf(row, values)
    const key = JSON.stringify(before)
    const same = byValues.get(key)
    if (same) same.ids.push(id)
    else byValues.set(key, { kind: 'sentence.set', ids: [id], values: before })
  }
  return [...byValues.values()]
}

/** What the row has where the values would change it. */
function valuesOf({ seed, locked, castIds }: SentenceRow, values: Settable): Settable {
  return {
    ...(values.seed !== undefined && { seed }),
    ...(values.locked !== undefined && { locked }),
    ...(values.castIds !== undefined && { castIds }),
  }
}

/** Those that stood together go back together, from the top: what they stood behind is then there again. */
function invertMove(board: Board, { ids }: EditOf<'sentence.move'>): BoardEdit[] {
  const moved = new Set(ids)
  const back: EditOf<'sentence.move'>[] = []
  /** By the sentence it ends with. */
  const runs = new Map<string | null, EditOf<'sentence.move'>>()
  const lastOf = new Map<string, string>()
  for (const { id, sectionId } of board.sentences) {
    const afterId = lastOf.get(sectionId) ?? null
    lastOf.set(sectionId, id)
    if (!moved.has(id)) continue
    const run = runs.get(afterId)
    const grown: EditOf<'sentence.move'> = run ?? { kind: 'sentence.move', ids: [], sectionId, afterId }
    if (!run) back.push(grown)
    grown.ids.push(id)
    runs.set(id, grown)
  }
  return back
}

/** The second half goes, with whatever was made for it meanwhile, and the words are one again, space between them and all. */
function invertSplit(board: Board, edit: EditOf<'sentence.split'>): BoardEdit[] {
  const split = splitRow(board, edit)
  if (!split) return []
  const { row, other, left, right } = split
  const { kind: _, imagePrompt, ...asked } = edit
  const prompts = { imagePrompt: other?.imagePrompt ?? imagePrompt, videoPrompt: other?.videoPrompt ?? '' }
  const section = sectionBack(board, edit.newId)
  const made = { whole: row.text, left, half: { text: right, ...prompts }, ...(section && { section }) }
  return [{ kind: 'sentence.unsplit', ...asked, ...made }]
}

/** The deleted section that comes back with a deleted sentence, and what comes back beside it. */
function sectionBack(board: Board, id: string): EditOf<'sentence.unsplit'>['section'] {
  const [sectionId] = sectionsBack(board, [id])
  if (sectionId === undefined) return undefined
  return { id: sectionId, sentenceIds: visibleSentences(board, sectionId).map((row) => row.id) }
}

function invertMerge(board: Board, edit: EditOf<'sentence.merge'>): BoardEdit[] {
  const [gone, into] = [findRow(board.sentences, edit.id), findRow(board.sentences, edit.intoId)]
  if (!gone || !into || whyNotMerge(board, edit) !== undefined) return []
  return [{ kind: 'sentence.unmerge', id: edit.id, intoId: edit.intoId, gone: mergedOf(gone), into: mergedOf(into) }]
}

function mergedOf(row: SentenceRow): EditOf<'sentence.unmerge'>['into'] {
  const { text, imagePrompt, videoPrompt, seed, castIds, currentTakeId, currentClipId } = row
  return { text, imagePrompt, videoPrompt, seed, castIds, currentTakeId, currentClipId }
}
