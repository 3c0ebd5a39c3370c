import type { BindWarning } from './check-request.ts'
import type { Graph, GraphValue } from './graph.ts'
import { describeNode } from './known-nodes.ts'
import { type ComboValue, type InputInfo, inputsFor, type ObjectInfo } from './object-info.ts'

/**
 * Changes in place what a server needs otherwise than the template says: inputs newer than it, and names in the server's own
 * folders. Of a server that was not asked, our own table stands in.
 */
export function fitToServer(graph: Graph, info?: ObjectInfo): BindWarning[] {
  const warnings: BindWarning[] = []
  for (const [id, node] of Object.entries(graph)) {
    const nodeInfo = describeNode(node.class_type, info)
    if (!nodeInfo) continue
    // A choice that is filled in may bring inputs of its own.
    for (let round = 0; round < deepestChoices; round += 1) {
      const missing = inputsFor(nodeInfo, node.inputs).required.filter(({ name }) => node.inputs[name] === undefined)
      const filled = [...missing, ...missingChoices(nodeInfo.required, node.inputs)].flatMap((input) => {
        const value = defaultOf(input)
        if (value === undefined) return []
        node.inputs[input.name] = value
        return [input.name]
      })
      if (filled.length === 0) break
      const message = `Node ${id} (${node.class_type}) needs ${filled.join(', ')} too: its own defaults are used.`
      warnings.push({ code: 'input_filled', node: id, message })
    }
    const { required, optional } = inputsFor(nodeInfo, node.inputs)
    for (const input of [...required, ...optional]) {
      const found = findSameFile(input, node.inputs[input.name])
      if (found !== undefined) node.inputs[input.name] = found
    }
  }
  return warnings
}

/** Choices within choices; ComfyUI's deepest has four. */
const deepestChoices = 6

/** A dynamic combo without a value is not missed by the server until the node runs. */
function missingChoices(required: readonly InputInfo[], given: Readonly<Record<string, GraphValue>>): InputInfo[] {
  return required.filter(({ choices, name }) => choices && given[name] === undefined)
}

export function defaultOf(input: InputInfo): GraphValue | undefined {
  const { default: value, type, options, choices } = input
  if (
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    typeof value === 'bigint'
  ) {
    return value
  }
  if (choices) return choices[0]?.key
  const [first] = options ?? []
  // The first of a list is what ComfyUI itself proposes, but no model is as good as another.
  return type === 'COMBO' && first !== undefined && !isFileName(first) ? first : undefined
}

export function isFileName(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    /\.(safetensors|sft|ckpt|pth?|bin|gguf|onnx|png|jpe?g|webp|mp4|webm|latent)$/i.test(value)
  )
}

/** The same file in a folder of the server's, or with the slashes of its system. Only when there is no doubt. */
function findSameFile({ options }: InputInfo, value: GraphValue | undefined): ComboValue | undefined {
  if (!options || typeof value !== 'string' || !isFileName(value) || options.includes(value)) return undefined
  const wanted = baseName(value)
  const same = options.filter((option) => typeof option === 'string' && baseName(option) === wanted)
  return same.length === 1 ? same[0] : undefined
}

function baseName(file: string): string {
  return file.split(/[/\\]/).at(-1) ?? file
}
