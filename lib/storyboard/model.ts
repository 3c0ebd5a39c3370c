import { z } from 'zod'
import { idField, isBlank, nameField, textField } from '#lib/runtime/fields.ts'

/** What a browser or program gets of each noun. A deleted row keeps its version, so that old news of it can be told. */
export type ProjectRow = { id: string; teamId: string; name: string; version: number; deleted: boolean }
export type SectionRow = { id: string; title: string; position: string; version: number; deleted: boolean }
export type SentenceRow = {
  id: string
  sectionId: string
  text: string
  position: string
  version: number
  deleted: boolean
}

export type Board = { project: ProjectRow; sections: SectionRow[]; sentences: SentenceRow[] }

/** One line in the list of projects. */
export type ProjectSummary = ProjectRow & {
  sectionCount: number
  sentenceCount: number
  firstSentence: string | null
  editedAt: string
}

export const longest = { projectName: 120, sectionTitle: 200, sentenceText: 5_000 } as const

const projectName = nameField({ label: 'The project’s name', maxLength: longest.projectName })
const sectionTitle = nameField({ label: 'The section’s title', maxLength: longest.sectionTitle })
const sentenceText = textField({ label: 'The sentence', maxLength: longest.sentenceText })

/**
 * The text an edit began with. When it is no longer what stands there, someone else's edit would be overwritten, so the edit
 * is refused as a conflict. Left out: whatever stands there is replaced.
 */
const baseText = z.string().optional()

/** Long enough to come back from a holiday and notice. */
export const keepDeletedForDays = 30

/** Where a row goes: behind this one, at the start (null), or at the end (left out). */
const afterId = idField.nullable().optional()

/** Ids may be chosen by who asks, so that asking again after a lost answer makes nothing twice. */
const newRowId = idField.optional()

export const createProjectInput = z.object({ id: newRowId, name: projectName })
export const renameProjectInput = z.object({ id: idField, name: projectName, baseName: baseText })
export const projectInput = z.object({ id: idField })

export const addSectionInput = z.object({ id: newRowId, projectId: idField, title: sectionTitle, afterId })
export const renameSectionInput = z.object({ id: idField, title: sectionTitle, baseTitle: baseText })
export const moveSectionInput = z.object({ id: idField, afterId })
export const sectionInput = z.object({ id: idField })

export const maxSentencesAtOnce = 1_000
export const addSentencesInput = z.object({
  sectionId: idField,
  afterId,
  sentences: z
    .array(z.object({ id: newRowId, text: sentenceText }))
    .min(1, 'There is nothing to add.')
    .max(maxSentencesAtOnce, `At most ${maxSentencesAtOnce.toLocaleString('en')} sentences can be added at once.`),
})
export const editSentenceInput = z.object({ id: idField, text: sentenceText, baseText })
export const moveSentenceInput = z.object({ id: idField, sectionId: idField, afterId })
export const sentenceInput = z.object({ id: idField })

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
