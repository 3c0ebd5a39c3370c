import { AppError } from '#lib/runtime/errors.ts'
import { checkRequest, findUnused } from './check-request.ts'
import { type BoundValues, collectValues } from './collect-values.ts'
import { dropCutOff, scaleResults, setFilenamePrefix } from './finish.ts'
import { fitToServer } from './fit-to-server.ts'
import { copyGraph, type Graph } from './graph.ts'
import { injectControl, passOutlines } from './inject-control.ts'
import { injectInitImage } from './inject-init.ts'
import { injectLoras, warnOfHalves } from './inject-loras.ts'
import { injectReferences } from './inject-references.ts'
import type { ObjectInfo } from './object-info.ts'
import { fillPlaceholders, findPlaceholders, type PlaceholderName, placeholders } from './placeholders.ts'
import type { BindRequest, PictureSize } from './request.ts'
import { setSeeds } from './seeds.ts'
import { pickPicture, setBatch } from './set-batch.ts'
import type { Template } from './template.ts'
import type { BindWarning } from './warning.ts'
import type { Wiring } from './wiring.ts'

export type BoundWorkflow = {
  graph: Graph
  warnings: BindWarning[]
  used: UsedValues
}

/** What the graph was really made with, whatever was asked. */
export type UsedValues = Omit<BoundValues['used'], 'seed'> & {
  /** Undefined for a workflow that has no use for one. */
  seed: bigint | undefined
  /** What comes out. Undefined where the input decides it. */
  size: PictureSize | undefined
  renderedSize: PictureSize | undefined
  filenamePrefix: string
  /** Left out for the first picture of the seed. */
  pictureIndex?: number
}

/**
 * Makes the graph to submit out of a template and a request. Pure: the same template, request and server description always give
 * the same graph, and nothing in it differs from the template but what was asked for.
 */
export function bindWorkflow(template: Template, request: BindRequest, info?: ObjectInfo): BoundWorkflow {
  checkRequest(template, request)
  const warnings: BindWarning[] = []
  const { values, used, renderedSize, size, extras } = collectValues({ template, request, info, warnings })
  requirePlaceholders(template, values)

  const graph = fillPlaceholders(template.graph, values)
  const isSeedUsed = setSeeds(graph, { template: template.graph, seed: used.seed })
  warnings.push(...findUnused({ template, request, isSeedUsed }))
  const wiring: Wiring = { graph, info }
  const filled = copyGraph(graph)
  const denoise = injectExtras({ wiring, template, extras, renderedSize, denoise: used.denoise, warnings })
  const pictureIndex = placePictures(wiring, { template, request, warnings })
  const hasSize = !size || sameSize(size, renderedSize) || scaleResults(wiring, size)
  if (!hasSize) {
    warnings.push({
      code: 'size_not_set',
      message: `${template.manifest.title} saves nothing whose size could be set: the result keeps its own.`,
    })
  }
  warnings.push(...setFilenamePrefix(graph, { prefix: request.filenamePrefix, info }))
  dropCutOff(graph, { before: filled, info })
  warnings.push(...fitToServer(graph, info))
  return {
    graph,
    warnings,
    used: {
      ...used,
      ...(denoise !== undefined && { denoise }),
      seed: isSeedUsed ? used.seed : undefined,
      size: hasSize ? size : undefined,
      renderedSize,
      filenamePrefix: request.filenamePrefix,
      ...(pictureIndex > 0 && { pictureIndex }),
    },
  }
}

type Placing = { template: Template; request: BindRequest; warnings: BindWarning[] }

/** Draws as many as are asked for, or the one that is. Gives back which of its seed's pictures the first of them is. */
function placePictures(wiring: Wiring, { template, request, warnings }: Placing): number {
  const { count = 1, pictureIndex: index = 0 } = request
  if (count > 1) setBatch(wiring, { template, count })
  if (index === 0 || pickPicture(wiring, { template, index })) return index
  const message = `${template.manifest.title} draws one at a time: of this seed the first is made, not picture ${index + 1}.`
  warnings.push({ code: 'not_used', message })
  return 0
}

function sameSize(a: PictureSize, b: PictureSize | undefined): boolean {
  return a.width === b?.width && a.height === b.height
}

/** No default of a node stands for the model that an author left open. */
function isRequired(name: PlaceholderName): boolean {
  return placeholders[name].isRequired || name === 'model'
}

/** Everything a template needs and nothing gave, in one message. */
function requirePlaceholders(template: Template, values: BoundValues['values']): void {
  const found = findPlaceholders(template.graph)
  const unknown = found.find(({ name }) => name === undefined)
  if (unknown) {
    throw new AppError({
      code: 'WORKFLOW_INVALID',
      message: `${template.file} asks for ${unknown.written} in node ${unknown.node}, and no such value exists.`,
      suggestion: `Correct the spelling. There are: ${Object.keys(placeholders).join(', ')}.`,
      details: { file: template.file, node: unknown.node, input: unknown.input },
      available: Object.keys(placeholders),
    })
  }
  const names = found.flatMap(({ name }) => (name ? [name] : []))
  const missing = [...new Set(names)].filter((name) => isRequired(name) && values[name] === undefined)
  if (missing.length === 0) return
  throw new AppError({
    code: 'INVALID_INPUT',
    message: `${template.manifest.title} needs ${missing.map((name) => placeholders[name].meaning).join(' and ')}.`,
    suggestion: 'Give it, or choose a workflow that does without.',
    fields: Object.fromEntries(missing.map((name): [PlaceholderName, string] => [name, 'is needed'])),
  })
}

type Injecting = {
  wiring: Wiring
  template: Template
  extras: BoundValues['extras']
  renderedSize: PictureSize | undefined
  denoise: number | undefined
  warnings: BindWarning[]
}

/** Gives back how much of a starting picture may change, where there is one. */
function injectExtras({
  wiring,
  template,
  extras,
  renderedSize,
  denoise = 1,
  warnings,
}: Injecting): number | undefined {
  const { accepts } = template.manifest
  const { loras, references, control, initImage, hasOutlines } = extras
  if (hasOutlines) passOutlines(wiring)
  const set = initImage ? injectInitImage(wiring, { image: initImage, size: renderedSize, denoise }) : undefined
  if (initImage) demand(template, 'a picture to start from', set !== undefined)
  if (set !== undefined && set !== denoise) {
    const message = `With a denoise of ${denoise} not one step would be drawn here: ${set} is used, which is one.`
    warnings.push({ code: 'out_of_range', message })
  }
  if (accepts.loras) warnings.push(...warnOfHalves(wiring, loras))
  if (accepts.loras) demand(template, 'LoRAs', injectLoras(wiring, { loras, into: accepts.loras.into }))
  if (accepts.references) {
    demand(template, 'references', injectReferences(wiring, { references, rules: accepts.references }))
  }
  if (accepts.control) demand(template, 'control pictures', injectControl(wiring, { control, rules: accepts.control }))
  return set
}

function demand(template: Template, what: string, hasPlace: boolean): void {
  if (hasPlace) return
  throw new AppError({
    code: 'WORKFLOW_INVALID',
    message: `${template.file} says that it takes ${what}, but its graph has no place for them.`,
    suggestion: 'Take that out of its manifest, or use a graph with a sampler that ComfyUI brings itself.',
    details: { file: template.file },
  })
}
