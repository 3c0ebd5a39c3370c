import { z } from 'zod'

const kinds = ['image', 'video', 'upscale'] as const

const tasks = [
  'text_to_image',
  'image_to_image',
  'upscale',
  'text_to_video',
  'image_to_video',
  'frames_to_video',
  'keyframes_to_video',
  'interpolation',
] as const

export const controlKinds = ['pose', 'depth', 'canny'] as const

const oneOf = (names: readonly string[]) => ({ error: `must be one of ${names.join(', ')}` })
const name = z.string().trim().min(1, 'must not be empty')
const count = z.number().int('must be a whole number').min(1, 'must be 1 or more')
const side = count.min(16, 'must be 16 or more').max(16_384, 'must be 16384 or less')

const numberRange = z
  .strictObject({ default: z.number(), min: z.number(), max: z.number() })
  .refine(({ default: value, min, max }) => min <= value && value <= max, {
    error: 'its default must lie in its range',
  })

/** How large a model draws well: in pixels, because the shape is the asker's. */
const size = z.strictObject({
  width: side,
  height: side,
  multiple: count.max(256, 'must be 256 or less').default(8),
  pixels: z
    .strictObject({ min: count, best: count, max: count })
    .refine(({ min, best, max }) => min <= best && best <= max, { error: 'must go min, best, max' })
    .optional(),
  longest: side.default(16_384),
})

/** How a draft is drawn: so many steps at most, and this share of each side. */
const draft = z.strictObject({
  steps: count.optional(),
  scale: z.number().min(0.25, 'must be 0.25 or more').max(1, 'must be 1 or less').optional(),
})

/** A clip has `every` × n + 1 frames. */
const frames = z.strictObject({ default: count, min: count, max: count, every: count.default(1) })

const modelFolder = z.string().regex(/^[a-z0-9_]+$/i, 'must be the name of a model folder of ComfyUI')
const modelFiles = z.record(modelFolder, z.array(name))

const control = z.strictObject({
  how: z.enum(['controlnet', 'model_patch'], oneOf(['controlnet', 'model_patch'])).default('controlnet'),
  most: count.default(1),
  kinds: z.partialRecord(
    z.enum(controlKinds, oneOf(controlKinds)),
    z.strictObject({ model: name, type: name.optional() }),
  ),
})

const referenceWays = ['reference_latent', 'ip_adapter', 'ip_adapter_face'] as const

const references = z.strictObject({
  most: count,
  how: z.enum(referenceWays, oneOf(referenceWays)),
  preset: name.optional(),
  /** Files that only references need. */
  models: modelFiles.default({}),
})

const mostLorasUnlessSaid = 3

const accepts = z.strictObject({
  loras: z
    .strictObject({
      most: count.default(mostLorasUnlessSaid),
      into: z.enum(['model_and_clip', 'model'], oneOf(['model_and_clip', 'model'])),
    })
    .optional(),
  references: references.optional(),
  control: control.optional(),
  init: z.boolean().default(false),
})

export const extras = ['loras', 'references', 'control', 'init'] as const
export type Extra = (typeof extras)[number]

/** From the start of execution; a job that waits does not age. */
const deadlineUnlessSaidS = 300

export const workflowManifest = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9_-]*$/i, 'must be made of letters, digits, - and _'),
  file: z
    .string()
    .regex(/^[^/\\].*\.json$/i, 'must be the path of a .json file')
    .refine((file) => !file.split(/[/\\]/).includes('..'), { error: 'must not lead out of the folder' })
    .optional(),
  title: name,
  description: z.string().default(''),
  kind: z.enum(kinds, oneOf(kinds)),
  family: name,
  /** Model families whose checkpoints work here just as well. */
  alsoFamilies: z.array(name).default([]),
  task: z.enum(tasks, oneOf(tasks)),
  isDefault: z.boolean().default(false),
  size: size.optional(),
  steps: numberRange.optional(),
  cfg: numberRange.optional(),
  guidance: numberRange.optional(),
  denoise: numberRange.optional(),
  sampler: name.optional(),
  scheduler: name.optional(),
  draft: draft.optional(),
  frames: frames.optional(),
  fps: numberRange.optional(),
  multiplier: numberRange.optional(),
  /** The file behind `{{model}}` unless another is asked for. */
  model: name.optional(),
  models: modelFiles.default({}),
  nodePacks: z.array(name).default([]),
  deadlineS: count.default(deadlineUnlessSaidS),
  accepts: accepts.default({ init: false }),
  /** Pairs of extras that this workflow cannot take at once. */
  notTogether: z.array(z.tuple([z.enum(extras, oneOf(extras)), z.enum(extras, oneOf(extras))])).default([]),
  /** What a GPU must be able to do, in the words of the fleet. */
  capabilities: z.array(name).default([]),
})

export type WorkflowManifest = z.output<typeof workflowManifest>
export type NumberRange = z.output<typeof numberRange>
export type SizeRules = z.output<typeof size>
export type ControlKind = (typeof controlKinds)[number]

/** The file that lists them: `workflows:` and one entry each. Entries are read one by one, so that one mistake costs one workflow. */
export const manifestFile = z.object({ workflows: z.array(z.unknown()) })
