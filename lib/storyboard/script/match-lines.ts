import { longestRising } from './longest-rising.ts'
import { similarity, wordsOf } from './similar-words.ts'

/** A sentence that is there, with the words the script last had for it. */
export type OldLine = { id: string; text: string }

export type LineMatch = {
  /** Null: it is new. */
  oldIndex: number | null
  isSame: boolean
  /** It stands elsewhere among the others now. */
  isMoved: boolean
}

/** From how much in common two sentences are one that was edited: among the same neighbours, and anywhere else. */
const leastInPlace = 0.45
const leastElsewhere = 0.65
/** The only one there was between the same neighbours may have changed more. */
const leastAlone = 0.25

/**
 * Finds for each sentence of a new version which one it was. First those that are equal in order, then equal ones that moved,
 * then by the words they share: between the same neighbours, and last anywhere. Each is matched once. `pause` is asked
 * again and again, to let others have their turn.
 */
export async function matchLines(
  old: readonly OldLine[],
  next: readonly string[],
  pause: () => Promise<void>,
): Promise<LineMatch[]> {
  const [oldKeys, newKeys] = [old.map(({ text }) => keyOf(text)), next.map(keyOf)]
  const match: Match = { ofNew: next.map(() => null), ofOld: old.map(() => null) }
  matchInOrder(match, { oldKeys, newKeys, from: 0, to: old.length, newFrom: 0, newTo: next.length })
  await pause()
  matchMoved(match, oldKeys, newKeys)
  await pause()
  await matchSimilar(match, await wordsOfUnmatched(match, { old, next, pause }), pause)
  const stays = longestRising(match.ofNew)
  return match.ofNew.map((oldIndex, index) => ({
    oldIndex,
    isSame: oldIndex !== null && oldKeys[oldIndex] === newKeys[index],
    isMoved: oldIndex !== null && !stays.has(index),
  }))
}

type Match = { ofNew: (number | null)[]; ofOld: (number | null)[] }

function pair(match: Match, oldIndex: number, newIndex: number): void {
  match.ofNew[newIndex] = oldIndex
  match.ofOld[oldIndex] = newIndex
}

/** Space means nothing. */
function keyOf(text: string): string {
  return text.replace(/\s+/gu, ' ').trim()
}

type Range = { oldKeys: string[]; newKeys: string[]; from: number; to: number; newFrom: number; newTo: number }

/** Equal ends first, then lines that are there once on both sides, in the longest run that keeps their order; then between those. */
function matchInOrder(match: Match, range: Range): void {
  const { oldKeys, newKeys } = range
  let { from, to, newFrom, newTo } = range
  while (from < to && newFrom < newTo && oldKeys[from] === newKeys[newFrom]) pair(match, from++, newFrom++)
  while (from < to && newFrom < newTo && oldKeys[to - 1] === newKeys[newTo - 1]) pair(match, --to, --newTo)
  if (from >= to || newFrom >= newTo) return
  const anchors = findAnchors({ ...range, from, to, newFrom, newTo })
  if (anchors.length === 0) {
    if ((to - from) * (newTo - newFrom) <= mostCells) matchCommon(match, { ...range, from, to, newFrom, newTo })
    return
  }
  let [oldAt, newAt] = [from, newFrom]
  for (const { oldIndex, newIndex } of [...anchors, { oldIndex: to, newIndex: newTo }]) {
    matchInOrder(match, { ...range, from: oldAt, to: oldIndex, newFrom: newAt, newTo: newIndex })
    if (oldIndex < to) pair(match, oldIndex, newIndex)
    ;[oldAt, newAt] = [oldIndex + 1, newIndex + 1]
  }
}

type Anchor = { oldIndex: number; newIndex: number }

function findAnchors({ oldKeys, newKeys, from, to, newFrom, newTo }: Range): Anchor[] {
  const seen = new Map<string, { oldIndex: number; newIndex: number; count: number; newCount: number }>()
  for (let index = from; index < to; index++) {
    const one = seen.get(oldKeys[index] ?? '') ?? { oldIndex: index, newIndex: -1, count: 0, newCount: 0 }
    one.count++
    seen.set(oldKeys[index] ?? '', one)
  }
  for (let index = newFrom; index < newTo; index++) {
    const one = seen.get(newKeys[index] ?? '')
    if (!one) continue
    one.newCount++
    one.newIndex = index
  }
  const unique = [...seen.values()].filter(({ count, newCount }) => count === 1 && newCount === 1)
  unique.sort((a, b) => a.newIndex - b.newIndex)
  const rising = longestRising(unique.map(({ oldIndex }) => oldIndex))
  return unique.filter((_, index) => rising.has(index))
}

/** As large a table as takes a few milliseconds. */
const mostCells = 250_000

/** The longest common run of lines that come more than once. */
function matchCommon(match: Match, { oldKeys, newKeys, from, to, newFrom, newTo }: Range): void {
  const [rows, columns] = [to - from, newTo - newFrom]
  const width = columns + 1
  const table = new Uint16Array((rows + 1) * width)
  for (let row = rows - 1; row >= 0; row--) {
    for (let column = columns - 1; column >= 0; column--) {
      const isEqual = oldKeys[from + row] === newKeys[newFrom + column]
      table[row * width + column] = isEqual
        ? (table[(row + 1) * width + column + 1] ?? 0) + 1
        : Math.max(table[(row + 1) * width + column] ?? 0, table[row * width + column + 1] ?? 0)
    }
  }
  let [row, column] = [0, 0]
  while (row < rows && column < columns) {
    if (oldKeys[from + row] === newKeys[newFrom + column]) pair(match, from + row++, newFrom + column++)
    else if ((table[(row + 1) * width + column] ?? 0) >= (table[row * width + column + 1] ?? 0)) row++
    else column++
  }
}

/** Equal ones elsewhere. A short one that says what many say has to have a neighbour that came with it. */
function matchMoved(match: Match, oldKeys: string[], newKeys: string[]): void {
  const free = new Map<string, number[]>()
  for (const [index, key] of [...oldKeys.entries()].reverse()) {
    if (match.ofOld[index] === null) pushTo(free, key, index)
  }
  for (const [newIndex, key] of newKeys.entries()) {
    if (match.ofNew[newIndex] !== null) continue
    const found = isTelling(key) ? nextFree(match, free.get(key)) : besideNeighbour({ match, oldKeys, newIndex }, key)
    if (found !== undefined) pair(match, found, newIndex)
  }
}

/** Takes what is no longer free from the end, where the first one is. */
function nextFree({ ofOld }: Match, lastFirst: number[] = []): number | undefined {
  for (let index = lastFirst.pop(); index !== undefined; index = lastFirst.pop()) {
    if (ofOld[index] === null) return index
  }
  return undefined
}

/** So many words are not said twice by chance. */
const leastTelling = 4

function isTelling(text: string): boolean {
  return (
    text.split(' ').length >= leastTelling ||
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]{6}/u.test(text)
  )
}

type Beside = { match: Match; oldKeys: string[]; newIndex: number }

function besideNeighbour({ match: { ofNew, ofOld }, oldKeys, newIndex }: Beside, key: string): number | undefined {
  const [before, after] = [ofNew[newIndex - 1] ?? null, ofNew[newIndex + 1] ?? null]
  const places = [before === null ? -1 : before + 1, after === null ? -1 : after - 1].sort((a, b) => a - b)
  return places.find((oldIndex) => oldKeys[oldIndex] === key && ofOld[oldIndex] === null)
}

/** Of what is not matched yet. */
type Words = { old: Map<number, string[]>; next: Map<number, string[]> }
type Texts = { old: readonly OldLine[]; next: readonly string[]; pause: () => Promise<void> }

async function wordsOfUnmatched({ ofOld, ofNew }: Match, { old, next, pause }: Texts): Promise<Words> {
  const words: Words = { old: new Map(), next: new Map() }
  for (const [index, { text }] of old.entries()) {
    if (ofOld[index] !== null) continue
    words.old.set(index, wordsOf(text))
    await pause()
  }
  for (const [index, text] of next.entries()) {
    if (ofNew[index] !== null) continue
    words.next.set(index, wordsOf(text))
    await pause()
  }
  return words
}

type Candidate = { oldIndex: number; newIndex: number; score: number }

/** The most alike first, each once. */
async function matchSimilar(match: Match, words: Words, pause: () => Promise<void>): Promise<void> {
  const gaps = gapsOf(match)
  const candidates: Candidate[] = []
  const index = indexOf(words.old)
  for (const [newIndex, next] of words.next) {
    await pause()
    for (const oldIndex of likely({ index, gaps, newIndex }, next)) {
      const isInPlace = gaps.ofNew[newIndex] === gaps.ofOld[oldIndex]
      const score = similarity(words.old.get(oldIndex) ?? [], next)
      const isAlone = isInPlace && gaps.isAlone(gaps.ofNew[newIndex] ?? -1)
      const least = isAlone ? leastAlone : isInPlace ? leastInPlace : leastElsewhere
      // A few words said elsewhere are said by somebody else.
      if (!isInPlace && next.length < leastTelling) continue
      // Of two as alike, the one among the same neighbours.
      if (score >= least) candidates.push({ oldIndex, newIndex, score: score + (isInPlace ? 0.2 : 0) })
    }
  }
  candidates.sort((a, b) => b.score - a.score || a.newIndex - b.newIndex || a.oldIndex - b.oldIndex)
  for (const { oldIndex, newIndex } of candidates) {
    if (match.ofOld[oldIndex] === null && match.ofNew[newIndex] === null) pair(match, oldIndex, newIndex)
  }
}

type Gaps = {
  ofOld: number[]
  ofNew: number[]
  /** The unmatched old lines of each, and where its new ones begin. */
  old: Map<number, number[]>
  firstNew: Map<number, number>
  isAlone(gap: number): boolean
}

/** Between which matched neighbours each line stands: lines of one gap stand between the same two. */
function gapsOf({ ofNew, ofOld }: Match): Gaps {
  const stays = longestRising(ofNew)
  const ofNewGaps: number[] = []
  const gapOfOld = ofOld.map(() => -1)
  let gap = 0
  let oldAt = 0
  const fill = (to: number) => {
    for (; oldAt < to; oldAt++) gapOfOld[oldAt] = gap
  }
  for (const [index, oldIndex] of ofNew.entries()) {
    if (oldIndex !== null && stays.has(index)) {
      fill(oldIndex)
      oldAt = oldIndex + 1
      gap++
    }
    ofNewGaps.push(gap)
  }
  fill(ofOld.length)
  const old = new Map<number, number[]>()
  const news = new Map<number, number>()
  for (const [index, one] of gapOfOld.entries()) if (ofOld[index] === null) pushTo(old, one, index)
  const firstNew = new Map<number, number>()
  for (const [index, one] of ofNewGaps.entries()) {
    if (ofNew[index] === null) news.set(one, (news.get(one) ?? 0) + 1)
    if (!firstNew.has(one)) firstNew.set(one, index)
  }
  return {
    ofOld: gapOfOld,
    ofNew: ofNewGaps,
    old,
    firstNew,
    isAlone: (one) => old.get(one)?.length === 1 && news.get(one) === 1,
  }
}

/** Which unmatched old lines have a word, the rare ones above all. */
function indexOf(old: Map<number, string[]>): Map<string, number[]> {
  const index = new Map<string, number[]>()
  for (const [oldIndex, words] of old) for (const word of new Set(words)) pushTo(index, word, oldIndex)
  return index
}

function pushTo<K>(lists: Map<K, number[]>, key: K, value: number): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}

/** A word in more lines than this tells nothing of which one it is. */
const mostOfAWord = 60
const mostCandidates = 12
const nearInGap = 4

function likely(
  { index, gaps, newIndex }: { index: Map<string, number[]>; gaps: Gaps; newIndex: number },
  words: string[],
): Set<number> {
  const shared = new Map<number, number>()
  for (const word of new Set(words)) {
    const lines = index.get(word) ?? []
    if (lines.length > mostOfAWord) continue
    for (const oldIndex of lines) shared.set(oldIndex, (shared.get(oldIndex) ?? 0) + 1 / lines.length)
  }
  const best = [...shared].sort((a, b) => b[1] - a[1]).slice(0, mostCandidates)
  const gap = gaps.ofNew[newIndex] ?? -1
  const inGap = gaps.old.get(gap) ?? []
  // About as far into the gap: what has only common words is found by its place.
  const first = gaps.firstNew.get(gap) ?? 0
  const near = inGap.slice(Math.max(0, newIndex - first - nearInGap), newIndex - first + nearInGap)
  return new Set([...best.map(([oldIndex]) => oldIndex), ...near])
}
