import { mostCopiesAtOnce } from '#lib/copies/model.ts'
import { newId } from '#lib/runtime/ids.ts'
import type { EditOf } from '#lib/storyboard/edits.ts'

type Copying = EditOf<'sentence.copy'>

/** Copies of sentences at one place, in this order, as edits: of many it becomes several. */
export function copiesOf(ids: readonly string[], { sectionId, afterId }: Omit<Copying, 'kind' | 'copies'>): Copying[] {
  const copies = ids.map((id) => ({ id, newId: newId() }))
  const edits: Copying[] = []
  for (let at = 0; at < copies.length; at += mostCopiesAtOnce) {
    const behind = copies[at - 1]?.newId ?? afterId
    edits.push({ kind: 'sentence.copy', copies: copies.slice(at, at + mostCopiesAtOnce), sectionId, afterId: behind })
  }
  return edits
}
