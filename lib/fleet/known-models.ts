import { z } from 'zod'
import { createComfyClient } from '#lib/comfy/client.ts'
import { listKnownModels } from '#lib/comfy/model-catalogue.ts'
import type { FleetNode } from './model.ts'

/** The folders a picture's main model can be in. */
const mainFolders = ['checkpoints', 'diffusion_models']

export const modelsInput = z.object({
  folder: z
    .string()
    .regex(/^[a-z0-9_]+$/i, 'A folder is one of ComfyUI’s model folders, such as checkpoints or loras.')
    .optional(),
})

export type FleetModels = {
  items: { folder: string; name: string; nodeIds: string[] }[]
  nextCursor: null
  /** GPUs that did not answer; what they have is not known. */
  unreachable: string[]
}

/** A page waits for it, so a GPU that is busy or away is left out rather than waited for. */
const quickLimits = { askMs: 5_000, tries: 1 }

/** Checkpoints and diffusion models, or the files of one folder, over the whole fleet, with who has what. */
export async function readFleetModels(nodes: readonly FleetNode[], folder?: string): Promise<FleetModels> {
  const asked = nodes.map(({ id, url, headers }) => {
    return { id, client: createComfyClient({ url, headers, limits: quickLimits }) }
  })
  try {
    const folders = folder ? [folder] : mainFolders
    const found = await Promise.all(folders.map((name) => listKnownModels(asked, name)))
    return {
      items: found.flatMap(({ models }, index) => models.map((model) => ({ folder: folders[index] ?? '', ...model }))),
      nextCursor: null,
      unreachable: [...new Set(found.flatMap(({ unreachable }) => unreachable))],
    }
  } finally {
    for (const { client } of asked) client.close()
  }
}
