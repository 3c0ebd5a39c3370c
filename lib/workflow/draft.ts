import type { WorkflowManifest } from './manifest.ts'

type Drafted = Pick<WorkflowManifest, 'draft' | 'steps'>

/** The steps of a draft, where a final takes so many. Never more than that. */
export function draftSteps({ draft, steps: range }: Drafted, steps: number): number {
  const most = draft?.steps ?? Math.max(fewestSteps, Math.ceil(steps / 2))
  return Math.min(steps, Math.max(range?.min ?? 1, most))
}

/** What a draft has of each side of a final. */
export function draftScale({ draft }: Drafted): number {
  return draft?.scale ?? usualScale
}

/** What models that were made for few steps take: they keep theirs, and for others fewer would show nothing. */
const fewestSteps = 8
/** Little more than half of the pixels. Much smaller, a model of which nothing is known may draw everything twice. */
const usualScale = 0.75
