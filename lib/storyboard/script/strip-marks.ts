/**
 * Takes away what only says how words look: *italic*, **bold**, _underlined_, `code`, [words](link), pictures, comments. A mark
 * counts where it stands directly at a word on its inner side and has a partner; any other star or line is a character as written.
 */
export function stripMarks(text: string): string {
  const kept: string[] = []
  // A mark behind a backslash is a character: put aside while the others go.
  const aside = text.replace(/\\([\\`*_{}[\]()#+\-.!~>])/gu, (_, character: string) => {
    kept.push(character)
    return placeholder
  })
  const stripped = stripEmphasis(
    aside
      .replace(/<!--[\s\S]{0,2000}?-->/gu, '')
      .replace(/!\[[^\][]{0,500}\]\([^()]{0,2000}\)/gu, '')
      .replace(/\[([^\][]{1,500})\]\([^()\s]{0,2000}(?: "[^"]{0,200}")?\)/gu, '$1')
      .replace(/(`+)([^`]+)\1/gu, '$2'),
  )
  return stripped.replaceAll(placeholder, () => kept.shift() ?? '').trim()
}

// A character for private use: in no text that says anything.
const placeholder = '\uE0F0'

/** The same for Fountain, where only emphasis is marked. Marks within marks go from the inside out. */
export function stripEmphasis(text: string): string {
  let [before, after] = ['', text]
  for (let round = 0; round < mostNested && before !== after; round++) {
    before = after
    after = before
      .replace(/(?<![\p{L}\p{N}*])\*{1,3}(?=[^\s*])([^*\n]*?[^\s*])\*{1,3}(?![\p{L}\p{N}*])/gu, '$1')
      .replace(/(?<![\p{L}\p{N}_])_{1,3}(?=[^\s_])([^\n]{0,1000}?[^\s_])_{1,3}(?![\p{L}\p{N}_])/gu, '$1')
      .replace(/~~(?=\S)([^~\n]+?)~~/gu, '$1')
  }
  return after
}

const mostNested = 3
