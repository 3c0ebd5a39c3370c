import { newId } from '#lib/runtime/ids.ts'
import type { BoardEdit } from '#lib/storyboard/edits.ts'
import { type Board, maxSentencesAtOnce } from '#lib/storyboard/model.ts'
import { firstPrompts } from '#lib/storyboard/script/first-prompts.ts'
import { scenesOf } from './scenes-of.ts'

type Addition = Extract<BoardEdit, { kind: 'sentence.add' }>

/** Well under what one request may carry. */
const mostBytesAtOnce = 256 * 1024

/** New sentences as edits, each with its first prompt: a long paste becomes several of them. */
export function additions(
  board: Board,
  input: { sectionId: string; texts: readonly string[]; afterId?: string | undefined },
): Addition[] {
  const { sectionId, texts } = input
  const prompts = firstPrompts(scenesOf(board), { sectionId, sentences: texts.map((text) => ({ text })) })
  const edits: Addition[] = []
  let { afterId } = input
  let bytes = 0
  for (const [index, text] of texts.entries()) {
    const sentence = { id: newId(), text, imagePrompt: prompts[index] ?? '' }
    const size = new TextEncoder().encode(text + sentence.imagePrompt).length
    const current = edits.at(-1)
    const isFull = !current || current.sentences.length >= maxSentencesAtOnce || bytes + size > mostBytesAtOnce
    if (isFull) edits.push({ kind: 'sentence.add', sectionId, sentences: [sentence], ...(afterId ? { afterId } : {}) })
    else current.sentences.push(sentence)
    bytes = isFull ? size : bytes + size
    // The next addition goes behind the last sentence of this one.
    if (input.afterId !== undefined) afterId = sentence.id
  }
  return edits
}
