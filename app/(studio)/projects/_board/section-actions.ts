export type SectionActions = {
  rename(id: string, title: string, baseTitle: string): void
  remove(id: string): void
  move(id: string, by: -1 | 1): void
  /** Asks which of its pictures are to be made, and how. */
  make(id: string): void
  addSentences(sectionId: string, texts: string[], afterId?: string): void
  closeComposer(afterId: string): void
}
