import { z } from 'zod'
import { controlKinds } from '#lib/workflow/manifest.ts'
import { type BindRequest, maxSeed } from '#lib/workflow/request.ts'

const number = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/, 'must be a number')
  .transform(Number)

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

const size = z
  .string()
  .regex(/^\d{1,5}x\d{1,5}$/i, 'must be a width and a height, such as 1920x1080')
  .transform((text) => {
    const [width = 0, height = 0] = text.toLowerCase().split('x').map(Number)
    return { width, height }
  })

/** The weight stands after the last colon: a name may hold one. */
const lora = z.string().transform((text, context) => {
  const at = text.lastIndexOf(':')
  const [name, weight] = at < 0 ? [text, '1'] : [text.slice(0, at), text.slice(at + 1)]
  if (name !== '' && /^-?\d+(\.\d+)?$/.test(weight)) return { name, weight: Number(weight) }
  const message = 'must be a name and a weight, such as ink.safetensors:0.8'
  context.issues.push({ code: 'custom', message, input: text })
  return z.NEVER
})

const controlPattern = new RegExp(`^(${controlKinds.join('|')}):(.+)$`)

const control = z.string().transform((text, context) => {
  const [, given, image = ''] = controlPattern.exec(text) ?? []
  const kind = controlKinds.find((known) => known === given)
  if (kind) return { kind, image }
  const message = `must be a kind and a file, such as pose:figure.png; the kinds are ${controlKinds.join(', ')}`
  context.issues.push({ code: 'custom', message, input: text })
  return z.NEVER
})

const text = z.string()
const fileName = z.string().min(1, 'must not be empty')

/** What `workflows bind` takes, out of the words that were typed. */
export const bindInput = z.object({
  id: fileName,
  prompt: text.optional(),
  negative: text.optional(),
  seed: seed.optional(),
  size: size.optional(),
  steps: wholeNumber.optional(),
  cfg: number.optional(),
  lora: z.array(lora).optional(),
  reference: z.array(fileName).optional(),
  control: z.array(control).optional(),
  init: fileName.optional(),
  denoise: number.optional(),
  sample: z.boolean().default(false),
  json: z.boolean().default(false),
})

/** Only what was given, so that it hides nothing it is laid over. */
export function toRequest(input: z.output<typeof bindInput>): Partial<BindRequest> {
  const { prompt, negative, seed: asked, size: wanted, steps, cfg, denoise } = input
  const request: Partial<BindRequest> = {
    ...{ prompt, negative, seed: asked, size: wanted, steps, cfg, denoise },
    loras: input.lora,
    references: input.reference?.map((image) => ({ image })),
    control: input.control,
    initImage: input.init,
  }
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined))
}
