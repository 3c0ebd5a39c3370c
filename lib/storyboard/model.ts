import { z } from 'zod'
import type { Lora } from '#lib/recipe/recipe.ts'
import { seedText } from '#lib/recipe/seed.ts'
import { idField, isBlank, nameField, optionalTextField, textField } from '#lib/runtime/fields.ts'
import { pageFields } from '#lib/runtime/paging.ts'

/** What a browser or program gets of each noun. A deleted row keeps its version, so that old news of it can be told. */
type ProjectBase = { id: string; teamId: string; name: string; version: number; deleted: boolean }

/** What every picture of a project is made with. */
export type ProjectLook = {
  /** Null: the one for everybody. */
  workflow: string | null
  style: string
  negative: string
  width: number
  height: number
  /** Null: what the workflow says. */
  steps: number | null
  cfg: number | null
  loras: Lora[]
  /** How many takes of each sentence are kept; 0 keeps only the current one. */
  keptTakes: number
}
/** Archived since then, or null. */
type Archivable = { archivedAt: string | null }
export type ProjectRow = ProjectBase & ProjectLook & Archivable

/** As the columns of a new project are. */
export const defaultLook: ProjectLook = {
  workflow: null,
  style: '',
  negative: '',
  width: 1920,
  height: 1080,
  steps: null,
  cfg: null,
  loras: [],
  keptTakes: 10,
}
export type SectionRow = { id: string; title: string; position: string; version: number; deleted: boolean }
export type SentenceRow = {
  id: string
  sectionId: string
  text: string
  /** Who says it, as the script names them; null for what nobody says. */
  speaker: string | null
  /** The scene and only the scene: look, cast and style are added when a picture is made. */
  imagePrompt: string
  videoPrompt: string
  /** The words changed since the prompt was drafted from them, and nobody has touched it. */
  isPromptOutdated: boolean
  /** When pinned, in decimal. */
  seed: string | null
  locked: boolean
  /** Members of the cast who are in it, in the order of the cast. */
  castIds: string[]
  /** There is no picture, or it is not what would be made now, or another was asked for. Derived, never stored. */
  isImageDirty: boolean
  isVideoDirty: boolean
  /** Why, in words, for a picture or clip that is there. */
  staleBecause: string[]
  videoStaleBecause: string[]
  /** The chosen picture and the chosen clip. */
  currentTakeId: string | null
  currentClipId: string | null
  /** From the project's root, `data/projects/…`: where other programs find the picture. */
  imageFile: string | null
  imageUrl: string | null
  activeJobId: string | null
  activeVideoJobId: string | null
  /** Who last changed its words or prompts, as far as that is known. */
  editedBy: { id: string; name: string } | null
  /** Who asked for the chosen picture, and its seed. */
  madeById: string | null
  takeSeed: string | null
  /** A take of it is somebody's favourite. */
  isFavourite: boolean
  position: string
  version: number
  deleted: boolean
  /** Why no board shows it: null while one does. */
  gone: Gone | null
}

/** Put away by a person or an import, joined to another, deleted itself, or in a section that was. */
export type Gone = 'archived' | 'merged' | 'deleted' | 'section'

/** Somebody or something of the cast, with what is added to the prompt of every sentence it is in. */
export type CastRow = {
  id: string
  projectId: string
  kind: 'character' | 'place' | 'prop'
  name: string
  look: string
  /** Separated by commas. */
  triggerWords: string
  loras: Lora[]
  /** Null: the project's. */
  workflow: string | null
  /** Pictures, by the hash of their bytes. */
  references: string[]
  position: string
  version: number
  deleted: boolean
}

/** What rows of it are read as, all of them or some. */
export type BoardRows = { project: ProjectRow; sections: SectionRow[]; sentences: SentenceRow[] }

export type Board = BoardRows & {
  /** Of the newest version of the script, which first prompts are written in; null when none was imported. */
  scriptLanguage: string | null
}

/** One line in the list of projects. */
export type ProjectSummary = ProjectBase &
  Archivable & {
    sectionCount: number
    sentenceCount: number
    firstSentence: string | null
    /** The first picture of its script. */
    coverUrl: string | null
    editedAt: string
  }

/** A project that was deleted, and until when it is kept. */
export type DeletedProject = ProjectBase & { deletedAt: string; keptUntil: string }

export const longest = {
  projectName: 120,
  sectionTitle: 200,
  sentenceText: 5_000,
  prompt: 10_000,
  castName: 120,
  triggerWords: 1_000,
} as const

/** The texts of a sentence that people edit, each for itself. */
export const sentenceFields = ['text', 'imagePrompt', 'videoPrompt'] as const
export type SentenceField = (typeof sentenceFields)[number]

/** How long each of them can be. */
export const maxLengthOf: Readonly<Record<SentenceField, number>> = {
  text: longest.sentenceText,
  imagePrompt: longest.prompt,
  videoPrompt: longest.prompt,
}

export const projectName = nameField({ label: 'The project’s name', maxLength: longest.projectName })
export const sectionTitle = nameField({ label: 'The section’s title', maxLength: longest.sectionTitle })
const sentenceText = textField({ label: 'The sentence', maxLength: longest.sentenceText })
const sentenceTexts = {
  text: sentenceText,
  imagePrompt: longText('The picture prompt'),
  videoPrompt: longText('The video prompt'),
} as const

export function longText(label: string) {
  return optionalTextField({ label, maxLength: longest.prompt })
}

/**
 * The text an edit began with. When it is no longer what stands there, someone else's edit would be overwritten, so the edit
 * is refused as a conflict. Left out: whatever stands there is replaced.
 */
const baseText = z.string().optional()

/** Long enough to come back from a holiday and notice. */
export const keepDeletedForDays = 30

/** Where a row goes: behind this one, at the start (null), or at the end (left out). */
export const afterId = idField.nullable().optional()

/** The one a change begins with: when it is no longer the one there is, the change is refused. */
export const version = z.number({ error: 'A version is a number.' }).int('A version is a whole number.').optional()

/** Ids may be chosen by who asks, so that asking again after a lost answer makes nothing twice. */
export const newRowId = idField.optional()

export const createProjectInput = z.object({ id: newRowId, name: projectName })
export const renameProjectInput = z.object({ id: idField, name: projectName, baseName: baseText })
export const projectInput = z.object({ id: idField })

/** More than a film has; each is read with every board. */
export const mostCastMembers = 500

export const addSectionInput = z.object({ id: newRowId, projectId: idField, title: sectionTitle, afterId })
export const renameSectionInput = z.object({ id: idField, title: sectionTitle, baseTitle: baseText })
export const moveSectionInput = z.object({ id: idField, afterId })
export const sectionInput = z.object({ id: idField })

export const maxSentencesAtOnce = 1_000
export const newSentenceInput = z.object({
  id: newRowId,
  text: sentenceText,
  imagePrompt: sentenceTexts.imagePrompt.optional(),
})
export const addSentencesInput = z.object({
  sectionId: idField,
  afterId,
  sentences: z
    .array(newSentenceInput, { error: 'Sentences are a list, each with a text.' })
    .min(1, 'There is nothing to add.')
    .max(maxSentencesAtOnce, `At most ${maxSentencesAtOnce.toLocaleString('en')} sentences can be added at once.`),
})
/** One of its texts. Only the words of the script cannot be empty. */
export const editSentenceInput = z
  .object({
    id: idField,
    /** Left out: the words of the script. */
    field: z.enum(sentenceFields).optional(),
    text: z.string({ error: 'The text must be text.' }),
    baseText,
    /** Of this very edit: sent again, it is not carried out again. */
    editId: newRowId,
  })
  .superRefine(({ field = 'text', text }, issues) => {
    const { error } = sentenceTexts[field].safeParse(text)
    for (const { message } of error?.issues ?? []) issues.addIssue({ code: 'custom', path: ['text'], message })
  })
const flag = (label: string) => z.boolean({ error: `${label} is true or false.` }).optional()

export const updateSentenceInput = z.object({
  id: idField,
  text: sentenceText.optional(),
  imagePrompt: sentenceTexts.imagePrompt.optional(),
  videoPrompt: sentenceTexts.videoPrompt.optional(),
  /** Null unpins it. */
  seed: seedText.nullable().optional(),
  locked: flag('locked'),
  castIds: z.array(idField).max(mostCastMembers, 'That is more than a cast can have.').optional(),
  /** Derived from what there is; `true` alone asks for another one, `false` takes that back. */
  isImageDirty: flag('isImageDirty'),
  isVideoDirty: flag('isVideoDirty'),
  version,
})
export const moveSentenceInput = z.object({ id: idField, sectionId: idField, afterId })
export const sentenceInput = z.object({ id: idField })

/** As many as a long film has, chosen at once. */
const mostIdsAtOnce = 10_000
const ids = z
  .array(idField, { error: 'ids is a list of ids.' })
  .min(1, 'Name at least one sentence.')
  .max(mostIdsAtOnce, `At most ${mostIdsAtOnce.toLocaleString('en')} sentences can be changed at once.`)
export const sentencesInput = z.object({ ids })
export const moveSentencesInput = z.object({ ids, sectionId: idField, afterId })
export const setSentencesInput = z.object({
  ids,
  values: updateSentenceInput.pick({ seed: true, locked: true, castIds: true }),
})

export const splitSentenceInput = z.object({
  id: idField,
  /** The second half begins with the character of this number, counted in UTF-16 from 0. */
  at: z.number({ error: 'at is a number: where the second half begins.' }).int('at is a whole number.'),
  /** The words in which `at` counts. When they were changed since, the cut goes between the same words. Left out: those that are there. */
  baseText,
  newId: newRowId,
  /** Of the second half. */
  imagePrompt: sentenceTexts.imagePrompt.optional(),
})
export const mergeSentencesInput = z.object({
  id: idField,
  /** The one that stays. Left out: a neighbour in the script. */
  intoId: idField.optional(),
  direction: z.enum(['previous', 'next'], { error: 'direction is "previous" or "next".' }).optional(),
})
export const unmergeSentencesInput = z.object({ id: idField, intoId: idField })
/** Null shows none. */
export const chooseShownInput = z.object({
  id: idField,
  takeId: idField.nullable(),
  place: z.enum(['picture', 'clip']).optional(),
})

export const listOfProjectInput = z.object({ ...pageFields, projectId: idField })

const idList = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(idField).max(200, 'At most 200 ids can be asked for at once.'))

/** A board, or the rows of it that are named. */
export const boardQuery = z.object({
  projectId: idField,
  sections: idList.optional(),
  sentences: idList.optional(),
})

/** The lines of a pasted text that have words in them, each exactly as it was written but for the space around it. */
export function splitLines(text: string): string[] {
  return text
    .split(/\r\n|\r|\n/u)
    .map((line) => line.trim())
    .filter((line) => !isBlank(line))
}
