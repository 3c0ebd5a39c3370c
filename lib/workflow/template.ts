import type { Graph } from './graph.ts'
import type { WorkflowManifest } from './manifest.ts'
import type { PlaceholderValues } from './placeholders.ts'

/** A workflow that can be bound: a graph with placeholders, and what is known about it. */
export type Template = {
  id: string
  manifest: WorkflowManifest
  graph: Graph
  /** For messages: the file it came from. */
  file: string
  /** What stands where nothing is asked for. */
  defaults: PlaceholderValues
}

type ReferenceWay = NonNullable<WorkflowManifest['accepts']['references']>['how']

/** What the makers of IP-Adapter advise: in full for a face, and else so weak that the prompt still speaks. */
export function usualReferenceWeight(how: ReferenceWay | undefined): number {
  return how === 'ip_adapter_face' ? 1 : 0.8
}

export function defaultsOf(manifest: WorkflowManifest): PlaceholderValues {
  const { steps, cfg, guidance, denoise, sampler, scheduler, frames, fps, multiplier, model } = manifest
  return {
    negative: '',
    steps: steps?.default,
    cfg: cfg?.default,
    guidance: guidance?.default,
    denoise: denoise?.default,
    sampler,
    scheduler,
    frames: frames?.default,
    fps: fps?.default,
    multiplier: multiplier?.default,
    model,
    reference_weight: usualReferenceWeight(manifest.accepts.references?.how),
    control_strength: 1,
  }
}
