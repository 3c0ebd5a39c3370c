import { z } from 'zod'
import { idField, isBlank, nameField, optionalTextField } from '#lib/runtime/fields.ts'
import { longest, newRowId } from './model.ts'
import {
  mostScriptBytes,
  mostSections,
  mostSentences,
  type ScriptColumns,
  scriptFormats,
} from './script/script-model.ts'

/** How a script is to be read, where a person knows better than its looks. */
const reading = {
  name: z.string().max(255, 'The name of the file is too long.').optional(),
  format: z.enum(scriptFormats, { error: `A format is one of ${scriptFormats.join(', ')}.` }).optional(),
  language: z
    .string()
    .regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, 'A language is a tag such as en or pt-BR.')
    .optional(),
  splitBy: z.enum(['sentence', 'line'], { error: 'It is split by sentence or by line.' }).optional(),
}

const column = z.number().int().min(0).max(1_000)
const columns = z.strictObject({
  text: column.optional(),
  section: column.nullable().optional(),
  speaker: column.nullable().optional(),
  prompt: column.nullable().optional(),
})

/** In an address, columns are given as JSON. */
export const previewQuery = z.object({
  projectId: idField.optional(),
  ...reading,
  columns: z
    .string()
    .max(500)
    .transform((text, issues) => {
      try {
        return JSON.parse(text)
      } catch {
        issues.addIssue({ code: 'custom', message: 'The columns are no JSON.' })
        return z.NEVER
      }
    })
    .pipe(columns)
    .optional(),
})

export const previewBody = z.strictObject({
  text: z.string({ error: 'The text must be text.' }).max(mostScriptBytes, 'The script is larger than 20 MB.'),
  ...reading,
  columns: columns.optional(),
})

export type Reading = {
  name?: string | undefined
  format?: (typeof scriptFormats)[number] | undefined
  language?: string | undefined
  splitBy?: 'sentence' | 'line' | undefined
  columns?: { [Key in 'text' | 'section' | 'speaker' | 'prompt']?: ScriptColumns[Key] | undefined } | undefined
}

const text = optionalTextField({ label: 'The sentence', maxLength: longest.sentenceText }).refine(
  (words) => !isBlank(words),
  { error: 'A sentence cannot be empty.' },
)
const speaker = optionalTextField({ label: 'The speaker', maxLength: longest.castName }).nullable().optional()
const title = optionalTextField({ label: 'The section’s title', maxLength: longest.sectionTitle }).refine(
  (words) => !isBlank(words),
  { error: 'A section needs a title.' },
)

/** The sentence of the board that one of a new version is. */
const old = z.strictObject({
  id: idField,
  /** Its words when they were compared: when they are others now, somebody has changed them since. */
  text: z.string().max(longest.sentenceText),
  /** Leave the words as they are on the board. */
  keepText: z.boolean().optional(),
  /** Draft its prompt anew. */
  newPrompt: z.boolean().optional(),
})
const sentence = z.strictObject({
  text,
  speaker,
  prompt: optionalTextField({ label: 'The prompt', maxLength: longest.prompt }).nullable().optional(),
  old: old.optional(),
})
const sections = z
  .array(z.strictObject({ title, sentences: z.array(sentence) }), { error: 'Sections are a list.' })
  .min(1, 'There is nothing to import.')
  .max(mostSections, `At most ${mostSections.toLocaleString('en')} sections can be imported.`)
  .refine((list) => list.reduce((sum, one) => sum + one.sentences.length, 0) <= mostSentences, {
    error: `At most ${mostSentences.toLocaleString('en')} sentences can be imported.`,
  })

const importFields = {
  id: newRowId,
  projectId: idField,
  name: nameField({ label: 'The script’s name', maxLength: 255 }),
  format: z.enum(scriptFormats),
  language: reading.language.unwrap(),
  source: z
    .string({ error: 'The source is the text of the script.' })
    .max(mostScriptBytes, 'The script is larger than 20 MB.')
    .refine((words) => words.isWellFormed() && !words.includes('\0'), { error: 'The source is no text.' }),
  sections,
  cast: z
    .array(
      z.strictObject({
        name: nameField({ label: 'The name', maxLength: longest.castName }),
        kind: z.enum(['character', 'place', 'prop']),
      }),
    )
    .max(200, 'At most 200 names can be taken into the cast at once.')
    .default([]),
  /** With it, this is a new version of the script: these are no longer in it. */
  gone: z.array(z.strictObject({ id: idField, text: z.string().max(longest.sentenceText) })).optional(),
}

export const importScriptInput = z
  .strictObject(importFields)
  .refine(
    ({ sections: list, gone }) => gone !== undefined || !list.some((one) => one.sentences.some((row) => row.old)),
    {
      path: ['gone'],
      error:
        'Sentences with “old” are of a new version of the script: send “gone” too, an empty list when nothing is gone.',
    },
  )
export type ImportScriptInput = z.output<typeof importScriptInput>

export const compareScriptInput = z.strictObject({
  projectId: idField,
  language: reading.language.unwrap(),
  sections: z
    .array(z.strictObject({ title: z.string().max(longest.sectionTitle), sentences: z.array(text) }))
    .max(mostSections)
    .refine((list) => list.reduce((sum, one) => sum + one.sentences.length, 0) <= mostSentences, {
      error: `At most ${mostSentences.toLocaleString('en')} sentences can be compared.`,
    }),
})
export type CompareScriptInput = z.output<typeof compareScriptInput>

export const scriptVersionInput = z.object({ projectId: idField, versionId: idField })

export const projectPath = z.object({ projectId: idField })

export const restoreArchivedInput = z.strictObject({
  projectId: idField,
  ids: z.array(idField).min(1, 'There is nothing to restore.').max(mostSentences),
})
