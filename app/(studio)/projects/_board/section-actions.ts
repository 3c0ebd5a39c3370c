export type SectionActions = {
  rename(id: string, title: string, baseTitle: string): void
  /** Its sentences are put away, and the section goes off the board. */
  archive(id: string): void
  remove(id: string): void
  move(id: string, by: -1 | 1): void
  /** Puts a copy behind it, with copies of its sentences. */
  duplicate(id: string): void
  /** Asks which of its pictures are to be made, and how. */
  make(id: string): void
  addSentences(sectionId: string, texts: string[], afterId?: string): void
  closeComposer(afterId: string): void
}
