import { fileInputs, takesUpload } from './file-inputs.ts'
import { isObject } from './graph.ts'
import { canLink, type InputInfo, inputsFor, type NodeInfo, type ObjectInfo } from './object-info.ts'
import {
  type Conversion,
  equalInPython,
  pythonFloat,
  pythonRepr,
  pythonText,
  toPythonBool,
  toPythonFloat,
  toPythonInt,
} from './python-values.ts'

export type NodeComplaint = { type: string; message: string; details: string; extra_info: Record<string, unknown> }

export type NodeVerdict = { isValid: boolean; errors: readonly NodeComplaint[] }

/** One pass over a prompt. The prompt is a copy, and its values are converted in place as the server does. */
export type Validation = {
  prompt: Record<string, Record<string, unknown>>
  info: ObjectInfo
  verdicts: Map<string, NodeVerdict>
  visiting: string[]
  options: { hasInputFile?: ((value: string) => boolean) | undefined }
}

/** Where the server's own code would raise: what it reports is the exception. */
export class PythonError extends Error {
  readonly kind: 'KeyError' | 'IndexError' | 'TypeError' | 'RecursionError'

  constructor(kind: PythonError['kind'], message: string) {
    super(message)
    this.kind = kind
  }

  describe(): NodeComplaint {
    return {
      type: 'exception_during_validation',
      message: 'Exception when validating node',
      details: this.message,
      extra_info: { exception_type: this.kind, traceback: [] },
    }
  }
}

/** Validates a node and all that it leans on. */
export function validateNode(id: string, validation: Validation): NodeVerdict {
  const { prompt, info, verdicts, visiting } = validation
  const known = verdicts.get(id)
  if (known) return known
  if (visiting.includes(id)) return reportCycle(id, validation)

  if (visiting.length > deepestChain) throw new PythonError('RecursionError', 'maximum recursion depth exceeded')
  const node = prompt[id]
  const nodeInfo = info.get(String(node?.class_type))
  if (!node || !nodeInfo) throw new PythonError('KeyError', pythonRepr(id))
  if (!isObject(node.inputs)) throw new PythonError('KeyError', "'inputs'")

  const errors: NodeComplaint[] = []
  let isValid = true
  const { required, optional } = inputsFor(nodeInfo, node.inputs)
  for (const input of [...required, ...optional]) {
    const value = node.inputs[input.name]
    if (value === undefined) {
      if (required.includes(input)) errors.push(missingInput(input, nodeInfo))
    } else if (Array.isArray(value)) {
      const outcome = validateLink({ id, input, value, validation })
      if (outcome === 'upstream failed') isValid = false
      else if (outcome) errors.push(outcome)
    } else {
      const error = validateValue({ input, value, inputs: node.inputs, hasOwnRule: hasOwnRule(nodeInfo, input) })
      if (error) errors.push(error)
    }
  }
  errors.push(...checkFiles(nodeInfo, node.inputs, validation))
  // A circle that came back to this node has been written down for it already.
  const circled = verdicts.get(id)
  if (circled) return circled
  const verdict = { isValid: isValid && errors.length === 0, errors }
  verdicts.set(id, verdict)
  return verdict
}

/** About where Python gives up; each link costs the server some frames. */
const deepestChain = 300

function reportCycle(id: string, { visiting, verdicts, prompt }: Validation): NodeVerdict {
  const path = [...visiting.slice(visiting.indexOf(id)), id]
  const members = [...new Set(path)]
  const details = path.map((at) => `${at} (${String(prompt[at]?.class_type)})`).join(' -> ')
  for (const member of members) {
    const error = {
      type: 'dependency_cycle',
      message: 'Dependency cycle detected',
      details,
      extra_info: { node_id: member, cycle_nodes: members },
    }
    verdicts.set(member, { isValid: false, errors: [error] })
  }
  return verdicts.get(id) ?? { isValid: false, errors: [] }
}

function missingInput(input: InputInfo, { isV3 }: NodeInfo): NodeComplaint {
  const details = isV3 ? (input.name.split('.').at(-1) ?? input.name) : input.name
  return {
    type: 'required_input_missing',
    message: 'Required input is missing',
    details,
    extra_info: { input_name: input.name },
  }
}

type LinkCheck = { id: string; input: InputInfo; value: unknown[]; validation: Validation }

function validateLink({ id, input, value, validation }: LinkCheck): NodeComplaint | 'upstream failed' | undefined {
  const about = { input_name: input.name, input_config: input.config }
  if (value.length !== 2) {
    return {
      type: 'bad_linked_input',
      message: 'Bad linked input, must be a length-2 list of [node_id, slot_index]',
      details: input.name,
      extra_info: { ...about, received_value: value },
    }
  }
  const [from, slot]: readonly unknown[] = value
  const given = findOutputType({ from, slot, validation })
  if (!canLink(given, input.type)) {
    return {
      type: 'return_type_mismatch',
      message: 'Return type mismatch between linked nodes',
      details: `${input.name}, received_type(${given}) mismatch input_type(${input.type})`,
      extra_info: { ...about, received_type: given, linked_node: value },
    }
  }
  return followLink({ id, from: String(from), about: { ...about, linked_node: value }, validation })
}

function findOutputType({ from, slot, validation }: { from: unknown; slot: unknown; validation: Validation }): string {
  if (Array.isArray(from) || isObject(from)) {
    throw new PythonError('TypeError', `unhashable type: '${Array.isArray(from) ? 'list' : 'dict'}'`)
  }
  // A number never finds a node, because the ids are text.
  const node = typeof from === 'string' && Object.hasOwn(validation.prompt, from) ? validation.prompt[from] : undefined
  const outputs = validation.info.get(String(node?.class_type))?.outputs
  if (!outputs) throw new PythonError('KeyError', pythonRepr(from))
  if (typeof slot !== 'number' || !Number.isInteger(slot)) {
    const type = typeof slot === 'string' ? 'str' : typeof slot === 'number' ? 'float' : 'NoneType'
    throw new PythonError('TypeError', `tuple indices must be integers or slices, not ${type}`)
  }
  const output = outputs.at(slot)
  if (!output || slot < -outputs.length) throw new PythonError('IndexError', 'tuple index out of range')
  return output.type
}

type Following = { id: string; from: string; about: Record<string, unknown>; validation: Validation }

function followLink({ id, from, about, validation }: Following): 'upstream failed' | undefined {
  const depth = validation.visiting.push(id)
  try {
    return validateNode(from, validation).isValid ? undefined : 'upstream failed'
  } catch (error) {
    if (!(error instanceof PythonError)) throw error
    const complaint = {
      type: 'exception_during_inner_validation',
      message: 'Exception when validating inner node',
      details: error.message,
      extra_info: { ...about, exception_message: error.message, exception_type: error.kind, traceback: [] },
    }
    validation.verdicts.set(from, { isValid: false, errors: [complaint] })
    return 'upstream failed'
  } finally {
    validation.visiting.length = depth - 1
  }
}

type ValueCheck = { input: InputInfo; value: unknown; inputs: Record<string, unknown>; hasOwnRule: boolean }

function validateValue(check: ValueCheck): NodeComplaint | undefined {
  const { input, inputs, hasOwnRule: skipsLimits } = check
  const wrapped = isObject(check.value) && '__value__' in check.value
  const given = wrapped && isObject(check.value) ? check.value.__value__ : check.value
  const about = { input_name: input.name, input_config: input.config }
  const converted = convert(input.type, given)
  if ('complaint' in converted) {
    return {
      type: 'invalid_input_type',
      message: `Failed to convert an input value to a ${input.type} value`,
      details: `${input.name}, ${pythonText(given)}, ${converted.complaint}`,
      extra_info: { ...about, received_value: given, exception_message: converted.complaint },
    }
  }
  const value = converted.value
  inputs[input.name] = value
  if (skipsLimits) return undefined
  return checkRange(input, value) ?? checkChoice(input, value)
}

function convert(type: string, value: unknown): Conversion | { value: unknown } {
  if (type === 'INT') return toPythonInt(value)
  if (type === 'FLOAT') return toPythonFloat(value)
  if (type === 'STRING') return { value: pythonText(value) }
  return { value: type === 'BOOLEAN' ? toPythonBool(value) : value }
}

function checkRange(input: InputInfo, value: unknown): NodeComplaint | undefined {
  if (typeof value !== 'number' && typeof value !== 'bigint') return undefined
  const show = (number: number | bigint) => (input.type === 'FLOAT' ? pythonFloat(number) : String(number))
  const about = { input_name: input.name, input_config: input.config, received_value: value }
  if (input.min !== undefined && value < input.min) {
    const message = `Value ${show(value)} smaller than min of ${show(input.min)}`
    return { type: 'value_smaller_than_min', message, details: input.name, extra_info: about }
  }
  if (input.max !== undefined && value > input.max) {
    const message = `Value ${show(value)} bigger than max of ${show(input.max)}`
    return { type: 'value_bigger_than_max', message, details: input.name, extra_info: about }
  }
  return undefined
}

/** Longer lists are not sent back. */
const longestListShown = 20

function checkChoice(input: InputInfo, value: unknown): NodeComplaint | undefined {
  if (input.type !== 'COMBO') return undefined
  const options = input.options ?? []
  const chosen = input.isMultiselect && Array.isArray(value) ? value : [value]
  const unknown = chosen.filter((one) => !options.some((option) => equalInPython(option, one)))
  if (unknown.length === 0) return undefined
  const isLong = options.length > longestListShown
  const list = isLong ? `(list of length ${options.length})` : pythonRepr(options)
  return {
    type: 'value_not_in_list',
    message: 'Value not in list',
    details: `${input.name}: ${unknown.map(pythonRepr).join(', ')} not in ${list}`,
    extra_info: { input_name: input.name, input_config: isLong ? null : input.config, received_value: value },
  }
}

function hasOwnRule(info: NodeInfo, input: InputInfo): boolean {
  return takesUpload(info.name, input.name)
}

function checkFiles(info: NodeInfo, inputs: Record<string, unknown>, { options }: Validation): NodeComplaint[] {
  const rule = fileInputs[info.name]
  const value = rule && inputs[rule.input]
  if (!rule || value === undefined || Array.isArray(value)) return []
  if (options.hasInputFile?.(pythonText(value)) !== false) return []
  return [
    {
      type: 'custom_validation_failed',
      message: 'Custom validation failed for node',
      details: `${rule.input} - Invalid ${rule.kind} file: ${pythonText(value)}`,
      extra_info: { input_name: rule.input },
    },
  ]
}
