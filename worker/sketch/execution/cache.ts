import { createHash, randomUUID } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { stringifyJson } from '#lib/runtime/json.ts'
import { type Graph, type GraphNode, isLink } from '#lib/workflow/graph.ts'
import { type FileStore, parseAnnotated } from '../files.ts'
import type { Value } from '../nodes/values.ts'
import type { NodeMeta, UiOutput } from '../protocol/history.ts'

export type CachedResult = { outputs: Value[]; ui: UiOutput | undefined; meta: NodeMeta }

export type ResultCache = {
  get(signature: string): CachedResult | undefined
  set(signature: string, result: CachedResult): void
  clear(): void
}

/** As much as a modest machine can spare beside everything else that runs on it. */
const budgetBytes = 256 * 1024 * 1024

/** Results by content, the latest used kept longest. */
export function createCache(): ResultCache {
  const entries = new Map<string, { result: CachedResult; bytes: number }>()
  let heldBytes = 0
  const drop = (signature: string): void => {
    heldBytes -= entries.get(signature)?.bytes ?? 0
    entries.delete(signature)
  }
  return {
    get(signature) {
      const entry = entries.get(signature)
      if (!entry) return undefined
      entries.delete(signature)
      entries.set(signature, entry)
      return entry.result
    },
    set(signature, result) {
      drop(signature)
      const bytes = 1024 + result.outputs.reduce((sum, value) => sum + bytesOf(value), 0)
      entries.set(signature, { result, bytes })
      heldBytes += bytes
      for (const oldest of entries.keys()) {
        if (heldBytes <= budgetBytes) break
        drop(oldest)
      }
    },
    clear() {
      entries.clear()
      heldBytes = 0
    },
  }
}

function bytesOf(value: Value): number {
  const images = 'images' in value ? value.images : undefined
  return images ? images.width * images.height * 3 : 0
}

export type Signatures = Map<string, { signature: string; fileHash: string | undefined }>

/** What a node would make, as a hash of its class, its values and all it leans on. Node ids are not part of it. */
export async function signNodes(graph: Graph, nodeIds: Iterable<string>, files: FileStore): Promise<Signatures> {
  const signatures: Signatures = new Map()
  const sign = async (id: string): Promise<string> => {
    const known = signatures.get(id)
    if (known) return known.signature
    const node = graph[id]
    if (!node) return `missing ${id}`
    const inputs: [string, unknown][] = []
    for (const [name, value] of Object.entries(node.inputs).sort(([a], [b]) => (a < b ? -1 : 1))) {
      inputs.push([name, isLink(value) ? [await sign(value[0]), value[1]] : ['value', value]])
    }
    const fileHash = await hashOfFile(node, files)
    const signature = createHash('sha256')
      .update(stringifyJson([node.class_type, fileHash ?? null, inputs]))
      .digest('hex')
    signatures.set(id, { signature, fileHash })
    return signature
  }
  for (const id of nodeIds) await sign(id)
  return signatures
}

/** A loader's result changes with its file: a picture's by the bytes, a clip's by the time it was written. */
async function hashOfFile({ class_type, inputs }: GraphNode, files: FileStore): Promise<string | undefined> {
  if (class_type === 'SaveImageWebsocket') return randomUUID()
  const text = inputs.image ?? inputs.file ?? inputs.video
  if (typeof text !== 'string' || !/^(Load|VHS_Load)/.test(class_type)) return undefined
  const { name, type } = parseAnnotated(text)
  const file = files.locate(type ?? 'input', name)
  if (!file) return undefined
  try {
    if (inputs.image === undefined) return String((await stat(file)).mtimeMs)
    return createHash('sha256')
      .update(await readFile(file))
      .digest('hex')
  } catch {
    // The node itself says that the file is gone.
    return undefined
  }
}
