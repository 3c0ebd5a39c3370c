import { type BoardEdit, removedBy } from '#lib/storyboard/edits.ts'
import { conflictKey, type TextEdit } from './outbox-model.ts'

type RecentWords = {
  /** What was done: words are noted, and those in what is taken off the board are forgotten. */
  note(edits: readonly BoardEdit[]): void
  /** Its moment begins anew: nobody else can have seen the words before. */
  arrived(edit: BoardEdit): void
  forget(id: string): void
  list(): TextEdit[]
}

/** As long as others may delete a sentence without having seen what was just written in it. */
const momentMs = 10_000

/** What was typed in this tab a moment ago, the last of each text. */
export function createRecentWords(): RecentWords {
  const words = new Map<string, { edit: TextEdit; at: number }>()
  const put = (edit: TextEdit) => words.set(conflictKey(edit.id, edit.field), { edit, at: Date.now() })
  const forget = (id: string) => {
    for (const [key, { edit }] of words) if (edit.id === id) words.delete(key)
  }
  return {
    forget,
    note(edits) {
      for (const edit of edits) {
        if (edit.kind === 'sentence.edit') put(edit)
        for (const id of removedBy(edit)) forget(id)
        // Which sentences were in it, only the board knows.
        if (edit.kind === 'section.delete') words.clear()
      }
    },
    arrived(edit) {
      const last = edit.kind === 'sentence.edit' && words.get(conflictKey(edit.id, edit.field))
      if (last) put(last.edit)
    },
    list: () => [...words.values()].flatMap(({ edit, at }) => (Date.now() - at <= momentMs ? [edit] : [])),
  }
}
