import { shownField, shownIn } from '#lib/storyboard/apply-take.ts'
import { type NotUnsplit, whyNotUnsplitOn } from '#lib/storyboard/apply-unsplit.ts'
import { findRow } from '#lib/storyboard/board-rows.ts'
import { applyEdit, type BoardEdit, type EditOf, fieldOf, idsOf, visibleSentences } from '#lib/storyboard/edits.ts'
import { mergeWords } from '#lib/storyboard/merge-words.ts'
import type { Board, SectionRow, SentenceRow } from '#lib/storyboard/model.ts'
import { splitText, whyNotMerge } from '#lib/storyboard/split-merge.ts'

/** As much of a sentence as is looked at before an act in it is taken back. */
export type LeftSentence = Pick<
  SentenceRow,
  ('id' | 'text' | 'imagePrompt' | 'videoPrompt') | ('seed' | 'locked' | 'castIds' | 'currentTakeId' | 'currentClipId')
>

/** What an act named, as it left it. */
export type Left = {
  sentences: ReadonlyMap<string, LeftSentence>
  /** What was seen in the sections it named. */
  seen: ReadonlySet<string>
  /** Of the sentences, those that were seen. */
  live: ReadonlySet<string>
}

/** What is known here of who changed what. */
export type Knowing = {
  /** Whether the row stands where this tab put it last. */
  isOwnPlace(row: SentenceRow | SectionRow): boolean
  personId: string | undefined
}

type Checked = { edits: BoardEdit[] } | { reason: string }
type Step = { edits: readonly BoardEdit[]; left: Left }

/** The edits that take an act back on the board of now, or why nobody should: somebody else changed the thing since. */
export function checkStep(board: Board, { edits, left }: Step, knowing: Knowing): Checked {
  const checked: BoardEdit[] = []
  // What the edits before it make of the board is not somebody else's doing.
  let then = board
  for (const edit of edits) {
    const rebased = edit.kind === 'sentence.edit' ? rebase(then, edit) : withChoice(board, edit, left)
    if (!rebased) return { reason: `${whoWrote(board, idsOf(edit)[0], knowing)} changed the same words since.` }
    const reason = whyNotBegun(then, rebased, knowing) ?? whyNotLeft(board, rebased, { ...knowing, left })
    if (reason) return { reason }
    checked.push(rebased)
    then = applyEdit(then, rebased)
  }
  return { edits: checked }
}

/** Words that others changed beside one's own stay. */
function rebase(board: Board, edit: EditOf<'sentence.edit'>): BoardEdit | undefined {
  const current = findRow(board.sentences, edit.id)?.[fieldOf(edit)]
  if (current === undefined || current === edit.baseText) return edit
  const merged = mergeWords({ base: edit.baseText, mine: edit.text, theirs: current })
  return merged.isClean ? { ...edit, text: merged.text, baseText: current } : undefined
}

/** A take comes back, too, where the sentence shows another since: beside that. */
function withChoice(board: Board, edit: BoardEdit, left: Left): BoardEdit {
  if (edit.kind !== 'take.restore' || !isChosenSince(board, edit, left)) return edit
  return { ...edit, isShown: false }
}

type AboutTake = EditOf<'sentence.choose' | 'take.delete' | 'take.restore'>

function isChosenSince(board: Board, edit: AboutTake, left: Left): boolean {
  const [now, before] = [findRow(board.sentences, edit.id), left.sentences.get(edit.id)]
  const field = shownField(edit.place)
  return now !== undefined && before !== undefined && now[field] !== before[field]
}

type Asked = Knowing & { left: Left }

/** What it begins with has to be there. */
function whyNotBegun(board: Board, edit: BoardEdit, knowing: Knowing): string | undefined {
  switch (edit.kind) {
    case 'project.rename':
      return board.project.name === edit.baseName ? undefined : 'Somebody renamed the project since.'
    case 'section.rename': {
      const row = findRow(board.sections, edit.id)
      return !row || row.title === edit.baseTitle ? undefined : 'Somebody renamed the section since.'
    }
    case 'sentence.merge':
      return whyNotMerge(board, edit)
    case 'sentence.split': {
      const row = findRow(board.sentences, edit.id)
      if (row?.locked) return 'The sentence was locked since.'
      const other = findRow(board.sentences, edit.newId)
      if (other?.deleted === false) return 'The sentence was split since.'
      if (other?.gone === 'merged') return joinedSince
      const halves = row && splitText(row.text, edit)
      const isSame = halves && (!other || other.text === halves.right)
      return isSame ? undefined : `${whoWrote(board, edit.id, knowing)} changed its words since.`
    }
    case 'sentence.unsplit': {
      const why = whyNotUnsplitOn(board, edit)
      return why && sayWhyNotUnsplit(board, edit, { ...knowing, why })
    }
    default:
      return undefined
  }
}

type NotTaken = Knowing & { why: NotUnsplit }

function sayWhyNotUnsplit(board: Board, { id, newId }: EditOf<'sentence.unsplit'>, { why, ...knowing }: NotTaken) {
  switch (why) {
    case 'away':
      return goneSince
    case 'joined':
      return joinedSince
    case 'archived':
      return 'The second half was archived since.'
    case 'rewritten':
      return `${whoWrote(board, newId, knowing)} wrote in it since.`
    case 'changed':
      return `${whoWrote(board, id, knowing)} changed the same words since.`
    case 'long':
      return 'Together they would be too long by now.'
  }
}

/** What can only be done to sentences that are seen. */
const aboutLive = new Set<BoardEdit['kind']>([
  ...(['sentence.edit', 'sentence.set', 'sentence.move', 'sentence.choose'] as const),
  ...(['take.delete', 'take.restore'] as const),
])

function needingSight(edit: BoardEdit): string[] {
  if (edit.kind === 'sentence.split' || edit.kind === 'sentence.unsplit') return [edit.id]
  return aboutLive.has(edit.kind) ? idsOf(edit) : []
}

/** A row that the page has not read may be there. */
function isGone(board: Board, id: string): boolean {
  const row = findRow(board.sentences, id)
  return row !== undefined && (row.deleted || findRow(board.sections, row.sectionId)?.deleted === true)
}

/** What it takes back has to be as the act left it. */
function whyNotLeft(board: Board, edit: BoardEdit, asked: Asked): string | undefined {
  const wasSeen = (id: string) => asked.left.live.has(id)
  if (needingSight(edit).some((id) => wasSeen(id) && isGone(board, id))) return goneSince
  switch (edit.kind) {
    case 'section.move':
      return isMoved(findRow(board.sections, edit.id), asked) ? 'Somebody moved the section since.' : undefined
    case 'section.delete':
      return visibleSentences(board, edit.id).every((row) => asked.left.seen.has(row.id))
        ? undefined
        : 'There are other sentences in this section now.'
    case 'sentence.move': {
      const moved = edit.ids.some((id) => isMoved(findRow(board.sentences, id), asked))
      return moved ? 'Somebody moved it since.' : undefined
    }
    case 'sentence.restore':
      return isJoined(board, edit.ids) ? joinedSince : undefined
    case 'sentence.delete':
    case 'sentence.archive': {
      if (isJoined(board, edit.ids)) return joinedSince
      const changed = edit.ids.find((id) => isRewritten(findRow(board.sentences, id), asked))
      return changed === undefined ? undefined : `${whoWrote(board, changed, asked)} wrote in it since.`
    }
    case 'sentence.set':
      return whyNotSet(board, edit, asked)
    case 'sentence.choose':
      return isChosenSince(board, edit, asked.left) ? 'The sentence shows another take since.' : undefined
    case 'take.delete': {
      const isShownSince = shownIn(board, edit) === edit.takeId && isChosenSince(board, edit, asked.left)
      return isShownSince ? 'The sentence shows this take since.' : undefined
    }
    case 'sentence.unmerge':
      return whyNotUnmerge(board, edit, asked)
    default:
      return undefined
  }
}

const joinedSince = 'The sentence was joined to another since.'
const goneSince = 'The sentence was taken off the board since.'

/** Its words are on the board: they would be taken out of the other sentence, or come a second time. */
function isJoined(board: Board, ids: readonly string[]): boolean {
  return ids.some((id) => findRow(board.sentences, id)?.gone === 'merged')
}

function isMoved(row: SentenceRow | SectionRow | undefined, { isOwnPlace }: Asked): boolean {
  return row !== undefined && !row.deleted && !isOwnPlace(row)
}

const written = ['text', 'imagePrompt', 'videoPrompt'] as const

function isRewritten(row: SentenceRow | undefined, { left }: Asked): boolean {
  const before = row && left.sentences.get(row.id)
  return before !== undefined && !row?.deleted && written.some((field) => row?.[field] !== before[field])
}

const settings = { seed: 'the seed', locked: 'the lock', castIds: 'the cast' } as const

function whyNotSet(board: Board, { ids, values }: EditOf<'sentence.set'>, { left }: Asked): string | undefined {
  for (const id of ids) {
    const [now, before] = [findRow(board.sentences, id), left.sentences.get(id)]
    if (!now || !before) continue
    for (const key of ['seed', 'locked', 'castIds'] as const) {
      if (values[key] !== undefined && !isSame(now[key], before[key])) return `Somebody changed ${settings[key]} since.`
    }
  }
  return undefined
}

/** Who is in a sentence is no matter of order. */
function isSame(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b
  return a.length === b.length && a.every((each) => b.includes(each))
}

/** The server looks again, and knows what the halves were. */
function whyNotUnmerge(board: Board, edit: EditOf<'sentence.unmerge'>, asked: Asked): string | undefined {
  const [now, before] = [findRow(board.sentences, edit.intoId), asked.left.sentences.get(edit.intoId)]
  if (!now || now.deleted) return 'The sentence was deleted since.'
  if (!before) return undefined
  const isFree = written.every(
    (field) => mergeWords({ base: before[field], mine: edit.into[field], theirs: now[field] }).isClean,
  )
  return isFree ? undefined : `${whoWrote(board, edit.intoId, asked)} changed its words since.`
}

function whoWrote(board: Board, id = '', { personId }: Knowing): string {
  const by = findRow(board.sentences, id)?.editedBy
  if (!by) return 'Somebody'
  return by.id === personId ? 'You, in another window,' : by.name || 'Somebody'
}
