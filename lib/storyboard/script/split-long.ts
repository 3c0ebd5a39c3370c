/** A text in parts that are at most so long: at the end of a clause, else between words, never within a character. */
export function splitLong(text: string, longest: number): string[] {
  const parts: string[] = []
  let rest = text
  while (rest.length > longest) {
    const at = findBreak(rest, longest)
    parts.push(rest.slice(0, at).trimEnd())
    rest = rest.slice(at).trimStart()
  }
  if (rest !== '') parts.push(rest)
  return parts
}

function findBreak(text: string, longest: number): number {
  const part = text.slice(0, longest)
  for (const pattern of [/[;:؛；。．!?][\s”"]*(?=\S)/gu, /[,،、，–—][\s”"]*(?=\S)/gu, /\s+(?=\S)/gu]) {
    const ends = [...part.matchAll(pattern)].map((match) => match.index + match[0].length)
    const last = ends.at(-1)
    // A first part of a few words would be no help.
    if (last !== undefined && last > longest / 4) return last
  }
  return isHighHalf(text.charCodeAt(longest - 1)) ? longest - 1 : longest
}

function isHighHalf(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff
}
