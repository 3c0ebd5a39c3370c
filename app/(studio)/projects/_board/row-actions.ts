import type { ConflictChoice } from './conflict-notice.tsx'
import type { InspectorField } from './use-selection.ts'

/** What can be done from a row; the same functions for all rows, so that a row is drawn again only when it changes. */
export type RowActions = {
  edit(id: string, text: string, baseText: string): void
  /** Takes back what was typed, as an act that can be taken back itself. */
  discard(id: string, text: string, baseText: string): void
  editPrompt(id: string, text: string, baseText: string): void
  save(): void
  archive(id: string): void
  remove(id: string): void
  move(id: string, by: -1 | 1): void
  addBelow(id: string): void
  /** Cuts a sentence in two where the caret stands. */
  split(id: string, at: number): void
  /** The same after the caret has left for a menu. */
  splitAtCaret(id: string): void
  /** Puts a copy behind it, with its picture. */
  duplicate(id: string): void
  /** Joins it to the one before. */
  mergeUp(id: string): void
  /** Stays on the page while a person is in it, whoever deletes it. */
  hold(id: string): void
  /** Nobody is in it any more. */
  leave(id: string): void
  /** It is off the board, and need not stay on the page, whatever one's own words are in it. */
  letGo(id: string): void
  /** One's own words in it, from wherever they are. */
  copy(id: string): void
  restore(id: string): void
  /** To the same field of the sentence before or after. */
  focusNext(id: string, by: -1 | 1, field: RowField): void
  /** Opens it in the inspector, and goes to a field of it, for whoever came by keys. */
  open(id: string, goTo?: InspectorField): void
  /** From its picture to that of the sentence before or after, which is opened too if the inspector is there. */
  openNext(id: string, by: -1 | 1): void
  /** Asks for a picture of it as it stands. */
  make(id: string): void
  /** Puts it among the chosen ones, or takes it out. */
  choose(id: string, isIn: boolean): void
  /** By the key of the conflict. */
  settle(key: string, choice: ConflictChoice): void
}

export type RowField = 'text' | 'imagePrompt'
