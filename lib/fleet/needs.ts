import { hash } from 'node:crypto'
import { takesUpload } from '#lib/workflow/file-inputs.ts'
import type { Graph } from '#lib/workflow/graph.ts'
import type { WorkflowManifest } from '#lib/workflow/manifest.ts'
import { isModelName, modelFolderOf } from '#lib/workflow/model-files.ts'
import type { PictureSize } from '#lib/workflow/request.ts'

/** What a job asks of a GPU. Jobs of equal needs wait in one queue, so its first speaks for all of it. */
export type Needs = {
  workflow: string
  quality: 'draft' | 'final'
  /** In the words of the fleet: sdxl, flux, upscale … */
  capabilities: readonly string[]
  /** Sorted, as the models are. */
  nodeTypes: readonly string[]
  models: readonly NeededModel[]
  /** In pixels, as rendered. Null when nothing of a size is rendered. */
  longestSide: number | null
  /** Pictures in one go. Left out: one. */
  count?: number
  /** Addresses of GPUs on which it came to nothing, for reasons that may be theirs: left to others while there are any. */
  avoid?: readonly string[]
}

/** A folder that is not known is empty: then the file may lie anywhere. */
export type NeededModel = { folder: string; name: string }

type Asked = {
  graph: Graph
  manifest: Pick<WorkflowManifest, 'id' | 'capabilities' | 'models'>
  quality: Needs['quality']
  renderedSize: PictureSize | null
  count?: number
}

/** Reads from a bound graph what a GPU must have to run it. */
export function needsOf({ graph, manifest, quality, renderedSize, count = 1 }: Asked): Needs {
  const models = new Map<string, NeededModel>()
  const add = (model: NeededModel) => models.set(`${model.folder}/${model.name}`, model)
  for (const { class_type: classType, inputs } of Object.values(graph)) {
    for (const [input, value] of Object.entries(inputs)) {
      if (isModelName(value) && !takesUpload(classType, input)) {
        add({ folder: modelFolderOf(classType, input) ?? '', name: value })
      }
    }
  }
  // Some nodes name their files only while they run; the manifest lists those.
  for (const [folder, names] of Object.entries(manifest.models)) for (const name of names) add({ folder, name })
  return {
    workflow: manifest.id,
    quality,
    capabilities: [...manifest.capabilities].sort(),
    nodeTypes: [...new Set(Object.values(graph).map((node) => node.class_type))].sort(),
    models: [...models.keys()].sort().flatMap((key) => models.get(key) ?? []),
    longestSide: renderedSize && Math.max(renderedSize.width, renderedSize.height),
    ...(count > 1 && { count }),
  }
}

/** The same, but rather not on this GPU any more. */
export function avoiding(needs: Needs, nodeUrl: string): Needs {
  return { ...needs, avoid: [...new Set([...(needs.avoid ?? []), nodeUrl])].sort() }
}

/** The name of the queue for these needs. */
export function queueNameOf(needs: Needs): string {
  const { workflow, quality, capabilities, nodeTypes, models, longestSide, count, avoid } = needs
  const files = models.map(({ folder, name }) => [folder, name])
  // One picture anywhere is not named: the queues there are keep their names.
  const rest = [...(count ? [count] : []), ...(avoid ? [avoid] : [])]
  const text = JSON.stringify([capabilities, nodeTypes, files, longestSide, ...rest])
  return `render.${workflow}.${quality}.${hash('sha256', text, 'hex').slice(0, 16)}`
}

/**
 * What a GPU loads for it. LoRAs are left out: they are laid over a model in a moment, and the model is what takes time to
 * load.
 */
export function warmKeyOf({ models }: Needs): string {
  const loaded = models.filter(({ folder }) => folder !== 'loras').map(({ folder, name }) => `${folder}/${name}`)
  return hash('sha256', loaded.join('\n'), 'hex').slice(0, 16)
}

/** What takes about the same time on one GPU, to learn its speed by. */
export function workOf({ workflow, quality, longestSide, count }: Needs): string {
  return [workflow, quality, longestSide ?? 'any', ...(count ? [`x${count}`] : [])].join(' ')
}
