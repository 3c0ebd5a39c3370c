import type { SentenceRow } from './model.ts'

/** Before anything was done to it. */
export const newSentence: Omit<SentenceRow, 'id' | 'sectionId' | 'text' | 'position'> = {
  speaker: null,
  imagePrompt: '',
  videoPrompt: '',
  isPromptOutdated: false,
  seed: null,
  locked: false,
  castIds: [],
  isImageDirty: true,
  isVideoDirty: true,
  staleBecause: [],
  videoStaleBecause: [],
  currentTakeId: null,
  currentClipId: null,
  imageFile: null,
  imageUrl: null,
  activeJobId: null,
  activeVideoJobId: null,
  editedBy: null,
  madeById: null,
  takeSeed: null,
  isFavourite: false,
  version: 0,
  deleted: false,
  gone: null,
}
