import { AppError } from '#lib/runtime/errors.ts'
import type { Extra } from './manifest.ts'
import { findPlaceholders, type PlaceholderName } from './placeholders.ts'
import { type BindRequest, maxSeed } from './request.ts'
import type { Template } from './template.ts'

export type BindWarning = {
  code: 'out_of_range' | 'size_made_even' | 'size_not_set' | 'seed_not_used' | 'input_filled'
  message: string
  node?: string | undefined
}

/** Refuses what the workflow cannot take at all. What is merely out of its range is put right later, with a warning. */
export function checkRequest(template: Template, request: BindRequest): void {
  const problems = [
    ...findTooMany(template, request),
    ...findUnknownControl(template, request),
    ...findPairs(template, request),
    ...findBadNumbers(request),
    ...findBadPrefix(request),
  ]
  if (problems.length > 0) throw refuse(template, problems)
}

function findBadPrefix({ filenamePrefix }: BindRequest): Problem[] {
  const isPlain = /^[\w./-]+$/.test(filenamePrefix) && !/(^|\/)\.\.?(\/|$)|^\/|\/$/.test(filenamePrefix)
  const message = 'the file name is made of letters, digits, - and _, in folders or not'
  return isPlain ? [] : [{ field: 'filenamePrefix', message }]
}

function findBadNumbers(request: BindRequest): Problem[] {
  const { seed, freshSeed, size, loras = [], references = [], control = [] } = request
  const problems: Problem[] = []
  const check = (isRight: boolean, problem: Problem) => {
    if (!isRight) problems.push(problem)
  }
  for (const [field, value] of Object.entries({ seed, freshSeed })) {
    const isSeed = value === undefined || (value >= 0n && value <= maxSeed)
    check(isSeed, { field, message: `a seed is a whole number from 0 to ${maxSeed}` })
  }
  for (const side of size ? [size.width, size.height] : []) {
    const isSide = Number.isInteger(side) && side >= 1 && side <= largestSide
    check(isSide, { field: 'size', message: `a side is a whole number of pixels from 1 to ${largestSide}` })
  }
  for (const name of ['longestSide', 'steps', 'cfg', 'guidance', 'denoise', 'frames', 'fps', 'multiplier'] as const) {
    check(Number.isFinite(request[name] ?? 0), { field: name, message: `${name} is a number` })
  }
  for (const { name, weight, clipWeight = weight } of loras) {
    const isRight = name !== '' && [weight, clipWeight].every((one) => Math.abs(one) <= strongestLora)
    check(isRight, {
      field: 'loras',
      message: `a LoRA has a name and a weight from -${strongestLora} to ${strongestLora}`,
    })
  }
  for (const { weight = 0 } of references) {
    const message = `a reference weighs from -1 to ${heaviestReference}`
    check(weight >= -1 && weight <= heaviestReference, { field: 'references', message })
  }
  for (const { strength = 0 } of control) {
    const message = `a control has a strength from 0 to ${strongestControl}`
    check(strength >= 0 && strength <= strongestControl, { field: 'control', message })
  }
  return problems
}

// What the nodes of ComfyUI take; the one for faces takes the least.
const strongestLora = 100
const heaviestReference = 3
const strongestControl = 10

/** What ComfyUI itself stops at. */
const largestSide = 16_384

type Problem = { field: string; message: string }

function refuse(template: Template, problems: readonly Problem[]): AppError {
  return new AppError({
    code: 'INVALID_INPUT',
    message: `${template.manifest.title}: ${problems.map(({ message }) => message).join('; ')}.`,
    suggestion: 'Change that, or choose a workflow that can.',
    fields: Object.fromEntries(problems.map(({ field, message }) => [field, message])),
    details: { workflow: template.id },
  })
}

function findTooMany(template: Template, request: BindRequest): Problem[] {
  const { accepts } = template.manifest
  const has = (name: PlaceholderName) => findPlaceholders(template.graph).some((found) => found.name === name)
  const limits = [
    { field: 'loras', what: 'LoRAs', given: request.loras?.length ?? 0, most: accepts.loras?.most ?? 0 },
    {
      field: 'references',
      what: 'reference pictures',
      given: request.references?.length ?? 0,
      most: accepts.references?.most ?? (has('reference_image') ? 1 : 0),
    },
    {
      field: 'control',
      what: 'control pictures',
      given: request.control?.length ?? 0,
      most: accepts.control?.most ?? (has('control_image') ? 1 : 0),
    },
    {
      field: 'initImage',
      what: 'pictures to start from',
      given: request.initImage === undefined ? 0 : 1,
      most: accepts.init || has('init_image') ? 1 : 0,
    },
  ]
  return limits.flatMap(({ field, what, given, most }) => {
    if (given <= most) return []
    return [{ field, message: most === 0 ? `it takes no ${what}` : `it takes at most ${most} ${what}, not ${given}` }]
  })
}

function findUnknownControl({ manifest }: Template, { control = [] }: BindRequest): Problem[] {
  const kinds = manifest.accepts.control?.kinds
  if (!kinds) return []
  return control.flatMap(({ kind }) =>
    kinds[kind] ? [] : [{ field: 'control', message: `it takes ${Object.keys(kinds).join(', ')} and not ${kind}` }],
  )
}

function findPairs({ manifest }: Template, request: BindRequest): Problem[] {
  const isGiven: Record<Extra, boolean> = {
    loras: Boolean(request.loras?.length),
    references: Boolean(request.references?.length),
    control: Boolean(request.control?.length),
    init: request.initImage !== undefined,
  }
  return manifest.notTogether.flatMap(([first, second]) =>
    isGiven[first] && isGiven[second]
      ? [{ field: second, message: `it cannot take ${first} and ${second} at once` }]
      : [],
  )
}
