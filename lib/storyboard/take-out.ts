import { isBlank } from '#lib/runtime/fields.ts'
import { mergeWords } from './merge-words.ts'

type Joined = {
  /** Of the one that stayed: before the merge, right after it, and now. */
  before: string
  after: string
  now: string
  /** Of the one that went. */
  gone: string
}

/**
 * What stays of joined words when those of one are taken out again, with what was changed in the others since. Undefined where they
 * do not stand in it any more as they were: taken out and put back elsewhere, words would be doubled or pieces of them left.
 */
export function takeOut({ before, after, now, gone }: Joined): string | undefined {
  const { text, isClean } = mergeWords({ base: after, mine: before, theirs: now })
  if (!isClean || (isBlank(text) && !isBlank(before))) return undefined
  return isWithout({ text, now, words: gone.trim() }) ? text : undefined
}

/** Whether the text is the one that stands there without these words, at one of the places where they stand. */
function isWithout({ text, now, words }: { text: string; now: string; words: string }): boolean {
  const wanted = withoutSpace(text)
  for (let at = now.indexOf(words); at >= 0; at = now.indexOf(words, at + 1)) {
    if (withoutSpace(now.slice(0, at) + now.slice(at + words.length)) === wanted) return true
    if (at >= now.length) return false
  }
  return false
}

function withoutSpace(text: string): string {
  return text.replaceAll(/\s/gu, '')
}
