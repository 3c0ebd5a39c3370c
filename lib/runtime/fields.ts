import { z } from 'zod'

type FieldOptions = { label: string; maxLength: number }

/** Text that Postgres and JSON carry unchanged: not empty, no NUL, no half of a surrogate pair. Never trimmed. */
export function textField(input: FieldOptions) {
  return optionalTextField(input).refine((text) => !isBlank(text), { error: `${input.label} cannot be empty.` })
}

/** The same, and it may be empty. */
export function optionalTextField(input: FieldOptions) {
  return z
    .string({ error: `${input.label} must be text.` })
    .max(input.maxLength, `${input.label} can have at most ${input.maxLength.toLocaleString('en')} characters.`)
    .refine((text) => text.isWellFormed() && !text.includes('\0'), {
      error: `${input.label} contains characters that are not text.`,
    })
}

/** A name is one line; space around it means nothing. */
export function nameField(input: { label: string; maxLength: number }) {
  return z
    .string({ error: `${input.label} must be text.` })
    .transform((text) => text.replace(/\s+/gu, ' ').trim())
    .pipe(textField(input))
}

/** Nothing that anybody would see: space, and characters that have no width. */
export function isBlank(text: string): boolean {
  return /^[\s\u200B-\u200D\u2060\uFEFF]*$/u.test(text)
}

export const idField = z.uuid({
  error: ({ input }) => (input === undefined ? 'An id is missing.' : 'That is not an id of ours.'),
})
