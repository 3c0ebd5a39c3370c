import { z } from 'zod'
import { controlKinds } from '#lib/workflow/manifest.ts'
import { type BindRequest, maxSeed } from '#lib/workflow/request.ts'

const numeral = /^-?\d+(\.\d+)?$/
const number = z.string().regex(numeral, 'must be a number').transform(Number)

const wholeNumber = z
  .string()
  .regex(/^\d{1,6}$/, 'must be a whole number')
  .transform(Number)

const seed = z
  .string()
  // As many digits as 2^64-1 has.
  .regex(/^\d{1,20}$/, `must be a whole number from 0 to ${maxSeed}`)
  .transform(BigInt)
  .refine((value) => value <= maxSeed, { error: `must be a whole number from 0 to ${maxSeed}` })

/** What ComfyUI itself stops at. */
const largestSide = 16_384

const size = z
  .string()
  .regex(/^\d{1,9}x\d{1,9}$/i, 'must be a width and a height, such as 1920x1080')
  .transform((text, context) => {
    const [width = 0, height = 0] = text.toLowerCase().split('x').map(Number)
    const wrong = Object.entries({ width, height }).filter(([, side]) => side < 1 || side > largestSide)
    if (wrong.length === 0) return { width, height }
    const which = wrong.map(([name, side]) => `a ${name} of ${side}`).join(' and ')
    const message = `cannot have ${which}: a side has 1 to ${largestSide} pixels`
    context.issues.push({ code: 'custom', message, input: text })
    return z.NEVER
  })

const text = z.string()
const notEmpty = z.string().regex(/\S/, 'must not be empty')

/** The number stands after the last colon: a name may hold one. */
function splitNumber(given: string): { name: string; value?: number } {
  const at = given.lastIndexOf(':')
  const value = given.slice(at + 1)
  return at > 0 && numeral.test(value) ? { name: given.slice(0, at), value: Number(value) } : { name: given }
}

const lora = z.string().transform((given, context) => {
  const { name, value: weight = 1 } = splitNumber(given)
  // `C:\loras\a` is a name; `ink:strong` is one whose weight is no number.
  if (name !== '' && !/^:|:[^\\/:]*$/.test(name)) return { name, weight }
  const message = 'must be a name and a weight, such as ink.safetensors:0.8'
  context.issues.push({ code: 'custom', message, input: given })
  return z.NEVER
})

const reference = notEmpty.transform((given) => {
  const { name: image, value: weight } = splitNumber(given)
  return { image, ...(weight !== undefined && { weight }) }
})

const controlPattern = new RegExp(`^(${controlKinds.join('|')}):(.+)$`)

const control = z.string().transform((given, context) => {
  const [, word, rest = ''] = controlPattern.exec(given) ?? []
  const kind = controlKinds.find((known) => known === word)
  const { name: image, value: strength } = splitNumber(rest)
  if (kind) return { kind, image, ...(strength !== undefined && { strength }) }
  const message = `must be a kind and a file, such as pose:figure.png; the kinds are ${controlKinds.join(', ')}`
  context.issues.push({ code: 'custom', message, input: given })
  return z.NEVER
})

const keyframe = z.string().transform((given, context) => {
  const [, frame, prompt = ''] = /^(\d{1,6}):(.*\S.*)$/s.exec(given) ?? []
  if (frame !== undefined) return { frame: Number(frame), prompt }
  const message = 'must be the number of a frame and its prompt, such as "24:a lighthouse at night"'
  context.issues.push({ code: 'custom', message, input: given })
  return z.NEVER
})

/** What `workflows bind` takes, out of the words that were typed. */
export const bindInput = z.object({
  id: notEmpty,
  prompt: notEmpty.optional(),
  negative: text.optional(),
  seed: seed.optional(),
  size: size.optional(),
  steps: wholeNumber.optional(),
  draft: z.boolean().default(false),
  count: wholeNumber.optional(),
  cfg: number.optional(),
  guidance: number.optional(),
  model: notEmpty.optional(),
  sampler: notEmpty.optional(),
  scheduler: notEmpty.optional(),
  lora: z.array(lora).optional(),
  reference: z.array(reference).optional(),
  control: z.array(control).optional(),
  init: notEmpty.optional(),
  denoise: number.optional(),
  end: notEmpty.optional(),
  video: notEmpty.optional(),
  keyframe: z.array(keyframe).optional(),
  frames: wholeNumber.optional(),
  fps: number.optional(),
  'source-fps': number.optional(),
  multiplier: wholeNumber.optional(),
  sample: z.boolean().default(false),
  'as-request': z.boolean().default(false),
  json: z.boolean().default(false),
})

type BindInput = z.output<typeof bindInput>

/** The option that gives a field of the request, or what a graph asks for, where it is called otherwise. */
const otherNames: Readonly<Record<string, keyof BindInput>> = {
  loras: 'lora',
  references: 'reference',
  reference_image: 'reference',
  reference_weight: 'reference',
  control_image: 'control',
  control_strength: 'control',
  initImage: 'init',
  init_image: 'init',
  endImage: 'end',
  end_image: 'end',
  keyframes: 'keyframe',
  sourceFps: 'source-fps',
  width: 'size',
  height: 'size',
}

/** How a field, or a placeholder of a graph, is given here. Undefined for what cannot be. */
export function optionFor(name: string): string | undefined {
  const option = Object.hasOwn(otherNames, name) ? otherNames[name] : name
  return option !== undefined && Object.hasOwn(bindInput.shape, option) ? `--${option}` : undefined
}

/** Only what was given, so that it hides nothing it is laid over. */
export function toRequest(input: BindInput): Partial<BindRequest> {
  const { lora: loras, reference: references, control: controls, keyframe: keyframes, init, end, ...rest } = input
  const { id, draft, sample, json, 'as-request': asRequest, 'source-fps': sourceFps, ...sameName } = rest
  const given = { loras, references, control: controls, keyframes, initImage: init, endImage: end, sourceFps }
  const quality = draft ? ('draft' as const) : undefined
  const request: Partial<BindRequest> = { ...sameName, ...given, quality }
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined))
}
