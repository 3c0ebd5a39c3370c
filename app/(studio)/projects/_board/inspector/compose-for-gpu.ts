import { type Composed, composePrompt } from '#lib/recipe/compose.ts'
import { defaultWorkflows } from '#lib/recipe/default-workflows.ts'
import { recipeOf } from '#lib/recipe/recipe-of.ts'
import type { CastRow, ProjectRow, SentenceRow } from '#lib/storyboard/model.ts'

type Most = { most: number }
/** What matters here of a workflow as it is listed; one that cannot be used does not say what it accepts. */
export type KnownWorkflow = { id: string; accepts: { loras?: Most; references?: Most } | null }

type Composing = {
  sentence: SentenceRow
  project: ProjectRow
  /** Of the whole project. */
  cast: readonly CastRow[]
  /** Undefined until they are read: till then nothing is left out. */
  workflows: readonly KnownWorkflow[] | undefined
}

/** What the GPU would be told now, within what the workflow takes. */
export function composeForGpu({ sentence, project, cast, workflows }: Composing): {
  workflow: string
  composed: Composed
} {
  const recipe = recipeOf({
    kind: 'image',
    sentence,
    cast: cast.filter(({ id }) => sentence.castIds.includes(id)),
    project,
    defaultWorkflow: defaultWorkflows.image,
    source: null,
  })
  const { workflow } = recipe
  const accepts = workflows?.find(({ id }) => id === workflow)?.accepts
  const limits = accepts && { mostLoras: accepts.loras?.most ?? 0, mostReferences: accepts.references?.most ?? 0 }
  return { workflow, composed: composePrompt(recipe, limits ?? {}) }
}
