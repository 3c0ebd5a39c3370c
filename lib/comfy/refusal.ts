import { fieldsOf, isFields, listOf, nameTextOf, textOf, textsOf } from './fields.ts'
import { toSafeText } from './safe-text.ts'

/** Why a server would not queue a graph, node by node, out of the body of its answer. */
export type Refusal = {
  type: string
  /** For an unknown class: which node has it. */
  missingClass: { nodeId: string; className: string | undefined } | undefined
  complaints: Complaint[]
}

/** One complaint about one input, or about a node as a whole. */
export type Complaint = {
  nodeId: string
  className: string
  type: string
  input: string | undefined
  value: unknown
  /** What may be chosen; undefined when the server did not say, which it does not for more than 20. */
  options: readonly string[] | undefined
  min: unknown
  max: unknown
  wants: string | undefined
  gives: string | undefined
  cycle: readonly string[]
  /** The server's own words, unfit to be shown as they are. */
  rawDetails: string
}

export function readRefusal(body: unknown): Refusal {
  const { error, node_errors: nodeErrors } = fieldsOf(body)
  const { type, extra_info: extra } = fieldsOf(error)
  return {
    type: nameTextOf(type) ?? 'unknown',
    missingClass: type === 'missing_node_type' ? readMissingClass(extra) : undefined,
    complaints: readNodeErrors(nodeErrors),
  }
}

/** The same list comes with a refusal and with a 200 that silently leaves branches out. */
export function readNodeErrors(nodeErrors: unknown): Complaint[] {
  return Object.entries(fieldsOf(nodeErrors)).flatMap(([id, node]) => {
    const nodeId = toSafeText(id, 80)
    const { errors, class_type: className } = fieldsOf(node)
    return listOf(errors).map((error) => readComplaint(nodeId, nameTextOf(className) ?? '', fieldsOf(error)))
  })
}

function readMissingClass(extra: unknown): Refusal['missingClass'] {
  const { node_id: nodeId, class_type: className } = fieldsOf(extra)
  return { nodeId: nameTextOf(nodeId) ?? '?', className: nameTextOf(className) }
}

function readComplaint(nodeId: string, className: string, error: Record<string, unknown>): Complaint {
  const extra = fieldsOf(error.extra_info)
  const config = listOf(extra.input_config)
  const settings = fieldsOf(config[1])
  const details = textOf(error.details) ?? ''
  return {
    nodeId,
    className,
    type: nameTextOf(error.type) ?? 'unknown',
    input: nameTextOf(extra.input_name),
    value: extra.received_value,
    options: readOptions(config),
    min: settings.min,
    max: settings.max,
    wants: nameTextOf(config[0]),
    gives: nameTextOf(extra.received_type),
    cycle: textsOf(extra.cycle_nodes).map((id) => toSafeText(id, 80)),
    rawDetails: details.slice(0, 2_000),
  }
}

/** The choices of an input definition in either encoding; undefined when it lists none. */
function readOptions(config: readonly unknown[]): string[] | undefined {
  const [first, settings] = config
  const list = Array.isArray(first) ? first : isFields(settings) ? settings.options : undefined
  return Array.isArray(list) ? list.filter((item) => typeof item !== 'object').map(String) : undefined
}

/** The choices of one input, out of what `GET /object_info/{class}` answers. */
export function readOptionsOf(body: unknown, className: string, input: string): string[] | undefined {
  const { required, optional } = fieldsOf(fieldsOf(fieldsOf(body)[className]).input)
  const config = fieldsOf(required)[input] ?? fieldsOf(optional)[input]
  return Array.isArray(config) ? readOptions(config) : undefined
}
