import { newId } from '#lib/runtime/ids.ts'
import type { BoardEdit } from '#lib/storyboard/edits.ts'
import { maxSentencesAtOnce } from '#lib/storyboard/model.ts'

type Addition = Extract<BoardEdit, { kind: 'sentence.add' }>

/** Well under what one request may carry. */
const mostBytesAtOnce = 256 * 1024

/** New sentences as edits: a long paste becomes several of them. */
export function additions(input: {
  sectionId: string
  texts: readonly string[]
  afterId?: string | undefined
}): Addition[] {
  const { sectionId, texts } = input
  const edits: Addition[] = []
  let { afterId } = input
  let bytes = 0
  for (const text of texts) {
    const size = new TextEncoder().encode(text).length
    const current = edits.at(-1)
    const isFull = !current || current.sentences.length >= maxSentencesAtOnce || bytes + size > mostBytesAtOnce
    const id = newId()
    if (isFull)
      edits.push({ kind: 'sentence.add', sectionId, sentences: [{ id, text }], ...(afterId ? { afterId } : {}) })
    else current.sentences.push({ id, text })
    bytes = isFull ? size : bytes + size
    // The next addition goes behind the last sentence of this one.
    if (input.afterId !== undefined) afterId = id
  }
  return edits
}
