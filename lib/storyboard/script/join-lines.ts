/** Lines of one sentence as one, with a space between words where the script's letters have one. */
export function joinLines(text: string): string {
  const lines = text.split(/[\r\n\u2028\u2029\v\f\u0085]/u)
  const [first = '', ...rest] = lines
  if (rest.length === 0) return text
  return rest.reduce((joined, line) => {
    const [before, after] = [joined.trimEnd(), line.trimStart()]
    if (after === '') return joined
    return before + (withoutSpaces.test(before.slice(-1)) && withoutSpaces.test(after[0] ?? '') ? '' : ' ') + after
  }, first)
}

/** Letters of scripts that are written without spaces between words, and their punctuation. */
export const withoutSpaces =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\u3000-\u303F\uFF00-\uFFEF]/u
