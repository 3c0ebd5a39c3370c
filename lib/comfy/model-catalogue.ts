import { isAppError } from '#lib/runtime/errors.ts'
import type { ComfyClient } from './client.ts'

/** One model file, and who has it. */
export type KnownModel = { name: string; nodeIds: string[] }

export type ModelCatalogue = {
  models: KnownModel[]
  /** Nodes that could not be asked; what they have is not known. */
  unreachable: string[]
}

type Node = { id: string; client: Pick<ComfyClient, 'models'> }

/** Asks many servers at once for the models of one folder. Names that differ only in the system's separator are one. */
export async function listKnownModels(
  nodes: readonly Node[],
  folder: string,
  signal?: AbortSignal,
): Promise<ModelCatalogue> {
  const answers = await Promise.all(nodes.map(({ client }) => askNode(client, folder, signal)))
  const owners = new Map<string, string[]>()
  const unreachable: string[] = []
  for (const [index, { id }] of nodes.entries()) {
    const names = answers[index]
    if (!names) unreachable.push(id)
    for (const name of new Set(names?.map((given) => given.replaceAll('\\', '/')))) {
      owners.set(name, [...(owners.get(name) ?? []), id])
    }
  }
  const models = [...owners].map(([name, nodeIds]) => ({ name, nodeIds }))
  return { models: models.sort((a, b) => (a.name < b.name ? -1 : 1)), unreachable }
}

async function askNode(client: Node['client'], folder: string, signal?: AbortSignal): Promise<string[] | undefined> {
  try {
    return await client.models(folder, signal ? { signal } : {})
  } catch (error) {
    if (!isAppError(error) || error.code === 'CANCELLED') throw error
    // A server that has no such folder has no such models, which is an answer.
    return error.code === 'NOT_FOUND' ? [] : undefined
  }
}
