/**
 * The terms of a prompt: what stands between its commas, without empty ones. A comma in brackets, which weight and nest terms,
 * separates nothing, nor does one between digits.
 */
export function splitTerms(text: string): string[] {
  const terms: string[] = []
  let [start, depth] = [0, 0]
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at)
    // An escaped bracket is one that is meant to be seen.
    if (sign === '\\') at++
    else if ('([{<'.includes(sign)) depth++
    else if (')]}>'.includes(sign)) depth = Math.max(0, depth - 1)
    else if (sign === ',' && depth === 0 && !isBetweenDigits(text, at)) {
      terms.push(text.slice(start, at))
      start = at + 1
    }
  }
  terms.push(text.slice(start))
  return terms.map((term) => term.trim()).filter((term) => term !== '')
}

/** Terms, and texts of terms, as one text. Behind the end of a sentence no comma is needed. */
export function joinTerms(terms: readonly string[]): string {
  return terms.reduce((text, term) => (text === '' ? term : `${text}${/[.!?…]$/u.test(text) ? ' ' : ', '}${term}`), '')
}

/** Whether the words stand in the text as whole words, in any case. */
export function hasWords(text: string, words: string): boolean {
  const literal = words.trim().replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
  const pattern = literal.replace(/\s+/gu, '\\s+')
  return new RegExp(`(?<![\\p{L}\\p{M}\\p{N}_])${pattern}(?![\\p{L}\\p{M}\\p{N}_])`, 'iu').test(text)
}

/** What makes two terms the same. */
export function termKey(term: string): string {
  return term.replace(/\s+/gu, ' ').toLowerCase()
}

function isBetweenDigits(text: string, at: number): boolean {
  return /^\d,\d$/.test(text.slice(at - 1, at + 2)) && at > 0
}
