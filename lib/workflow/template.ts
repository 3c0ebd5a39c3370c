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
    reference_weight: 0.8,
    control_strength: 1,
  }
}
