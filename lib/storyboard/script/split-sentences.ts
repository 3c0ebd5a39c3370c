import { isBlank } from '#lib/runtime/fields.ts'
import { abbreviationsOf } from './abbreviations.ts'

export type Piece = { text: string; start: number; end: number }

/**
 * A paragraph's sentences, each exactly as it stands there but for the space around it. What `Intl.Segmenter` takes apart too
 * readily (abbreviations, initials, "Stop!" she said) is put together again, what it leaves together after an ellipsis is not.
 */
export function splitSentences(text: string, language: string): Piece[] {
  const flat = text.replace(/[\r\n\t\v\f\u0085\u2028\u2029]/gu, ' ')
  return splitRange(flat, { language, offset: 0, depth: 0 }).map(({ start, end }) => ({
    text: text.slice(start, end),
    start,
    end,
  }))
}

type Range = { start: number; end: number }

/** Until every piece stays whole, so that splitting what was split changes nothing. */
function splitRange(text: string, at: { language: string; offset: number; depth: number }): Range[] {
  const pieces = splitOnce(text, at.language)
  const [only, second] = pieces
  if (!only) return []
  const isStable = !second && only.start === 0 && only.end === text.length
  if (isStable || at.depth >= mostDepth) {
    return pieces.map(({ start, end }) => ({ start: start + at.offset, end: end + at.offset }))
  }
  return pieces.flatMap(({ start, end }) =>
    splitRange(text.slice(start, end), { ...at, offset: at.offset + start, depth: at.depth + 1 }),
  )
}

/** A piece loses at least one character each time but for the last; more than three rounds have not been seen. */
const mostDepth = 50

function splitOnce(text: string, language: string): Range[] {
  const { always, perhaps } = abbreviationsOf(language)
  const ranges: Range[] = []
  let start = 0
  for (const end of [...breaksOf(text, language), text.length]) {
    const before = text.slice(Math.max(start, end - lookBack), end)
    const after = text.slice(end, end + lookAhead)
    if (end < text.length && goesOn({ before, after, language, always, perhaps })) continue
    const range = trim(text, start, end)
    if (range) ranges.push(range)
    // Closing quotes, dashes and the like alone are no sentence.
    start = end
  }
  return joinWordless(ranges, text)
}

/** As much as a rule has to see of what follows, and of what is before. */
const lookAhead = 80
const lookBack = 200

/** Where a sentence may end: what the segmenter says, and an ellipsis before a capital letter. */
function breaksOf(text: string, language: string): number[] {
  const found = new Set<number>()
  for (const { index } of segmenterOf(language).segment(text)) {
    // An opening bracket belongs to what it opens.
    const opening = openingAtEnd.exec(text.slice(Math.max(0, index - 5), index))?.[0].length ?? 0
    if (index - opening > 0) found.add(index - opening)
  }
  for (const pattern of [afterEllipsis, beforeDash, beforeNumber]) {
    for (const match of text.matchAll(pattern)) found.add(match.index + match[0].length)
  }
  return [...found].sort((a, b) => a - b)
}

const afterEllipsis = /(?:…|\.\.\.)["'”’»)\]]*\s+(?=["'“‘«([]?\p{Lu}\p{L}*)/gu

const beforeDash = /[.!?…]["'”’»)\]]*\s+(?=[—–-]\s*["“«]?\p{Lu})/gu
const beforeNumber = /(?<=\p{Ll}{2})[.!?]\s+(?=\d)/gu
const openingAtEnd = /[「『（〈《【〔“‘„«(]+$/u

const segmenters = new Map<string, Intl.Segmenter>()

function segmenterOf(language: string): Intl.Segmenter {
  const known = segmenters.get(language)
  if (known) return known
  const made = new Intl.Segmenter(isTag(language) ? language : 'en', { granularity: 'sentence' })
  segmenters.set(language, made)
  return made
}

function isTag(language: string): boolean {
  try {
    return Intl.getCanonicalLocales(language).length === 1
  } catch {
    return false
  }
}

type Joint = {
  before: string
  after: string
  language: string
  always: ReadonlySet<string>
  perhaps: ReadonlySet<string>
}

/** Whether the sentence goes on at a place where it might end. */
function goesOn(joint: Joint): boolean {
  const { before, after, language } = joint
  const next = /^[\s"'“‘«„([]*(\S*)/u.exec(after)?.[1] ?? ''
  if (/^\s*\p{Ll}/u.test(after)) return true
  if (/[?!.…。！？]["'”’»」』)]+\s*$/u.test(before) && isSpeechTag(after, language)) return true
  if (/(?:…|\.\.\.)["'”’»)]*\s*$/u.test(before)) return isStutter(before, next)
  const word = /(?:^|[\s("'“‘«[])([^\s("'“‘«[]+)\.\s*$/u.exec(before)?.[1]
  return word !== undefined && isAbbreviated(joint, word, next)
}

/** "I… I know", and "Nova…" alone before more of it. */
function isStutter(before: string, next: string): boolean {
  const last = /([\p{L}’']+)\P{L}*$/u.exec(before)?.[1] ?? ''
  const word = next.replace(/[^\p{L}’'].*$/u, '')
  return word !== '' && (word === 'I' || last.toLowerCase() === word.toLowerCase())
}

function isAbbreviated({ before, language, always, perhaps }: Joint, word: string, next: string): boolean {
  const small = word.toLowerCase()
  if (/^\d/u.test(next) && (always.has(small) || perhaps.has(small))) return true
  if (perhaps.has(small)) return /^\p{Ll}/u.test(next)
  if (always.has(small)) return small !== 'no' || /^\d/u.test(next)
  if (/^\p{Lu}$/u.test(word)) return isInitial(before, word)
  if (/^(?:\p{L}\.)+\p{L}$/u.test(word)) return /^\p{Lu}\.?$/u.test(next) || /^\p{Ll}/u.test(next)
  return language.startsWith('de') && /^(?:[12]?\d|3[01])$/u.test(word) && germanMonth.test(next)
}

const germanMonth = /^(?:Jan|Feb|März|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)/u

/** "J. R. R. Tolkien" and "John F. Kennedy", not "Plan B. Then". */
function isInitial(before: string, letter: string): boolean {
  if (letter === 'I') return false
  const previous = /(\S+)\s+\S+\s*$/u.exec(before)?.[1]
  if (previous === undefined) return true
  if (/^["'“‘(]*\p{Lu}\.$/u.test(previous)) return true
  return /^["'“‘(]*\p{Lu}\p{L}+\.?$/u.test(previous) && !lettered.test(previous)
}

const lettered =
  /^(?:plan|room|vitamin|group|type|grade|option|part|act|scene|section|class|unit|exhibit|gate|side|camera|team|raum|gruppe|typ)$/iu

const saying: Record<string, RegExp> = {
  en: /^\s*[\p{L}’'.-]+(?:\s+[\p{L}’'.-]+)?\s+(?:said|says|asked|asks|replied|replies|answered|whispered|whispers|shouted|shouts|cried|cries|called|calls|muttered|murmured|yelled|screamed|added|told|thought)(?!\p{L})/u,
  ja: /^\s*(?:と|って|などと)/u,
  zh: /^\s*[^，。！？\s]{0,6}(?:说|說|道|问|問|喊|叫|答|笑)/u,
}

/** Who says it may follow what is said: “Go!” Nova said. */
function isSpeechTag(after: string, language: string): boolean {
  return saying[language.split('-')[0] ?? '']?.test(after) ?? false
}

/** By hand: a pattern that ends in "space until the end" tries at each of a million spaces anew. */
function trim(text: string, start: number, end: number): Range | undefined {
  let [first, last] = [start, end]
  while (first < last && isSpace.test(text[first] ?? '')) first++
  while (last > first && isSpace.test(text[last - 1] ?? '')) last--
  return first < last ? { start: first, end: last } : undefined
}

/** Also what has no width: alone it is nothing that anybody sees. */
const isSpace = /[\s\u200B\u2060\uFEFF]/u

/** What has neither word nor picture in it belongs to what stands before it, or after it at the start. */
function joinWordless(ranges: Range[], text: string): Range[] {
  const joined: Range[] = []
  for (const range of ranges) {
    const previous = joined.at(-1)
    if (isBlank(text.slice(range.start, range.end))) continue
    const isLoose = (at: Range) => !hasContent.test(text.slice(at.start, at.end))
    if (previous && (isLoose(range) || isLoose(previous))) previous.end = range.end
    else joined.push({ ...range })
  }
  return joined
}

const hasContent = /[\p{L}\p{N}\p{Extended_Pictographic}\p{S}]/u
