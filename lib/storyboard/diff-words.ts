import { longestRising } from './script/longest-rising.ts'

/** A part of a text that became another: tokens `start` to `end` of the one are tokens `newStart` to `newEnd` of the other. */
export type Hunk = { start: number; end: number; newStart: number; newEnd: number }

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })

/** Words, and what stands between them, so that joined again they are the text. Words of scripts without spaces are found too. */
export function tokensOf(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}

/** What changed between two lists of tokens, in order, with at least one token that stayed between any two. */
export function diffTokens(from: readonly string[], to: readonly string[]): Hunk[] {
  const pairs = [...matchRange({ from, to }, { start: 0, end: from.length, newStart: 0, newEnd: to.length })]
  const hunks: Hunk[] = []
  let [at, newAt] = [0, 0]
  for (const [index, newIndex] of [...pairs, [from.length, to.length] as const]) {
    if (index > at || newIndex > newAt) hunks.push({ start: at, end: index, newStart: newAt, newEnd: newIndex })
    at = index + 1
    newAt = newIndex + 1
  }
  return joinOverSpace(
    hunks.map((hunk, index) => slideBack(hunk, { from, to, before: hunks[index - 1] })),
    from,
  )
}

type Texts = { from: readonly string[]; to: readonly string[] }
type Match = readonly [index: number, newIndex: number]

/** As many places as may be compared one with each: 8 MB, and some twenty milliseconds. */
const mostCells = 2_000_000

/** Which tokens stayed. Long texts are taken apart first at tokens that each of them has once. */
function* matchRange(texts: Texts, range: Hunk): Generator<Match> {
  const { from, to } = texts
  let { start, end, newStart, newEnd } = range
  while (start < end && newStart < newEnd && from[start] === to[newStart]) yield [start++, newStart++]
  const tail: Match[] = []
  while (start < end && newStart < newEnd && from[end - 1] === to[newEnd - 1]) tail.unshift([--end, --newEnd])
  const rest = { start, end, newStart, newEnd }
  if (start < end && newStart < newEnd) {
    const isSmall = (end - start) * (newEnd - newStart) <= mostCells
    yield* isSmall ? matchMost(texts, rest) : matchAround(texts, rest)
  }
  yield* tail
}

function* matchAround(texts: Texts, range: Hunk): Generator<Match> {
  const anchors = anchorsOf(texts, range)
  if (anchors.length === 0) return
  let { start, newStart } = range
  for (const [index, newIndex] of anchors) {
    yield* matchRange(texts, { start, end: index, newStart, newEnd: newIndex })
    yield [index, newIndex]
    start = index + 1
    newStart = newIndex + 1
  }
  yield* matchRange(texts, { ...range, start, newStart })
}

/** Tokens that are there once in each, as many as stand in the same order in both. */
function anchorsOf({ from, to }: Texts, { start, end, newStart, newEnd }: Hunk): Match[] {
  const once = placesOfSingles(from, start, end)
  const newOnce = placesOfSingles(to, newStart, newEnd)
  const shared = [...once].flatMap(([token, index]): Match[] => {
    const newIndex = newOnce.get(token)
    return newIndex === undefined ? [] : [[index, newIndex]]
  })
  const rising = longestRising(shared.map(([, newIndex]) => newIndex))
  return shared.filter((_, at) => rising.has(at))
}

function placesOfSingles(tokens: readonly string[], start: number, end: number): Map<string, number> {
  const places = new Map<string, number>()
  const twice = new Set<string>()
  for (let index = start; index < end; index++) {
    const token = tokens[index] ?? ''
    if (places.has(token)) twice.add(token)
    else places.set(token, index)
  }
  for (const token of twice) places.delete(token)
  return places
}

/** A word that stayed says more than all the spaces of a text. */
function weigh(token: string | undefined): number {
  return token !== undefined && /[\p{L}\p{N}]/u.test(token) ? 65_536 : 1
}

/** The common subsequence with the most words in it, and of those the one with the most of what stands between them. */
function* matchMost({ from, to }: Texts, { start, end, newStart, newEnd }: Hunk): Generator<Match> {
  const width = newEnd - newStart + 1
  const weights = new Uint32Array((end - start + 1) * width)
  const weight = (index: number, newIndex: number) => weights[(index - start) * width + newIndex - newStart] ?? 0
  for (let index = end - 1; index >= start; index--) {
    const own = weigh(from[index])
    for (let newIndex = newEnd - 1; newIndex >= newStart; newIndex--) {
      const most = Math.max(weight(index + 1, newIndex), weight(index, newIndex + 1))
      const isSame = from[index] === to[newIndex]
      weights[(index - start) * width + newIndex - newStart] = isSame
        ? Math.max(most, weight(index + 1, newIndex + 1) + own)
        : most
    }
  }
  let [index, newIndex] = [start, newStart]
  while (index < end && newIndex < newEnd) {
    const here = weight(index, newIndex)
    if (here === weight(index + 1, newIndex)) index++
    else if (here === weight(index, newIndex + 1)) newIndex++
    else yield [index++, newIndex++]
  }
}

type Surroundings = Texts & { before: Hunk | undefined }

/**
 * Of the places at which one and the same words can be put in or taken out, the first: "a b" with " x" in it, not with "x ". So two
 * people who do the same are seen to do the same.
 */
function slideBack(hunk: Hunk, { from, to, before }: Surroundings): Hunk {
  let { start, end, newStart, newEnd } = hunk
  const isOneSided = start === end || newStart === newEnd
  if (!isOneSided) return hunk
  const tokens = start === end ? to : from
  const first = before ? before.end + 1 : 0
  const last = () => tokens[(start === end ? newEnd : end) - 1]
  while (start > first && from[start - 1] === last()) {
    start--
    end--
    newStart--
    newEnd--
  }
  return { start, end, newStart, newEnd }
}

/** Neighbouring words that were both changed are one change: the space between them, which stayed, says nothing. */
function joinOverSpace(hunks: readonly Hunk[], from: readonly string[]): Hunk[] {
  const joined: Hunk[] = []
  for (const hunk of hunks) {
    const last = joined.at(-1)
    if (last && from.slice(last.end, hunk.start).every((token) => /^\s*$/u.test(token))) {
      joined[joined.length - 1] = { ...last, end: hunk.end, newEnd: hunk.newEnd }
    } else {
      joined.push(hunk)
    }
  }
  return joined
}
