/** The words of a sentence for comparing: in small letters; of letters that are written without spaces, each pair. */
export function wordsOf(text: string): string[] {
  const words: string[] = []
  for (const [run] of text.toLowerCase().matchAll(/[\p{L}\p{M}\p{N}'’]+/gu)) {
    if (!withoutSpaces.test(run)) words.push(run)
    else if (run.length === 1) words.push(run)
    else for (let at = 0; at + 1 < run.length; at++) words.push(run.slice(at, at + 2))
  }
  return words
}

const withoutSpaces = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

/** 1 for the same words, 0 for none in common: twice what they share by what both have. Words that come twice count twice. */
export function similarity(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0
  const counts = new Map<string, number>()
  for (const word of a) counts.set(word, (counts.get(word) ?? 0) + 1)
  let shared = 0
  for (const word of b) {
    const count = counts.get(word) ?? 0
    if (count === 0) continue
    shared++
    counts.set(word, count - 1)
  }
  // Part of a sentence that was taken apart is still the sentence, by what of it is there.
  const dice = (2 * shared) / (a.length + b.length)
  const part = Math.min(a.length, b.length) >= 3 ? (0.7 * shared) / Math.min(a.length, b.length) : 0
  return Math.max(dice, part)
}
