import { AppError } from '#lib/runtime/errors.ts'
import { type BindWarning, checkRequest } from './check-request.ts'
import { type BoundValues, collectValues } from './collect-values.ts'
import { dropCutOff, scaleResults, setFilenamePrefix } from './finish.ts'
import { fitToServer } from './fit-to-server.ts'
import { copyGraph, type Graph } from './graph.ts'
import { injectControl, passOutlines } from './inject-control.ts'
import { injectInitImage } from './inject-init.ts'
import { injectLoras } from './inject-loras.ts'
import { injectReferences } from './inject-references.ts'
import type { ObjectInfo } from './object-info.ts'
import { fillPlaceholders, findPlaceholders, type PlaceholderName, placeholders } from './placeholders.ts'
import type { BindRequest, PictureSize } from './request.ts'
import { setSeeds } from './seeds.ts'
import type { Template } from './template.ts'
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
}

/**
 * Makes the graph to submit out of a template and a request. Pure: the same template, request and server description always give
 * the same graph, and nothing in it differs from the template but what was asked for.
 */
export function bindWorkflow(template: Template, request: BindRequest, info?: ObjectInfo): BoundWorkflow {
  checkRequest(template, request)
  const warnings: BindWarning[] = []
  const { values, used, renderedSize, size, extras } = collectValues(template, request, warnings)
  requirePlaceholders(template, values)

  const graph = fillPlaceholders(template.graph, values)
  const isSeedUsed = setSeeds(graph, { template: template.graph, seed: used.seed })
  if (!isSeedUsed && request.seed !== undefined) {
    warnings.push({ code: 'seed_not_used', message: `${template.manifest.title} has no place for a seed.` })
  }
  const wiring: Wiring = { graph, info }
  const filled = copyGraph(graph)
  injectExtras({ wiring, template, extras, renderedSize, denoise: used.denoise })
  const hasSize = !size || sameSize(size, renderedSize) || scaleResults(wiring, size)
  if (!hasSize) {
    warnings.push({
      code: 'size_not_set',
      message: `${template.manifest.title} saves nothing whose size could be set: the result keeps its own.`,
    })
  }
  setFilenamePrefix(graph, { prefix: request.filenamePrefix, info })
  dropCutOff(graph, { before: filled, info })
  warnings.push(...fitToServer(graph, info))
  return {
    graph,
    warnings,
    used: {
      ...used,
      seed: isSeedUsed ? used.seed : undefined,
      size: hasSize ? size : undefined,
      renderedSize,
      filenamePrefix: request.filenamePrefix,
    },
  }
}

function sameSize(a: PictureSize, b: PictureSize | undefined): boolean {
  return a.width === b?.width && a.height === b.height
}

/** Everything a template needs and nothing gave, in one message. */
function requirePlaceholders(template: Template, values: BoundValues['values']): void {
  const found = findPlaceholders(template.graph)
  const unknown = found.find(({ name }) => name === undefined)
  if (unknown) {
    throw new AppError({
      code: 'WORKFLOW_INVALID',
      message: `${template.file} asks for ${unknown.written} in node ${unknown.node}, and no such value exists.`,
      suggestion: 'Correct the spelling; these there are:',
      details: { file: template.file, node: unknown.node, input: unknown.input },
      available: Object.keys(placeholders),
    })
  }
  const names = found.flatMap(({ name }) => (name ? [name] : []))
  const missing = [...new Set(names)].filter((name) => placeholders[name].isRequired && values[name] === undefined)
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
}

function injectExtras({ wiring, template, extras, renderedSize, denoise }: Injecting): void {
  const { accepts } = template.manifest
  const { loras, references, control, initImage, hasOutlines } = extras
  if (hasOutlines) passOutlines(wiring)
  if (initImage) {
    const hasPlace = injectInitImage(wiring, { image: initImage, size: renderedSize, denoise: denoise ?? 1 })
    demand(template, 'a picture to start from', hasPlace)
  }
  if (accepts.loras) demand(template, 'LoRAs', injectLoras(wiring, { loras, into: accepts.loras.into }))
  if (accepts.references) {
    demand(template, 'references', injectReferences(wiring, { references, rules: accepts.references }))
  }
  if (accepts.control) demand(template, 'control pictures', injectControl(wiring, { control, rules: accepts.control }))
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
