import { takesUpload } from './file-inputs.ts'
import type { Graph, GraphValue } from './graph.ts'
import { describeNode } from './known-nodes.ts'
import { baseName, isFileName, isModelName } from './model-files.ts'
import { findOpenChoices, type InputInfo, inputsFor, type ObjectInfo } from './object-info.ts'
import type { BindWarning } from './warning.ts'

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
      const open = findOpenChoices(nodeInfo, node.inputs).filter((input) => !isSaidBefore(input, node.inputs))
      const filled = [...missing, ...open].flatMap((input) => {
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
      // What was uploaded for this job is just that file, whatever else is called so.
      if (takesUpload(node.class_type, input.name)) continue
      const value = node.inputs[input.name]
      const found = findSameModel(input, value)
      if (found === undefined) continue
      node.inputs[input.name] = found
      if (withSlashes(found) === withSlashes(String(value))) continue
      const message = `${String(value)} lies in a folder of the server: ${found} is used.`
      warnings.push({ code: 'other_folder', node: id, message })
    }
  }
  return warnings
}

/** Choices within choices; ComfyUI's deepest has four. */
const deepestChoices = 6

/** A choice that older servers had beside the one it now stands under, as `codec` was before `format.codec`. */
function isSaidBefore({ name }: InputInfo, given: Readonly<Record<string, GraphValue>>): boolean {
  const last = name.split('.').at(-1) ?? name
  return last !== name && given[last] !== undefined
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

/**
 * The same model with the slashes of the server's system, or, when no folder was named, in a folder there. Only when there is
 * no doubt: a file of the same name in another folder is another one.
 */
function findSameModel({ options }: InputInfo, value: GraphValue | undefined): string | undefined {
  if (!options || !isModelName(value) || options.includes(value)) return undefined
  const names = options.filter((option) => typeof option === 'string')
  const wanted = withSlashes(value)
  const same = names.filter((name) => withSlashes(name) === wanted)
  const inFolders = wanted.includes('/') ? [] : names.filter((name) => baseName(name) === wanted)
  const [found, ...others] = same.length > 0 ? same : inFolders
  return others.length === 0 ? found : undefined
}

function withSlashes(name: string): string {
  return name.replaceAll('\\', '/')
}
