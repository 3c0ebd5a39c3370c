import { z } from 'zod'
import type { ErrorBody } from '#lib/runtime/errors.ts'
import { newId } from '#lib/runtime/ids.ts'
import { type BoardEdit, boardEdit, type EditOf, fieldOf } from '#lib/storyboard/edits.ts'
import { mergeWords } from '#lib/storyboard/merge-words.ts'
import type { Board, SentenceField, SentenceRow } from '#lib/storyboard/model.ts'
import type { TakeRow } from '#lib/takes/model.ts'
import { readStored } from './read-stored.ts'

/** What the server says of the rows that an edit has changed. Takes are no part of a board: their strip is read for itself. */
export type Answer = Partial<Board> & {
  takes?: readonly TakeRow[]
  /** Of an import that was taken back: how many sentences stay because they were changed since. */
  kept?: number
}

/**
 * What became of an edit that was sent. `later`: the line or the server is down; `failed`: the server stumbled over it, which
 * may pass; `outdated`: this page is older than the server.
 */
export type Sent =
  | { kind: 'done'; part: Answer }
  | { kind: 'conflict'; part: Partial<Board> }
  | { kind: 'refused'; error: ErrorBody }
  | { kind: 'failed'; error: ErrorBody }
  | { kind: 'later' }
  | { kind: 'outdated' }

const openConflict = z.object({ id: z.string(), field: z.string(), base: z.string(), mine: z.string() })
/** One's own words for a text in which somebody else changed the same ones: not sent until the person has chosen. */
export type OpenConflict = z.infer<typeof openConflict>

const refused = z.object({ id: z.string(), edit: boardEdit, reason: z.string() })
/** Words that the server would not take. They are kept until the person has taken them elsewhere. */
export type Refused = z.infer<typeof refused>

/** What a tab keeps in the browser until it is on the server, or until somebody has decided. */
export type Kept = {
  pending: readonly BoardEdit[]
  /** By `conflictKey`. */
  conflicts: Readonly<Record<string, OpenConflict>>
  refused: readonly Refused[]
  /** Words that are on the server, in sentences that no board shows: until they are back, or the person lets them go. */
  unseen: readonly TextEdit[]
}

export const nothingKept: Kept = { pending: [], conflicts: {}, refused: [], unseen: [] }

const roughlyKept = z
  .object({
    pending: z.array(z.unknown()),
    conflicts: z.record(z.string(), z.unknown()),
    refused: z.array(z.unknown()),
    unseen: z.array(z.unknown()),
  })
  .partial()

/** What another version of the page wrote may be something else, of which each part that can be read counts. */
export function readKept(text: string | null): Kept {
  const { pending = [], conflicts = {}, refused: words = [], unseen = [] } = readStored(roughlyKept, text) ?? {}
  return {
    pending: pending.flatMap((edit) => boardEdit.safeParse(edit).data ?? []),
    conflicts: Object.fromEntries(
      Object.entries(conflicts).flatMap(([key, value]) => {
        const { data } = openConflict.safeParse(value)
        return data ? [[key, data]] : []
      }),
    ),
    refused: words.flatMap((each) => refused.safeParse(each).data ?? []),
    unseen: unseen.flatMap((each) => {
      const { data } = boardEdit.safeParse(each)
      return data?.kind === 'sentence.edit' ? [data] : []
    }),
  }
}

export function isNothing({ pending, conflicts, refused: words, unseen }: Kept): boolean {
  const isEmpty = pending.length === 0 && words.length === 0 && unseen.length === 0
  return isEmpty && Object.keys(conflicts).length === 0
}

/** Of which sentence and which of its texts. The words of the script, the most edited, go by the sentence alone. */
export function conflictKey(sentenceId: string, field: SentenceField = 'text'): string {
  return field === 'text' ? sentenceId : `${sentenceId} ${field}`
}

/** What a person chooses between: in each, all that both wrote but for the words that are in each other's way. */
export type Conflict = {
  mine: string
  theirs: string
  /** With both, theirs first. */
  both: string
  /** What stands on the server now. */
  current: string
  /** Who wrote it, if that is known; oneself, in another window, is no name. */
  by: string | null
}

export function showConflict({ base, mine, field }: OpenConflict, row: SentenceRow, personId: string): Conflict {
  const current = row[readField(field)]
  const { editedBy } = row
  const by = editedBy?.id === personId ? 'Another window' : editedBy?.name || null
  const merge = (prefer: 'mine' | 'theirs' | 'both') => mergeWords({ base, mine, theirs: current }, prefer).text
  return { mine: merge('mine'), theirs: merge('theirs'), both: merge('both'), current, by }
}

/** In a text that is undecided already, the first words stay to be chosen from, and the others go where none are lost. */
export function addConflicts(
  { conflicts, refused: words }: Pick<Kept, 'conflicts' | 'refused'>,
  added: Kept['conflicts'],
): Pick<Kept, 'conflicts' | 'refused'> {
  const second = Object.entries(added).flatMap(([key, { id, field, base, mine }]): Refused[] => {
    const first = conflicts[key]
    if (!first || first.mine === mine) return []
    const edit: TextEdit = { kind: 'sentence.edit', id, field: readField(field), text: mine, baseText: base }
    return [{ id: newId(), edit, reason: 'Other words of yours for the same text are still to be decided.' }]
  })
  return { conflicts: { ...added, ...conflicts }, refused: second.length > 0 ? [...words, ...second] : words }
}

export function readField(field: string): SentenceField {
  return field === 'imagePrompt' || field === 'videoPrompt' ? field : 'text'
}

export type TextEdit = EditOf<'sentence.edit'>

export function isOfSameText(edit: BoardEdit, other: TextEdit): edit is TextEdit {
  return edit.kind === 'sentence.edit' && edit.id === other.id && fieldOf(edit) === fieldOf(other)
}

/** The words an edit would have brought: what is lost when it is refused. */
export function wordsOf(edit: BoardEdit): string {
  if (edit.kind === 'sentence.add') return edit.sentences.map(({ text }) => text).join('\n')
  if (edit.kind === 'sentence.edit') return edit.text
  if (edit.kind === 'section.add' || edit.kind === 'section.rename') return edit.title
  return edit.kind === 'project.rename' ? edit.name : ''
}
