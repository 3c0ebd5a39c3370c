import { z } from 'zod'
import { idField, nameField, optionalTextField, textField } from '#lib/runtime/fields.ts'
import { afterId, longest, longText, newRowId, projectName, version } from './model.ts'

const castName = nameField({ label: 'The name', maxLength: longest.castName })
const castKinds = ['character', 'place', 'prop'] as const
const weightRange = 'The weight of a LoRA is between -10 and 10.'

/** As wide as ComfyUI's own limit; what a model or a GPU can do is smaller, and seen to when a picture is made. */
const side = z
  .number({ error: 'Width and height are numbers.' })
  .int('Width and height are whole numbers of pixels.')
  .min(64, 'Width and height are 64 pixels or more.')
  .max(8_192, 'Width and height are 8192 pixels at most.')
const workflowId = z
  .string({ error: 'A workflow is given by its name.' })
  .regex(/^[a-z0-9][a-z0-9_-]{0,99}$/i, 'That is not the name of a workflow.')
  .nullable()
const loraName = textField({ label: 'The name of a LoRA', maxLength: 255 })
const weight = z.number({ error: 'The weight of a LoRA is a number.' }).min(-10, weightRange).max(10, weightRange)
const loraList = z
  .array(z.object({ name: loraName, weight }), { error: 'LoRAs are a list, each with a name and a weight.' })
  .max(20, 'At most 20 LoRAs can be listed.')

export const updateProjectInput = z.object({
  id: idField,
  name: projectName.optional(),
  workflow: workflowId.optional(),
  style: longText('The style').optional(),
  negative: longText('The negative prompt').optional(),
  width: side.optional(),
  height: side.optional(),
  steps: z
    .number({ error: 'Steps are a number.' })
    .int('Steps are a whole number.')
    .min(1, 'There is 1 step or more.')
    .max(1_000, 'There are 1,000 steps at most.')
    .nullable()
    .optional(),
  cfg: z
    .number({ error: 'Guidance is a number.' })
    .min(0, 'Guidance is 0 or more.')
    .max(100, 'Guidance is 100 at most.')
    .nullable()
    .optional(),
  loras: loraList.optional(),
  keptTakes: z
    .number({ error: 'The takes to keep are a number.' })
    .int('The takes to keep are a whole number.')
    .min(0, 'The takes to keep are 0 or more; 0 keeps only the current one.')
    .max(1_000, 'At most 1,000 takes of each sentence can be kept.')
    .optional(),
  version,
})

const castFields = {
  kind: z.enum(castKinds, { error: `A member of the cast is one of ${castKinds.join(', ')}.` }),
  look: longText('The look'),
  triggerWords: optionalTextField({ label: 'The trigger words', maxLength: longest.triggerWords }),
  loras: loraList,
  workflow: workflowId,
}
export const addCastMemberInput = z.object({
  id: newRowId,
  projectId: idField,
  name: castName,
  ...z.object(castFields).partial().shape,
  afterId,
})
/** With `afterId` it moves as well: behind that one, or to the start. */
export const updateCastMemberInput = z.object({
  id: idField,
  name: castName.optional(),
  ...z.object(castFields).partial().shape,
  afterId,
  version,
})
export const castMemberInput = z.object({ id: idField })
export const referenceInput = z.object({
  id: idField,
  hash: z.string().regex(/^[0-9a-f]{64}$/, 'That is not the hash of a picture.'),
})
