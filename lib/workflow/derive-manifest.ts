import { findOutputs } from './finish.ts'
import { type Graph, isGraph } from './graph.ts'
import { describeNode } from './known-nodes.ts'
import type { WorkflowManifest } from './manifest.ts'
import { findPlaceholders, type PlaceholderValues } from './placeholders.ts'
import { findDrivers, findSources } from './wiring.ts'

type Derivation = { id: string; graph: Graph; defaults: PlaceholderValues }

/** What can be said of a graph that came without a manifest, by reading it. */
export function deriveManifest({ id, graph, defaults }: Derivation): WorkflowManifest {
  const kind = kindOf(graph)
  const names = new Set(findPlaceholders(graph).map(({ name }) => name))
  const isSide = (side: unknown): side is number => typeof side === 'number' && side >= 16
  // Where the author left the size open, what is asked for is drawn, and this when nothing is.
  const side = (name: 'width' | 'height') => (names.has(name) ? (defaults[name] ?? usualSide) : undefined)
  const [width, height] = [side('width'), side('height')]
  return {
    id,
    title: titleOf(id),
    description: '',
    kind,
    family: familyOf(graph),
    alsoFamilies: [],
    task: taskOf(graph, kind),
    isDefault: false,
    // How many pixels the model draws well is not known.
    ...(isSide(width) && isSide(height) && { size: { width, height, multiple: multipleOf(graph), longest: 16_384 } }),
    models: {},
    nodePacks: [],
    deadlineS: 300,
    accepts: { init: false, ...(takesLoras(graph) && { loras: { most: 3, into: intoOf(graph) } }) },
    notTogether: [],
    capabilities: [],
  }
}

/** What most models of today draw well. */
const usualSide = 1024

function titleOf(id: string): string {
  const words = id.replaceAll(/[_-]+/g, ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function classesOf(graph: Graph): string[] {
  return isGraph(graph) ? Object.values(graph).map(({ class_type }) => class_type) : []
}

function kindOf(graph: Graph): WorkflowManifest['kind'] {
  const saving = findOutputs(graph).map((id) => graph[id]?.class_type ?? '')
  if (saving.some((name) => /Video|WEBM|Animated/i.test(name))) return 'video'
  const isDrawn = findDrivers({ graph }).length > 0
  return !isDrawn && classesOf(graph).some((name) => /Upscale/i.test(name)) ? 'upscale' : 'image'
}

function taskOf(graph: Graph, kind: WorkflowManifest['kind']): WorkflowManifest['task'] {
  const classes = classesOf(graph)
  const has = (pattern: RegExp) => classes.some((name) => pattern.test(name))
  if (kind === 'upscale') return 'upscale'
  if (kind === 'image') return has(/^VAEEncode/) ? 'image_to_image' : 'text_to_image'
  if (has(/LoadVideo/) && has(/Interpolat|VFI/)) return 'interpolation'
  if (has(/FirstLastFrame/)) return 'frames_to_video'
  if (has(/PromptSchedul/)) return 'keyframes_to_video'
  return has(/^LoadImage|^VAEEncode/) ? 'image_to_video' : 'text_to_video'
}

/** Coarser than any model of today needs, for a node of which nothing is known. */
const multipleUnlessKnown = 32

/** The steps that every node counts in which is told the size: a side between them is cut down without a word. */
function multipleOf(graph: Graph): number {
  const sides = findPlaceholders(graph).filter(({ name }) => name === 'width' || name === 'height')
  const steps = sides.map(({ node, input }) => {
    const info = describeNode(graph[node]?.class_type ?? '')
    const side = info && [...info.required, ...info.optional].find(({ name }) => name === input)
    return info ? Number(side?.step ?? 1) : multipleUnlessKnown
  })
  return steps.reduce(leastCommonMultiple, 8)
}

function leastCommonMultiple(a: number, b: number): number {
  let [greatest, rest] = [a, b]
  while (rest > 0) [greatest, rest] = [rest, greatest % rest]
  return (a / greatest) * b
}

/** By the nodes that only one family needs. */
const tellingClasses: readonly (readonly [RegExp, string])[] = [
  [/Flux2/, 'flux2'],
  [/^Flux|FluxGuidance/, 'flux'],
  [/^Wan/, 'wan'],
  [/SDXL/, 'sdxl'],
  [/Qwen/, 'qwen_image'],
  [/^ADE_/, 'sd15'],
]

function familyOf(graph: Graph): string {
  const classes = classesOf(graph)
  return tellingClasses.find(([pattern]) => classes.some((name) => pattern.test(name)))?.[1] ?? 'other'
}

function takesLoras(graph: Graph): boolean {
  return findSources({ graph }, 'MODEL').length > 0
}

function intoOf(graph: Graph): 'model' | 'model_and_clip' {
  return classesOf(graph).includes('CheckpointLoaderSimple') ? 'model_and_clip' : 'model'
}
