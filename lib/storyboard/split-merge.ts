import { isBlank } from '#lib/runtime/fields.ts'
import { findRow } from './board-rows.ts'
import { mergeWords } from './merge-words.ts'
import { type Board, longest, type SentenceRow } from './model.ts'
import { comparePlaces } from './positions.ts'
import { withoutSpaces } from './script/join-lines.ts'

type Cut = { at: number; baseText: string }

/** The two halves of a text, without the space that was between them. Undefined where one of them would be without words. */
export function splitText(text: string, { at, baseText }: Cut): { left: string; right: string } | undefined {
  const place = text === baseText ? at : findCut(text, { at, baseText })
  if (place === undefined || !isBetweenCharacters(text, place)) return undefined
  const left = text.slice(0, place).trimEnd()
  const right = text.slice(place).trimStart()
  return isBlank(left) || isBlank(right) ? undefined : { left, right }
}

/** No text of a script has it: it stands for the cut while words that came meanwhile are merged around it. */
const mark = '\uE0FF'

/** Where a cut through the text it was begun with goes through the one that stands there now. */
function findCut(text: string, { at, baseText }: Cut): number | undefined {
  const marked = `${baseText.slice(0, at)}${mark}${baseText.slice(at)}`
  const merged = mergeWords({ base: baseText, mine: marked, theirs: text })
  const place = merged.text.indexOf(mark)
  return merged.isClean && place >= 0 ? place : undefined
}

/** Not through what people see as one: a pair of halves, a letter and its accent, a flag, a family. */
function isBetweenCharacters(text: string, at: number): boolean {
  return at > 0 && at < text.length && characters.segment(text).containing(at)?.index === at
}

/** Where a character ends is the same in every language. */
const characters = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** One behind the other, with a space between them where their script has spaces. */
function joinTexts(first: string, second: string): string {
  if (isBlank(first)) return second
  if (isBlank(second)) return first
  const isTight = withoutSpaces.test(first.slice(-2)) && withoutSpaces.test(second.slice(0, 2))
  return `${first.trimEnd()}${isTight ? '' : ' '}${second.trimStart()}`
}

/** What a merge puts together, of a row or of a stored sentence. */
export type Mergeable = Pick<
  SentenceRow,
  'text' | 'imagePrompt' | 'videoPrompt' | 'seed' | 'castIds' | 'currentTakeId' | 'currentClipId'
> & { activeJobId?: string | null }

type Merged = {
  /** Of the script: in its order. */
  text: string
  videoPrompt: string
  /** Whose picture stays, with all that it is made of, so that it is as fresh or stale as before. Undefined: neither has one. */
  keeper: 'into' | 'gone' | undefined
  /** Whose clip stays. A clip goes with its picture. */
  clipKeeper: 'into' | 'gone' | undefined
} & Pick<Mergeable, 'imagePrompt' | 'seed' | 'castIds'>

type Pair<T extends Mergeable> = { into: T; gone: T; isGoneFirst: boolean }

/** What becomes of two sentences that are made one. Nothing has to be made again for it. */
export function mergeTwo<T extends Mergeable>({ into, gone, isGoneFirst }: Pair<T>): Merged {
  const join = (a: string, b: string) => (isGoneFirst ? joinTexts(b, a) : joinTexts(a, b))
  const keeper = keeperOf(into, gone)
  const clipKeeper = clipKeeperOf({ into, gone }, keeper)
  const kept = keeper && { into, gone }[keeper]
  const ofClip = clipKeeper && { into, gone }[clipKeeper]
  return {
    text: join(into.text, gone.text),
    imagePrompt: kept ? kept.imagePrompt : join(into.imagePrompt, gone.imagePrompt),
    videoPrompt: ofClip ? ofClip.videoPrompt : join(into.videoPrompt, gone.videoPrompt),
    seed: kept ? kept.seed : (into.seed ?? gone.seed),
    castIds: kept ? kept.castIds : [...new Set([...into.castIds, ...gone.castIds])],
    keeper,
    clipKeeper,
  }
}

/** A picture that is being made counts: it will be of what was asked for. */
function keeperOf(into: Mergeable, gone: Mergeable): Merged['keeper'] {
  if (into.currentTakeId !== null || into.activeJobId) return 'into'
  return gone.currentTakeId === null ? undefined : 'gone'
}

function clipKeeperOf(
  { into, gone }: { into: Mergeable; gone: Mergeable },
  keeper: Merged['keeper'],
): Merged['clipKeeper'] {
  if (keeper) return { into, gone }[keeper].currentClipId === null ? undefined : keeper
  if (into.currentClipId !== null) return 'into'
  return gone.currentClipId === null ? undefined : 'gone'
}

/** Why two sentences cannot be made one, for a person; undefined when they can. */
export function whyNotMerge(board: Board, { id, intoId }: { id: string; intoId: string }): string | undefined {
  const [gone, into] = [findRow(board.sentences, id), findRow(board.sentences, intoId)]
  if (!gone || !into || !isSeen(board, gone) || !isSeen(board, into) || id === intoId)
    return 'One of the two sentences is not there.'
  const refusal = whyNotMergeRows({ gone, into, isGoneFirst: isBefore(board, gone, into) })
  return refusal && `${refusal.message} ${refusal.suggestion}`
}

/** Nobody splits or joins what they do not see, and in a section that is gone, or was never there, the server would not. */
function isSeen({ sections }: Board, { deleted, sectionId }: SentenceRow): boolean {
  return !deleted && findRow(sections, sectionId)?.deleted === false
}

type Asked = Mergeable & Pick<SentenceRow, 'locked' | 'activeVideoJobId'>
type Refusal = { message: string; suggestion: string }

export function whyNotMergeRows(pair: Pair<Asked>): Refusal | undefined {
  const { gone, into } = pair
  if (gone.locked || into.locked) return { message: 'A locked sentence is not joined.', suggestion: 'Unlock it first.' }
  if (gone.activeJobId || gone.activeVideoJobId) {
    return {
      message: 'A picture is being made for the sentence that would go.',
      suggestion: 'Wait for it, or cancel it first.',
    }
  }
  const merged = mergeTwo(pair)
  if (merged.text.length > longest.sentenceText) return tooLong('they', longest.sentenceText)
  const isPromptLong = merged.imagePrompt.length > longest.prompt || merged.videoPrompt.length > longest.prompt
  return isPromptLong ? tooLong('their prompts', longest.prompt) : undefined
}

function tooLong(what: string, most: number): Refusal {
  return {
    message: `Together ${what} are longer than ${most.toLocaleString('en')} characters.`,
    suggestion: 'Shorten one of them first.',
  }
}

/** What a split makes of a board: the row, its halves, and the second half where it is there from before. */
type SplitRow = { row: SentenceRow; other: SentenceRow | undefined; left: string; right: string }

/** Undefined where nothing is split. A second half that is there comes back, and only with the words that are cut off. */
export function splitRow(board: Board, edit: Cut & { id: string; newId: string }): SplitRow | undefined {
  const row = findRow(board.sentences, edit.id)
  const other = findRow(board.sentences, edit.newId)
  const halves = row && isSeen(board, row) && !row.locked && splitText(row.text, edit)
  if (!halves || (other && (!other.deleted || other.text !== halves.right))) return undefined
  return { row, other, ...halves }
}

/** Why a sentence cannot be split there, for a person; undefined when it can. */
export function whyNotSplit(board: Board, { id, at }: { id: string; at: number }): string | undefined {
  const row = findRow(board.sentences, id)
  if (!row || !isSeen(board, row)) return 'This sentence is not there.'
  if (row.locked) return 'A locked sentence is not split. Unlock it first.'
  if (!splitText(row.text, { at, baseText: row.text })) return 'Put the cursor between two words of the sentence first.'
  return undefined
}

/** Whether the first stands before the second in the script. */
export function isBefore(board: Board, first: SentenceRow, second: SentenceRow): boolean {
  if (first.sectionId === second.sectionId) return comparePlaces(first, second) < 0
  const place = (row: SentenceRow) => findRow(board.sections, row.sectionId)
  const [a, b] = [place(first), place(second)]
  return a !== undefined && b !== undefined && comparePlaces(a, b) < 0
}
