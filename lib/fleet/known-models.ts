import { z } from 'zod'
import { createComfyClient } from '#lib/comfy/client.ts'
import { listKnownModels } from '#lib/comfy/model-catalogue.ts'
import type { Clock } from '#lib/runtime/clock.ts'
import type { Ctx } from '#lib/runtime/context.ts'
import type { Env } from '#lib/runtime/env.ts'
import { authorize } from '#lib/team/authorize.ts'
import { loadNodes } from './registry.ts'
import { shareAnswers } from './share-answers.ts'

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

/** What the fleet has: checkpoints and diffusion models, or the files of one folder, with who has what. */
export type KnownModels = (folder?: string) => Promise<FleetModels>

type Asked = { env: Pick<Env, 'GPUS_FILE' | 'COMFYUI_URL'>; clock: Clock; maxAgeMs: number }

/** Asks the whole fleet once in a while: all who ask for the same folder meanwhile share one answer. */
export function createKnownModels({ env, clock, maxAgeMs }: Asked): KnownModels {
  const ask = shareAnswers<FleetModels>({ clock, maxAgeMs })
  return async (folder) => await ask(folder ?? '', async () => await readFleetModels(env, folder))
}

/** To those who may see what the team has. */
export async function listFleetModels(
  ctx: Ctx & { teamId: string },
  { folder }: z.output<typeof modelsInput>,
  models: KnownModels,
): Promise<FleetModels> {
  await authorize(ctx, 'project.see', { kind: 'team', id: ctx.teamId })
  return await models(folder)
}

async function readFleetModels(env: Asked['env'], folder: string | undefined): Promise<FleetModels> {
  const asked = (await loadNodes(env)).map(({ id, url, headers }) => {
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
