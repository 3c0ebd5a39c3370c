import type { MakeRequest } from '../batch/make-pictures-form.tsx'
import type { ViewState } from '../view/view-state.ts'

/** What a board's commands can do; one object for as long as the board is there. */
export type BoardActs = {
  /** Goes so many sentences on. */
  step(by: number): void
  /** To the first or the last. */
  edge(edge: 'first' | 'last'): void
  /** Chooses on from where the range began. */
  extend(by: number): void
  toggleChosen(): void
  chooseAll(): void
  /** Lets go of what is chosen, or else closes the inspector. */
  leave(): void
  editText(): void
  editPrompt(): void
  open(): void
  editSeed(): void
  make(): void
  makeWithNewSeed(): void
  cancel(): void
  retry(): void
  lock(): void
  favourite(): void
  move(by: -1 | 1): void
  merge(): void
  duplicate(): void
  addBelow(): void
  archive(): void
  remove(): void
  undo(): void
  redo(): void
  find(): void
  stepHit(by: 1 | -1): void
  look(part: Partial<ViewState>): void
  foldAll(): void
  makeMany(request: MakeRequest): void
  makeChosen(): void
  addSection(): void
  /** Makes another project like this one. */
  duplicateProject(): void
  archiveProject(): void
  copyLink(): void
  seeQueue(): void
  importScript(): void
  seeVersions(): void
  seeArchived(): void
}
