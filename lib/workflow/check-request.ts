import { AppError } from '#lib/runtime/errors.ts'
import { nearestFrames } from './keep-in-range.ts'
import type { Extra } from './manifest.ts'
import { findPlaceholders, type PlaceholderName } from './placeholders.ts'
import { type BindRequest, maxSeed } from './request.ts'
import type { Template } from './template.ts'
import type { BindWarning } from './warning.ts'

const places = {
  prompt: 'prompt',
  negative: 'negative',
  steps: 'steps',
  cfg: 'cfg',
  guidance: 'guidance',
  denoise: 'denoise',
  sampler: 'sampler',
  scheduler: 'scheduler',
  frames: 'frames',
  fps: 'fps',
  sourceFps: 'fps',
  multiplier: 'multiplier',
  model: 'model',
  keyframes: 'keyframes',
  endImage: 'end_image',
  video: 'video',
} as const satisfies Partial<Record<keyof BindRequest, PlaceholderName>>

type Unused = { template: Template; request: BindRequest; isSeedUsed: boolean }

/** One warning for all that was asked for and changes nothing, because the graph has no place for it. */
export function findUnused({ template, request, isSeedUsed }: Unused): BindWarning[] {
  const has = new Set<string | undefined>(findPlaceholders(template.graph).map(({ name }) => name))
  // A prompt alone is the first of the keyframes; a start picture that is put in brings its strength along.
  if (has.has('keyframes') && !request.keyframes?.length) has.add('prompt')
  if (request.initImage !== undefined) has.add('denoise')
  const isAsked = (value: unknown) =>
    value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)
  const unused = Object.entries(places).flatMap(([field, place]) => {
    // Safe: the table above is checked against the request.
    const value = request[field as keyof typeof places]
    return isAsked(value) && !has.has(place) ? [field] : []
  })
  if (!isSeedUsed && request.seed !== undefined) unused.push('seed')
  if (unused.length === 0) return []
  return [{ code: 'not_used', message: `${template.manifest.title} has no place for ${unused.join(', ')}.` }]
}

/** Refuses what the workflow cannot take at all. What is merely out of its range is put right later, with a warning. */
export function checkRequest(template: Template, request: BindRequest): void {
  const problems = [
    ...findTooMany(template, request),
    ...findUnknownControl(template, request),
    ...findPairs(template, request),
    ...findBadNumbers(request),
    ...findBadPrefix(request),
    ...findBadKeyframes(template, request),
    ...findMissingRate(template, request),
  ]
  if (problems.length > 0) throw refuse(template, problems)
}

function findBadPrefix({ filenamePrefix }: BindRequest): Problem[] {
  // ComfyUI gives out no file with two dots in a row in its name, wherever they stand.
  const isPlain = /^[\w./-]+$/.test(filenamePrefix) && !/\.\.|(^|\/)\.(\/|$)|^\/|\/$/.test(filenamePrefix)
  const message = 'the file name is made of letters, digits, - and _, in folders or not'
  return isPlain ? [] : [{ field: 'filenamePrefix', message }]
}

function findBadKeyframes({ manifest, defaults, graph }: Template, request: BindRequest): Problem[] {
  const { keyframes = [], frames } = request
  if (!findPlaceholders(graph).some(({ name }) => name === 'keyframes')) return []
  const asked = frames ?? defaults.frames
  const count = typeof asked === 'number' && Number.isFinite(asked) ? nearestFrames(manifest, asked) : undefined
  const numbers = keyframes.map(({ frame }) => frame)
  const isRight = numbers.every((at) => Number.isInteger(at) && at >= 0 && at < (count ?? Number.POSITIVE_INFINITY))
  const range = count === undefined ? '0 on' : `0 to ${count - 1}`
  const problem = (message: string): Problem => ({ field: 'keyframes', message })
  return [
    ...(isRight ? [] : [problem(`a keyframe stands at a whole number from ${range}`)]),
    ...(new Set(numbers).size < numbers.length ? [problem('two keyframes stand at the same frame')] : []),
  ]
}

/** A clip with more frames keeps its pace only when they follow one another as much faster. */
function findMissingRate({ manifest, graph, defaults }: Template, { fps, sourceFps }: BindRequest): Problem[] {
  const needsIt = manifest.task === 'interpolation' && findPlaceholders(graph).some(({ name }) => name === 'fps')
  if (!needsIt || (fps ?? sourceFps ?? defaults.fps) !== undefined) return []
  return [{ field: 'sourceFps', message: 'it needs to know how many frames a second the clip has' }]
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
  const sides = Object.entries(size ?? {}).filter(
    ([, side]) => !Number.isInteger(side) || side < 1 || side > largestSide,
  )
  const wrong = sides.map(([name, side]) => `a ${name} of ${side}`).join(' and ')
  check(sides.length === 0, {
    field: 'size',
    message: `it cannot have ${wrong}: a side is a whole number of pixels from 1 to ${largestSide}`,
  })
  check((request.longestSide ?? 1) > 0, {
    field: 'longestSide',
    message: 'the longest side that can be rendered is more than 0 pixels',
  })
  check(Number.isInteger(request.count ?? 1) && (request.count ?? 1) >= 1, {
    field: 'count',
    message: 'pictures come in whole numbers from 1 on',
  })
  const { count = 1, pictureIndex = 0 } = request
  const isOne = Number.isInteger(pictureIndex) && pictureIndex >= 0 && pictureIndex < mostOfOneSeed
  check(isOne, { field: 'pictureIndex', message: `a picture of a seed has a number from 0 to ${mostOfOneSeed - 1}` })
  check(pictureIndex === 0 || count === 1, {
    field: 'pictureIndex',
    message: 'one certain picture of a seed is made alone',
  })
  for (const name of ['longestSide', 'steps', 'cfg', 'guidance', 'denoise', 'frames', 'fps', 'multiplier'] as const) {
    check(Number.isFinite(request[name] ?? 0), { field: name, message: `${name} is a number` })
  }
  check((request.sourceFps ?? 1) > 0 && (request.sourceFps ?? 1) <= highestRate, {
    field: 'sourceFps',
    message: `a clip has more than 0 and at most ${highestRate} frames a second`,
  })
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
/** Of any clip there is; a larger number was meant otherwise. */
const highestRate = 1000

/** What `LatentFromBatch` of any version can pick from. */
const mostOfOneSeed = 64

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
