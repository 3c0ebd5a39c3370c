import type { Lora, Quality, Recipe, RecipeCast, RecipeKind } from './recipe.ts'

/** What a sentence, its cast and its project say, in plain values. */
export type Ingredients = {
  kind: RecipeKind
  sentence: { imagePrompt: string; videoPrompt: string; seed: string | null }
  /** Who is in the sentence, in the order of the cast. */
  cast: readonly (RecipeCast & { workflow: string | null })[]
  project: {
    workflow: string | null
    style: string
    negative: string
    width: number
    height: number
    steps: number | null
    cfg: number | null
    loras: readonly Lora[]
  }
  /** The workflow for this kind where nobody chose one. */
  defaultWorkflow: string
  /** The take it starts from: for image to image, upscale and video. */
  source: string | null
  /** Final when left out. */
  quality?: Quality
}

/** The only description of what determines a take. */
export function recipeOf({ kind, sentence, cast, project, defaultWorkflow, source, quality }: Ingredients): Recipe {
  const asDraft = quality === 'draft' ? { quality } : {}
  const size = { width: project.width, height: project.height }
  // The picture a clip starts from carries look, cast and style already, and what it was set to is for picture models.
  if (kind === 'video')
    return { ...plain, kind, workflow: defaultWorkflow, scene: sentence.videoPrompt, size, source, ...asDraft }
  return {
    kind,
    workflow: kind === 'image' ? (ownWorkflow(cast) ?? project.workflow ?? defaultWorkflow) : defaultWorkflow,
    scene: sentence.imagePrompt,
    style: project.style,
    negative: project.negative,
    cast: cast.map(({ id, kind, name, look, triggerWords, loras, references }) => {
      return { id, kind, name, look, triggerWords, loras, references }
    }),
    // The cast's own take their place, so a change to them would change nothing.
    loras: cast.some((member) => member.loras.length > 0) ? [] : project.loras,
    size,
    steps: project.steps,
    cfg: project.cfg,
    seed: sentence.seed,
    source: kind === 'image' ? null : source,
    ...asDraft,
  }
}

const plain = { style: '', negative: '', cast: [], loras: [], steps: null, cfg: null, seed: null } as const

/** A character's own workflow, unless several characters have one: they would contradict each other. */
function ownWorkflow(cast: Ingredients['cast']): string | undefined {
  const own = cast.flatMap(({ kind, workflow }) => (kind === 'character' && workflow ? [workflow] : []))
  return own.length === 1 ? own[0] : undefined
}
