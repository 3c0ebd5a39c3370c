import type { ControlKind } from './manifest.ts'
import { findPlaceholders, type PlaceholderName } from './placeholders.ts'
import type { BindRequest } from './request.ts'
import type { Template } from './template.ts'

/** A request that fills everything the template needs, and nothing it could do without. */
export function sampleRequest(template: Template): BindRequest {
  const needed = new Set(findPlaceholders(template.graph).map(({ name }) => name))
  const needs = (name: PlaceholderName) => needed.has(name)
  const [kind] = controlKindsOf(template)
  return {
    freshSeed: 1n,
    filenamePrefix: 'framewright/sample',
    ...(needs('prompt') && { prompt: 'a lighthouse on a cliff at dusk, warm light in its window, waves below' }),
    ...(needs('init_image') && { initImage: 'start.png' }),
    ...(needs('end_image') && { endImage: 'end.png' }),
    ...(needs('video') && { video: 'clip.mp4' }),
    ...(needs('keyframes') && {
      keyframes: [
        { frame: 0, prompt: 'a lighthouse at dawn' },
        { frame: 16, prompt: 'a lighthouse at night' },
      ],
    }),
    ...(needs('reference_image') && { references: [{ image: 'reference.png' }] }),
    ...(needs('control_image') && { control: [{ kind: kind ?? 'pose', image: 'control.png' }] }),
  }
}

export function controlKindsOf({ manifest }: Template): ControlKind[] {
  const kinds = manifest.accepts.control?.kinds ?? {}
  return (['pose', 'depth', 'canny'] as const).filter((kind) => kinds[kind])
}
