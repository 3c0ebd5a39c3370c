import { diffTokens, type Hunk, tokensOf } from './diff-words.ts'

type Versions = {
  /** What both began with. */
  base: string
  mine: string
  theirs: string
}
/** Whose words stand where both changed the same ones. */
type Prefer = 'mine' | 'theirs' | 'both'
type MergedText = {
  text: string
  /** Nobody has to choose. Otherwise, where both changed the same words, the text has those preferred, or both, theirs first. */
  isClean: boolean
}

/**
 * Two people's changes of one text, put together word by word. Changes of different words, and words put in at one place by both,
 * go together by themselves; so do words that both took out. Two texts begun where there was none are two texts.
 */
export function mergeWords({ base, mine, theirs }: Versions, prefer: Prefer = 'both'): MergedText {
  if (mine === theirs || theirs === base) return { text: mine, isClean: true }
  if (mine === base) return { text: theirs, isClean: true }
  const tokens = { base: tokensOf(base), mine: tokensOf(mine), theirs: tokensOf(theirs) }
  const hunks = { mine: diffTokens(tokens.base, tokens.mine), theirs: diffTokens(tokens.base, tokens.theirs) }
  const regions = regionsOf(
    hunks.mine.filter((hunk) => !isThere(hunk, tokens.mine, { hunks: hunks.theirs, tokens: tokens.theirs })),
    hunks.theirs.filter((hunk) => !isThere(hunk, tokens.theirs, { hunks: hunks.mine, tokens: tokens.mine })),
  )
  const parts: string[] = []
  let isClean = true
  let at = 0
  for (const region of regions) {
    parts.push(...tokens.base.slice(at, region.start))
    const merged = mergeRegion(region, tokens, prefer)
    parts.push(merged.text)
    isClean &&= merged.isClean
    at = region.end
  }
  return { text: [...parts, ...tokens.base.slice(at)].join(''), isClean }
}

/** What an edit makes of the text that stands there. */
export function textAfter({ text, baseText }: { text: string; baseText: string }, current: string): string {
  if (current === baseText) return text
  const merged = mergeWords({ base: baseText, mine: text, theirs: current })
  return merged.isClean ? merged.text : text
}

/** Where a place in a text is once the text has become another one: between the same words, if they are still there. */
export function movePlace(from: string, to: string, place: number): number {
  if (from === to) return place
  const tokens = { from: tokensOf(from), to: tokensOf(to) }
  let shift = 0
  for (const { start, end, newStart, newEnd } of diffTokens(tokens.from, tokens.to)) {
    const startsAt = lengthOf(tokens.from.slice(0, start))
    const endsAt = startsAt + lengthOf(tokens.from.slice(start, end))
    const newLength = lengthOf(tokens.to.slice(newStart, newEnd))
    if (place <= startsAt) break
    // At its end, or among words that are not there any more.
    if (place < endsAt) return startsAt + shift + Math.min(place - startsAt, newLength)
    shift += newLength - (endsAt - startsAt)
  }
  return place + shift
}

type Tokens = Record<keyof Versions, readonly string[]>
/** A part of the base that one or both changed, with the changes of each in it. */
type Region = { start: number; end: number; mine: Hunk[]; theirs: Hunk[] }

/** The changes of both in order, those that overlap together. */
function regionsOf(mine: readonly Hunk[], theirs: readonly Hunk[]): Region[] {
  const all = [
    ...mine.map((hunk) => ({ hunk, side: 'mine' as const })),
    ...theirs.map((hunk) => ({ hunk, side: 'theirs' as const })),
  ].sort((a, b) => a.hunk.start - b.hunk.start || a.hunk.end - b.hunk.end)
  const regions: Region[] = []
  for (const { hunk, side } of all) {
    let region = regions.at(-1)
    if (!region || !isOverlapping(region, hunk)) {
      region = { start: hunk.start, end: hunk.end, mine: [], theirs: [] }
      regions.push(region)
    }
    region[side].push(hunk)
    region.end = Math.max(region.end, hunk.end)
  }
  return regions
}

/** Words put in right beside a change do not touch it; two at one place are looked at together. */
function isOverlapping(region: Region, { start, end }: Hunk): boolean {
  const isSamePlace = region.start === region.end && start === end && region.start === start
  return isSamePlace || start < region.end
}

type Side = { hunks: readonly Hunk[]; tokens: readonly string[] }

/** The other put in the same words at the same place, and changed those beside it as well: what is sent twice is written once. */
function isThere({ start, end, newStart, newEnd }: Hunk, own: readonly string[], { hunks, tokens }: Side): boolean {
  const put = own.slice(newStart, newEnd)
  if (start !== end || !put.some(hasWord)) return false
  return hunks.some((other) => {
    if (other.start === other.end) return false
    const size = Math.min(put.length, other.newEnd - other.newStart)
    const behind = tokens.slice(other.newEnd - size, other.newEnd)
    const before = tokens.slice(other.newStart, other.newStart + size)
    return (other.end === start && isSame(put, behind)) || (other.start === start && isSame(put, before))
  })
}

function isSame(list: readonly string[], other: readonly string[]): boolean {
  return list.length === other.length && list.every((token, at) => token === other[at])
}

function mergeRegion({ start, end, mine, theirs }: Region, tokens: Tokens, prefer: Prefer): MergedText {
  const ours = spanOf(mine, { start, end })
  const others = spanOf(theirs, { start, end })
  const mineTokens = tokens.mine.slice(...ours)
  const theirTokens = tokens.theirs.slice(...others)
  const [text, other] = [mineTokens.join(''), theirTokens.join('')]
  if (theirs.length === 0 || text === other) return { text, isClean: true }
  if (mine.length === 0) return { text: other, isClean: true }
  if ([...mine, ...theirs].every(isDeletion))
    return { text: keptByBoth([...mine, ...theirs], { start, end, tokens }), isClean: true }
  // What both put in is there once: what was sent twice is not written twice.
  if (contains(theirTokens, mineTokens)) return { text: other, isClean: true }
  if (contains(mineTokens, theirTokens)) return { text, isClean: true }
  const isClean = start === end && tokens.base.some(hasWord)
  if (!isClean && prefer !== 'both') return { text: prefer === 'mine' ? text : other, isClean }
  return { text: putTogether(other, text), isClean }
}

/** Where a side has what became of a part of the base. A side without changes there is not asked. */
function spanOf(hunks: readonly Hunk[], { start, end }: Pick<Region, 'start' | 'end'>): [number, number] {
  const [first, last] = [hunks[0], hunks.at(-1)]
  if (!first || !last) return [0, 0]
  return [first.newStart - (first.start - start), last.newEnd + (end - last.end)]
}

function isDeletion({ newStart, newEnd }: Hunk): boolean {
  return newStart === newEnd
}

type Kept = Pick<Region, 'start' | 'end'> & { tokens: Tokens }

/** Both took words out of it, and only that: what neither took out stays. */
function keptByBoth(hunks: readonly Hunk[], { start, end, tokens }: Kept): string {
  const isTaken = (index: number) => hunks.some((hunk) => index >= hunk.start && index < hunk.end)
  return tokens.base
    .slice(start, end)
    .filter((_, offset) => !isTaken(start + offset))
    .join('')
}

function contains(list: readonly string[], part: readonly string[]): boolean {
  if (part.every((token) => !hasWord(token))) return false
  return list.some((_, at) => part.every((token, offset) => list[at + offset] === token))
}

function hasWord(token: string): boolean {
  return /[\p{L}\p{N}]/u.test(token)
}

/** As much of two texts as says whether they would run together. */
const longestWord = 40

/** Words do not grow together where they would not have been one word. */
function putTogether(first: string, second: string): string {
  const [end, start] = [first.slice(-longestWord), second.slice(0, longestWord)]
  const isOneWord = tokensOf(end + start).length < tokensOf(end).length + tokensOf(start).length
  return isOneWord && hasWord(end) && hasWord(start) ? `${first} ${second}` : first + second
}

function lengthOf(tokens: readonly string[]): number {
  return tokens.reduce((sum, token) => sum + token.length, 0)
}
