/** What image models follow best: shorter leaves much to chance, and what comes after is often not heard. */
export const recommendedWords = { least: 50, most: 150 } as const

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })

/** Words in any language, also in those that put no space between them. */
export function countWords(text: string): number {
  let count = 0
  for (const { isWordLike } of segmenter.segment(text)) if (isWordLike) count++
  return count
}
