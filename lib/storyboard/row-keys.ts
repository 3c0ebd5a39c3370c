import { type CastRow, defaultLook, type ProjectRow, type SectionRow, type SentenceRow } from './model.ts'
import { newSentence } from './new-sentence.ts'

/** What a row is read with: a program may change some of it and send all of it back. */
export const sentenceKeys: readonly string[] = keysOf<SentenceRow>({
  ...newSentence,
  ...{ id: '', sectionId: '', text: '', position: '' },
})
export const projectKeys: readonly string[] = keysOf<ProjectRow>({
  ...defaultLook,
  ...{ id: '', teamId: '', name: '', version: 0, deleted: false, archivedAt: null },
})
export const sectionKeys: readonly string[] = keysOf<SectionRow>({
  ...{ id: '', title: '', position: '', version: 0, deleted: false },
})
export const castKeys: readonly string[] = keysOf<CastRow>({
  ...{ id: '', projectId: '', kind: 'prop', name: '', look: '', triggerWords: '', loras: [], workflow: null },
  ...{ references: [], position: '', version: 0, deleted: false },
})

function keysOf<T extends object>(row: T): string[] {
  return Object.keys(row)
}
