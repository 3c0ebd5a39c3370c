import { draftScale, draftSteps } from './draft.ts'
import { keepInRange, nearestFrames } from './keep-in-range.ts'
import type { WorkflowManifest } from './manifest.ts'
import type { ObjectInfo } from './object-info.ts'
import { findPlaceholders, type PlaceholderName, type PlaceholderValues } from './placeholders.ts'
import type { BindRequest, ControlRequest, LoraRequest, PictureSize, ReferenceRequest } from './request.ts'
import { planRenderedSize } from './size.ts'
import { type Template, usualReferenceWeight } from './template.ts'
import type { BindWarning } from './warning.ts'

export type BoundValues = {
  values: PlaceholderValues
  used: {
    seed: bigint
    steps?: number | undefined
    cfg?: number | undefined
    guidance?: number | undefined
    denoise?: number | undefined
    sampler?: string | undefined
    scheduler?: string | undefined
    frames?: number | undefined
    fps?: number | undefined
    multiplier?: number | undefined
    model?: string | undefined
    prompt?: string | undefined
    negative?: string | undefined
    loras: readonly LoraRequest[]
    references: readonly ReferenceRequest[]
    control: readonly ControlRequest[]
    keyframes?: BindRequest['keyframes']
    initImage?: string | undefined
    endImage?: string | undefined
    video?: string | undefined
  }
  size: PictureSize | undefined
  renderedSize: PictureSize | undefined
  /** What no placeholder takes, so that it must be put into the graph. */
  extras: {
    loras: readonly LoraRequest[]
    references: readonly ReferenceRequest[]
    control: readonly ControlRequest[]
    initImage: string | undefined
    /** The picture behind `{{control_image}}` is outlines already. */
    hasOutlines: boolean
  }
}

type Collecting = {
  template: Template
  request: BindRequest
  info: ObjectInfo | undefined
  warnings: BindWarning[]
}

/** Puts together what was asked and what the workflow says where nothing was, within its ranges. */
export function collectValues({ template, request, info, warnings }: Collecting): BoundValues {
  const { manifest, defaults } = template
  const has = new Set(findPlaceholders(template.graph).map(({ name }) => name))
  const limit = (name: 'steps' | 'cfg' | 'guidance' | 'denoise' | 'fps' | 'multiplier') =>
    keepInRange({ name, asked: request[name] ?? numberOf(defaults[name]), template, info, warnings })
  const isDraft = request.quality === 'draft'
  const asked = limit('steps')
  const steps = isDraft && asked !== undefined ? draftSteps(manifest, asked) : asked
  const multiplier = limit('multiplier')
  const size = planSize({ template, has, request, warnings })
  const rules = has.has('width') && has.has('height') ? manifest.size : undefined
  const renderedSize =
    rules &&
    planRenderedSize({
      ...{ rules, asked: request.size && size, longest: request.longestSide },
      ...(isDraft && { share: draftScale(manifest) }),
    })
  const numbers = {
    steps,
    cfg: limit('cfg'),
    guidance: limit('guidance'),
    denoise: limit('denoise'),
    fps: keepInRange({ name: 'fps', asked: rateOf(template, request, multiplier), template, info, warnings }),
    multiplier,
    frames: keepFrames({ manifest, asked: request.frames ?? numberOf(defaults.frames), warnings }),
  }
  const texts = {
    prompt: request.prompt ?? textOf(defaults.prompt),
    negative: request.negative ?? textOf(defaults.negative),
    sampler: request.sampler ?? textOf(defaults.sampler),
    scheduler: request.scheduler ?? textOf(defaults.scheduler),
    model: request.model ?? textOf(defaults.model),
  }
  const { references = [], control = [], loras = [] } = request
  const [reference, controlPicture] = [
    has.has('reference_image') && references[0],
    has.has('control_image') && control[0],
  ]
  const seed = request.seed ?? request.freshSeed
  const values: PlaceholderValues = {
    ...defaults,
    ...numbers,
    ...texts,
    seed,
    width: renderedSize?.width,
    height: renderedSize?.height,
    split_step: splitOf(defaults, steps),
    keyframes: writeKeyframes(request, texts.prompt),
    init_image: request.initImage,
    end_image: request.endImage,
    video: request.video,
    reference_image: reference ? reference.image : undefined,
    reference_weight: (reference ? reference.weight : undefined) ?? defaults.reference_weight,
    control_image: controlPicture ? controlPicture.image : undefined,
    control_strength: (controlPicture ? controlPicture.strength : undefined) ?? defaults.control_strength,
    filename_prefix: request.filenamePrefix,
  }
  const initImage = has.has('init_image') ? undefined : request.initImage
  const isUsed = (name: string) =>
    [...has].some((known) => known === name) || (name === 'denoise' && initImage !== undefined)
  return {
    values,
    used: {
      ...{ seed, loras, ...pick(numbers, isUsed), ...pick(texts, isUsed) },
      references: references.map(({ image, weight }) => ({
        image,
        weight: weight ?? usualReferenceWeight(manifest.accepts.references?.how),
      })),
      control: control.map((one) => ({ ...one, strength: one.strength ?? 1 })),
      ...(has.has('keyframes') && { keyframes: request.keyframes }),
      ...{ initImage: request.initImage, ...(has.has('end_image') && { endImage: request.endImage }) },
      ...(has.has('video') && { video: request.video }),
    },
    size,
    renderedSize,
    extras: {
      loras,
      references: reference ? references.slice(1) : references,
      control: controlPicture ? control.slice(1) : control,
      initImage,
      hasOutlines: controlPicture ? controlPicture.isReady === true : false,
    },
  }
}

/** Frames in a second: as asked, else as many more as there are more frames. */
function rateOf({ defaults }: Template, request: BindRequest, multiplier: number | undefined): number | undefined {
  const { fps, sourceFps } = request
  if (fps !== undefined || sourceFps === undefined || multiplier === undefined) return fps ?? numberOf(defaults.fps)
  return sourceFps * multiplier
}

/** Where a second model takes over: at the same share of the steps as where the graph had it, and else halfway. */
function splitOf({ steps, split_step: split }: PlaceholderValues, now: number | undefined): number | undefined {
  if (now === undefined) return undefined
  const share = typeof steps === 'number' && typeof split === 'number' ? split / steps : 1 / 2
  return Math.max(1, Math.round(now * share))
}

function pick<T extends Record<string, unknown>>(from: T, isWanted: (name: string) => boolean): Partial<T> {
  const entries = Object.entries(from).filter(([name, value]) => value !== undefined && isWanted(name))
  // A part of the same record, by the same names.
  return Object.fromEntries(entries) as Partial<T>
}

type FrameLimit = { manifest: WorkflowManifest; asked: number | undefined; warnings: BindWarning[] }

function keepFrames({ manifest, asked, warnings }: FrameLimit): number | undefined {
  if (asked === undefined) return asked
  const kept = nearestFrames(manifest, asked)
  if (kept !== asked) {
    warnings.push({ code: 'out_of_range', message: `A clip of ${asked} frames cannot be made here: ${kept} are made.` })
  }
  return kept
}

type Sizing = {
  template: Template
  has: ReadonlySet<PlaceholderName | undefined>
  request: BindRequest
  warnings: BindWarning[]
}

/** What comes out. Undefined for a workflow that leaves the size to its input, or to what is written in its graph. */
function planSize({ template: { manifest }, has, request, warnings }: Sizing): PictureSize | undefined {
  const { size } = manifest
  const usual = size && has.has('width') && has.has('height') ? { width: size.width, height: size.height } : undefined
  const asked = request.size
  // Of a graph that was not asked to change, nothing is put right either.
  if (!asked || manifest.kind !== 'video') return asked ?? usual
  // Clips store colour for squares of four pixels.
  const even = { width: toEven(asked.width), height: toEven(asked.height) }
  if (even.width !== asked.width || even.height !== asked.height) {
    warnings.push({
      code: 'size_made_even',
      message: `A clip has even sides: it is made ${even.width}x${even.height}.`,
    })
  }
  return even
}

function toEven(side: number): number {
  return Math.max(2, side - (side % 2))
}

/** The text that ADE_PromptScheduling reads: frames and prompts as JSON without its braces. */
function writeKeyframes({ keyframes }: BindRequest, prompt: string | undefined): string | undefined {
  const all = keyframes?.length ? keyframes : prompt === undefined ? [] : [{ frame: 0, prompt }]
  if (all.length === 0) return undefined
  const sorted = [...all].sort((a, b) => a.frame - b.frame)
  return sorted.map(({ frame, prompt: text }) => `"${frame}": ${JSON.stringify(text)}`).join(',\n')
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
