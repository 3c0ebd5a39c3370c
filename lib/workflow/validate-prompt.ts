import { isObject } from './graph.ts'
import type { ObjectInfo } from './object-info.ts'
import { pythonRepr } from './python-values.ts'
import { type NodeComplaint, PythonError, type Validation, validateNode } from './validate-node.ts'

export type PromptError = {
  type: string
  message: string
  details: string
  extra_info: Record<string, unknown>
}

export type NodeErrors = Record<
  string,
  { errors: readonly NodeComplaint[]; dependent_outputs: string[]; class_type: string }
>

export type PromptVerdict =
  | { ok: true; outputs: string[]; nodeErrors: NodeErrors; prompt: Record<string, Record<string, unknown>> }
  | { ok: false; error: PromptError; nodeErrors: NodeErrors }

export type PromptOptions = {
  /** Output nodes to run; the others are left out. */
  partialExecutionTargets?: readonly string[] | undefined
  /** Whether a file that LoadImage and its like name is there. Without it every file is. */
  hasInputFile?: ((value: string) => boolean) | undefined
}

/** Whether a server gets as far as validating: anything else makes it answer 500 with plain text. */
export function isReadablePrompt(prompt: unknown): prompt is Record<string, Record<string, unknown>> {
  return isObject(prompt) && Object.values(prompt).every(isObject)
}

/**
 * What ComfyUI says to a submitted graph, error bodies included. A graph of which only some outputs are right is accepted, and
 * the rest is reported beside it; `prompt` is the graph with its values converted, as it would be run.
 */
export function validatePrompt(prompt: unknown, info: ObjectInfo, options: PromptOptions = {}): PromptVerdict {
  if (!isReadablePrompt(prompt)) return refuse('invalid_prompt', 'The prompt is not a graph of nodes')
  const missing = findMissingType(prompt, info)
  if (missing) return { ok: false, error: missing, nodeErrors: {} }

  const wanted = options.partialExecutionTargets
  const outputs = Object.keys(prompt).filter(
    (id) => info.get(String(prompt[id]?.class_type))?.isOutput && (!wanted || wanted.includes(id)),
  )
  if (outputs.length === 0) return refuse('prompt_no_outputs', 'Prompt has no outputs')

  const validation: Validation = { prompt: structuredCopy(prompt), info, verdicts: new Map(), visiting: [], options }
  const good: string[] = []
  const complaints: NodeComplaint[] = []
  const nodeErrors = new Map<string, NodeErrors[string]>()
  for (const output of outputs) {
    const verdict = validateOutput(output, validation)
    if (verdict.isValid) {
      good.push(output)
      continue
    }
    complaints.push(...verdict.errors)
    collectErrors({ output, validation, nodeErrors })
  }
  const reported = Object.fromEntries(nodeErrors)
  if (good.length > 0) return { ok: true, outputs: good, nodeErrors: reported, prompt: validation.prompt }
  const details = complaints.map(({ message, details: why }) => `${message}: ${why}`).join('\n')
  return {
    ok: false,
    error: {
      type: 'prompt_outputs_failed_validation',
      message: 'Prompt outputs failed validation',
      details,
      extra_info: {},
    },
    nodeErrors: reported,
  }
}

function refuse(type: string, message: string): PromptVerdict {
  return { ok: false, error: { type, message, details: '', extra_info: {} }, nodeErrors: {} }
}

function structuredCopy(prompt: Record<string, Record<string, unknown>>): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(prompt).map(([id, node]) => [
      id,
      { ...node, ...(isObject(node.inputs) && { inputs: { ...node.inputs } }) },
    ]),
  )
}

function findMissingType(prompt: Record<string, Record<string, unknown>>, info: ObjectInfo): PromptError | undefined {
  for (const [id, node] of Object.entries(prompt)) {
    const type = node.class_type
    if (typeof type === 'string' && info.has(type)) continue
    const given = isObject(node._meta) && typeof node._meta.title === 'string' ? node._meta.title : null
    const hasType = 'class_type' in node
    const title = given ?? (hasType ? type : null)
    return {
      type: 'missing_node_type',
      message: hasType
        ? `Node '${typeof title === 'string' ? title : pythonRepr(title)}' not found. The custom node may not be installed.`
        : `Node '${given ?? `ID #${id}`}' has no class_type. The workflow may be corrupted or a custom node is missing.`,
      details: `Node ID '#${id}'`,
      extra_info: { node_id: id, class_type: hasType ? type : null, node_title: title },
    }
  }
  return undefined
}

function validateOutput(output: string, validation: Validation) {
  try {
    return validateNode(output, validation)
  } catch (error) {
    if (!(error instanceof PythonError)) throw error
    const failed = { isValid: false, errors: [error.describe()] }
    validation.verdicts.set(output, failed)
    validation.visiting.length = 0
    return failed
  }
}

type Collection = { output: string; validation: Validation; nodeErrors: Map<string, NodeErrors[string]> }

/** Every node that has failed so far counts for every output that fails, whether it leans on it or not: the server's own way. */
function collectErrors({ output, validation, nodeErrors }: Collection): void {
  for (const [id, { isValid, errors }] of validation.verdicts) {
    if (isValid || errors.length === 0) continue
    const entry = nodeErrors.get(id) ?? {
      errors,
      dependent_outputs: [],
      class_type: String(validation.prompt[id]?.class_type),
    }
    entry.dependent_outputs.push(output)
    nodeErrors.set(id, entry)
  }
}
