import { z } from 'zod'
import { composePrompt } from '#lib/recipe/compose.ts'
import type { StoredRecipe } from '#lib/recipe/stored.ts'
import { blobKey } from '#lib/runtime/media.ts'
import { bindWorkflow } from '#lib/workflow/bind.ts'
import type { Graph } from '#lib/workflow/graph.ts'
import type { ObjectInfo } from '#lib/workflow/object-info.ts'
import type { PictureSize } from '#lib/workflow/request.ts'
import type { Template } from '#lib/workflow/template.ts'

/** A file the graph loads: from our storage, under this name on the GPU machine. */
export type InputFile = { key: string; name: string }

/** What was put into the graph and why, for whoever wonders later. */
export type Bound = {
  prompt: string
  negative: string
  parts: { from: string; text: string }[]
  loras: { name: string; weight: number }[]
  references: string[]
  inputs: InputFile[]
  parameters: Record<string, unknown>
  size: PictureSize | null
  warnings: string[]
  filenamePrefix: string
  /** Pictures that the graph draws in one go. Left out: one. */
  count?: number
  /** Which of its seed's pictures the first of them is, where it is another than the first. */
  pictureIndex?: number
  /** Of a take that is made again: the one of them that is wanted. */
  only?: number
}

/** Under ComfyUI's input and output folders, so that our files are told from others'. */
export const ourFolder = 'framewright'

type Binding = {
  template: Template
  recipe: StoredRecipe
  seed: bigint
  /** The picture it starts from. Its bytes need not be there yet. */
  source: InputFile | undefined
  filenamePrefix: string
  count?: number
  info?: ObjectInfo | undefined
  longestSide?: number | undefined
}

export type BoundRecipe = { graph: Graph; bound: Bound; renderedSize: PictureSize | null }

/** Makes the graph of a recipe. The files it loads are named by what is in them. */
export function bindRecipe(binding: Binding): BoundRecipe {
  const { template, recipe, seed, source, filenamePrefix, info, longestSide, count = 1 } = binding
  const { accepts } = template.manifest
  const composed = composePrompt(recipe, {
    mostLoras: accepts.loras?.most ?? 0,
    mostReferences: accepts.references?.most ?? 0,
  })
  const references = composed.references.map((hash): InputFile => ({ key: blobKey(hash), name: `${hash}.png` }))
  const request = {
    ...{ prompt: composed.prompt, negative: composed.negative, seed, freshSeed: seed, size: recipe.size, longestSide },
    ...{ steps: recipe.steps ?? undefined, cfg: recipe.cfg ?? undefined, loras: composed.loras, filenamePrefix },
    references: references.map(({ name }) => ({ image: `${ourFolder}/${name}` })),
    ...{ quality: recipe.quality, count: count > 1 ? count : undefined },
    pictureIndex: recipe.pictureIndex,
    initImage: source && `${ourFolder}/${source.name}`,
  }
  const { graph, warnings, used } = bindWorkflow(template, request, info)
  const { size, seed: usedSeed, renderedSize, pictureIndex, ...parameters } = used
  return {
    graph,
    renderedSize: renderedSize ?? null,
    bound: {
      ...{ prompt: composed.prompt, negative: composed.negative, parts: composed.parts, loras: composed.loras },
      ...{ references: composed.references, filenamePrefix, size: size ?? null },
      ...(count > 1 && { count }),
      ...(pictureIndex !== undefined && { pictureIndex }),
      inputs: [...references, ...(source ? [source] : [])],
      parameters: { ...parameters, renderedSize, seed: usedSeed === undefined ? null : String(usedSeed) },
      warnings: [...composed.warnings, ...warnings.map(({ message }) => message)],
    },
  }
}

const notedSize = z.object({ width: z.number(), height: z.number() })

/** How large the graph of a take renders, which is mostly less than the take is. Of one that does not say, as large as it is. */
export function renderedSizeOf({ made, width, height }: PictureSize & { made: unknown }): PictureSize {
  // Safe: only what binding gave is written there.
  const { bound } = (made ?? {}) as { bound?: Partial<Bound> | null }
  return notedSize.safeParse(bound?.parameters?.renderedSize).data ?? { width, height }
}

/** How many pictures the graph of a job draws in one go, or of what was noted of a take: of both, `bound`. */
export function countDrawn(of: unknown): number {
  // Safe: only what binding gave is written there, and where there is nothing, it was one.
  const { bound } = (of ?? {}) as { bound?: Partial<Bound> | null }
  return bound?.count ?? 1
}
