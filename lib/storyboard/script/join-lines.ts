/** Lines of one sentence as one, with a space between words where the script's letters have one. */
export function joinLines(text: string): string {
  return text.replace(/[^\S\r\n\u2028\u2029]*[\r\n\u2028\u2029\v\f\u0085]\s*/gu, (found, at: number) => {
    const [before, after] = [text[at - 1] ?? '', text[at + found.length] ?? '']
    return withoutSpaces.test(before) && withoutSpaces.test(after) ? '' : ' '
  })
}

/** Letters of scripts that are written without spaces between words, and their punctuation. */
export const withoutSpaces =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\u3000-\u303F\uFF00-\uFFEF]/u
