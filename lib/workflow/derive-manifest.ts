import { findOutputs } from './finish.ts'
import { type Graph, isGraph } from './graph.ts'
import type { WorkflowManifest } from './manifest.ts'
import type { PlaceholderValues } from './placeholders.ts'
import { findDrivers, findSources } from './wiring.ts'

type Derivation = { id: string; graph: Graph; defaults: PlaceholderValues }

/** What can be said of a graph that came without a manifest, by reading it. */
export function deriveManifest({ id, graph, defaults }: Derivation): WorkflowManifest {
  const kind = kindOf(graph)
  const { width, height } = defaults
  const hasSize = typeof width === 'number' && typeof height === 'number' && width >= 16 && height >= 16
  return {
    id,
    title: titleOf(id),
    description: '',
    kind,
    family: familyOf(graph),
    alsoFamilies: [],
    task: kind === 'video' ? 'image_to_video' : kind === 'upscale' ? 'upscale' : taskOf(graph),
    isDefault: false,
    // Every model of today takes steps of eight; how many pixels it draws well is not known.
    ...(hasSize && { size: { width, height, multiple: 8, longest: 16_384 } }),
    models: {},
    nodePacks: [],
    deadlineS: 300,
    accepts: { init: false, ...(takesLoras(graph) && { loras: { most: 3, into: intoOf(graph) } }) },
    notTogether: [],
    capabilities: [],
  }
}

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

function taskOf(graph: Graph): WorkflowManifest['task'] {
  return classesOf(graph).some((name) => /^VAEEncode/.test(name)) ? 'image_to_image' : 'text_to_image'
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
