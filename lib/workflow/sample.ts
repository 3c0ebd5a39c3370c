import type { ControlKind, Extra } from './manifest.ts'
import { findPlaceholders, type PlaceholderName } from './placeholders.ts'
import type { BindRequest } from './request.ts'
import type { Template } from './template.ts'

/** A request that fills everything the template needs, and nothing it could do without. */
export function sampleRequest(template: Template): BindRequest {
  const needed = new Set(findPlaceholders(template.graph).map(({ name }) => name))
  const needs = (name: PlaceholderName) => needed.has(name)
  const [kind] = controlKindsOf(template)
  const half = Math.floor(Number(template.defaults.frames ?? 0) / 2)
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
        ...(half > 0 ? [{ frame: half, prompt: 'a lighthouse at night' }] : []),
      ],
    }),
    ...(needs('fps') && template.manifest.task === 'interpolation' && { sourceFps: 16 }),
    ...(needs('reference_image') && { references: [{ image: 'reference.png' }] }),
    ...(needs('control_image') && { control: [{ kind: kind ?? 'pose', image: 'control.png' }] }),
  }
}

/** What each extra that the template accepts adds to a request, one by one. */
export function sampleExtras(template: Template): { extra: Extra; request: Partial<BindRequest> }[] {
  const { loras, references, init } = template.manifest.accepts
  return [
    ...(loras ? [{ extra: 'loras' as const, request: { loras: [{ name: 'sample.safetensors', weight: 1 }] } }] : []),
    ...(references ? [{ extra: 'references' as const, request: { references: [{ image: 'reference.png' }] } }] : []),
    ...controlKindsOf(template).map((kind) => ({
      extra: 'control' as const,
      request: { control: [{ kind, image: 'control.png' }] },
    })),
    ...(init ? [{ extra: 'init' as const, request: { initImage: 'start.png' } }] : []),
  ]
}

export function controlKindsOf({ manifest }: Template): ControlKind[] {
  const kinds = manifest.accepts.control?.kinds ?? {}
  return (['pose', 'depth', 'canny'] as const).filter((kind) => kinds[kind])
}
