import type { SentenceRow } from '#lib/storyboard/model.ts'

/** As a calm voice reads: about 150 words of English a minute, a letter being a fifteenth of a second. */
const lettersPerSecond = 15
/** Signs that are a syllable or a word each. */
const signsPerSecond = 5
/** A picture has to be seen, however little is said, and nobody looks at one for ever. */
const leastSeconds = 1.5
const mostSeconds = 20
/** For the breath before the next. */
const pauseSeconds = 0.5

const signs = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu
const unspoken = /[\s\p{P}\p{S}]+/gu

/** How long it takes to say a text, in seconds. */
export function secondsOf(text: string): number {
  const said = text.replace(unspoken, '')
  const signCount = said.match(signs)?.length ?? 0
  const seconds = (said.length - signCount) / lettersPerSecond + signCount / signsPerSecond + pauseSeconds
  return Math.min(mostSeconds, Math.max(leastSeconds, seconds))
}

const known = new WeakMap<SentenceRow, number>()

/** The same for a sentence, counted once for as long as it stays what it is. */
export function secondsOfRow(row: SentenceRow): number {
  const before = known.get(row)
  if (before !== undefined) return before
  const seconds = secondsOf(row.text)
  known.set(row, seconds)
  return seconds
}

/** "4:07", or with hours "1:04:07". */
export function formatTime(seconds: number): string {
  const whole = Math.floor(seconds)
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const [hours = 0, minutes = 0, rest = 0] = parts
  const tail = String(rest).padStart(2, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`
}
