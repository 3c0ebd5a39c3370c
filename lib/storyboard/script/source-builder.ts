import type { Span } from './script-model.ts'

/** Puts together the text of a script whose file is no text, so that elements can say where they stand. */
export function createSourceBuilder(): { add(text: string): Span; skip(): void; text(): string } {
  const parts: string[] = []
  let length = 0
  const push = (part: string) => {
    parts.push(part)
    length += part.length
  }
  return {
    add(text) {
      const start = length
      push(`${text}\n`)
      return { text, start, end: start + text.length }
    },
    /** An empty line. */
    skip: () => push('\n'),
    text: () => parts.join(''),
  }
}
