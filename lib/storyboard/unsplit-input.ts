import { z } from 'zod'
import { idField, optionalTextField, textField } from '#lib/runtime/fields.ts'
import { longest, longText, splitSentenceInput } from './model.ts'

const text = { label: 'The sentence', maxLength: longest.sentenceText }

/** A split as it was asked for, and what it had made of the sentence. */
export const unsplitSentenceInput = splitSentenceInput.pick({ id: true, at: true }).extend({
  newId: idField,
  whole: textField(text),
  left: optionalTextField(text),
  half: z.object({
    text: optionalTextField(text),
    imagePrompt: longText('The picture prompt'),
    videoPrompt: longText('The video prompt'),
  }),
  /** That came back with the second half: gone again, unless others than these are in it. */
  section: z.object({ id: idField, sentenceIds: z.array(idField) }).optional(),
})
