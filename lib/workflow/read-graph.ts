import { findOutputs } from './finish.ts'
import { findReachable, type Graph, type GraphNode, type GraphValue, isLink, nodeAt } from './graph.ts'
import { describeNode } from './known-nodes.ts'
import type { ObjectInfo } from './object-info.ts'
import { findPlaceholders, hasPlaceholder, type PlaceholderName, type PlaceholderValues } from './placeholders.ts'
import { findDrivers } from './wiring.ts'

export type FoundSlot = { name: PlaceholderName; node: string; input: string; value: GraphValue }

/** Finds by reading where a graph without placeholders keeps its prompt, its seed, its size and the like. */
function readGraph(graph: Graph, info?: ObjectInfo): FoundSlot[] {
  const used = findReachable(graph, findOutputs(graph, info))
  const drivers = findDrivers({ graph, info }).filter(([id]) => used.has(id))
  // What one sampler's search has seen, the next need not look through again.
  const seen = { prompt: new Set<string>(), negative: new Set<string>() }
  const slots = [
    ...drivers.flatMap(([, { inputs }]) => [
      ...findText({ graph, name: 'prompt', from: inputs.positive ?? inputs.conditioning, seen: seen.prompt }),
      ...findText({ graph, name: 'negative', from: inputs.negative, seen: seen.negative }),
    ]),
    ...readSteps([...used].flatMap((id) => (graph[id] ? [[id, graph[id]]] : []))),
    ...[...used].flatMap((id) => readNode(id, graph[id])),
  ]
  // The prompt wins where both prompts come out of one text.
  const places = new Map<string, FoundSlot>()
  for (const slot of slots) {
    const key = `${slot.node} ${slot.input}`
    if (!places.has(key)) places.set(key, slot)
  }
  return [...places.values()]
}

/** Inputs that mean the same wherever they are written down. */
const plainInputs: Readonly<Record<string, PlaceholderName>> = {
  cfg: 'cfg',
  guidance: 'guidance',
  denoise: 'denoise',
  sampler_name: 'sampler',
  scheduler: 'scheduler',
}

function readNode(id: string, node: GraphNode | undefined): FoundSlot[] {
  if (!node) return []
  const slot = (name: PlaceholderName, input: string): FoundSlot[] => {
    const value = node.inputs[input]
    return value === undefined || isLink(value) ? [] : [{ name, node: id, input, value }]
  }
  const isDrawing =
    'steps' in node.inputs || 'sampler_name' in node.inputs || 'guidance' in node.inputs || 'cfg' in node.inputs
  return [
    ...(isDrawing ? Object.entries(plainInputs).flatMap(([input, name]) => slot(name, input)) : []),
    ...(isSized(node) ? [...slot('width', 'width'), ...slot('height', 'height')] : []),
    ...(isSized(node) && 'length' in node.inputs ? slot('frames', 'length') : []),
    ...(node.class_type === 'CreateVideo' ? slot('fps', 'fps') : []),
  ]
}

/**
 * The steps, and the step at which a second sampler takes over. Where a sampler does only some of the steps in another way,
 * their number cannot be changed alone.
 */
function readSteps(nodes: readonly [string, GraphNode][]): FoundSlot[] {
  const slots = nodes.flatMap(([node, { inputs }]): FoundSlot[] =>
    inputs.steps === undefined || isLink(inputs.steps)
      ? []
      : [{ name: 'steps', node, input: 'steps', value: inputs.steps }],
  )
  const splits = nodes.flatMap(([node, { class_type, inputs }]): FoundSlot[] => {
    const bounds = class_type === 'KSamplerAdvanced' ? ['start_at_step', 'end_at_step'] : []
    const found = class_type === 'SplitSigmas' ? ['step'] : bounds
    return found.flatMap((input) => {
      const value = inputs[input]
      if (value === undefined || isWhole({ input, value, steps: inputs.steps })) return []
      return [{ name: 'split_step' as const, node, input, value }]
    })
  })
  if (splits.length === 0) return slots
  const [steps, split] = [slots[0]?.value, splits[0]?.value]
  const isOne = slots.every(({ value }) => value === steps) && splits.every(({ value }) => value === split)
  const inputs = new Set(splits.map(({ input }) => input))
  const isPair = inputs.has('step') || (inputs.has('start_at_step') && inputs.has('end_at_step'))
  const isWithin = typeof steps === 'number' && typeof split === 'number' && split > 0 && split < steps
  return isOne && isPair && isWithin ? [...slots, ...splits] : []
}

/** From the first step, or to the last. */
function isWhole({
  input,
  value,
  steps,
}: {
  input: string
  value: GraphValue
  steps: GraphValue | undefined
}): boolean {
  if (input === 'start_at_step') return value === 0
  return input === 'end_at_step' && typeof value === 'number' && typeof steps === 'number' && value >= steps
}

/** What decides how large is drawn, and not what scales or crops afterwards. */
function isSized({ class_type, inputs }: GraphNode): boolean {
  const outputs = describeNode(class_type)?.outputs ?? []
  const draws = /^Empty.*(Latent|Video)/.test(class_type) || class_type === 'Flux2Scheduler'
  return (
    'width' in inputs &&
    'height' in inputs &&
    (draws || (outputs.some(({ type }) => type === 'LATENT') && 'vae' in inputs))
  )
}

/** A prompt is a few nodes from its sampler; a search through thousands finds nothing. */
const longestSearch = 500

type TextSearch = {
  graph: Graph
  name: PlaceholderName
  from: GraphValue | undefined
  seen: Set<string>
  depth?: number
}

/** Follows the conditioning back to the text it was made of. */
function findText({ graph, name, from, seen, depth = 0 }: TextSearch): FoundSlot[] {
  if (!isLink(from) || seen.has(from[0]) || depth > longestSearch) return []
  const [node] = from
  const found = nodeAt(graph, node)
  seen.add(node)
  // Nothing is left of the text behind it.
  if (!found || (name === 'negative' && found.class_type === 'ConditioningZeroOut')) return []
  const written = Object.entries(found.inputs).filter(
    ([input, value]) => typeof value === 'string' && isTextInput(input, found),
  )
  if (written.length > 0) return written.map(([input, value]) => ({ name, node, input, value }))
  const ways = ['text', 'text_g', 'prompt', 'value', 'string', name === 'negative' ? 'negative' : 'positive']
  const onward = [...ways, 'conditioning', 'conditioning_1', 'conditioning_to']
  return onward.flatMap((input) => findText({ graph, name, from: found.inputs[input], seen, depth: depth + 1 }))
}

function isTextInput(input: string, { class_type }: GraphNode): boolean {
  if (['text', 'text_g', 'text_l', 'prompt', 't5xxl', 'clip_l'].includes(input)) return true
  return ['value', 'string'].includes(input) && /Primitive|String|Text/i.test(class_type)
}

/** The graph with placeholders where it can be asked for something, and what stood there as the values to use otherwise. */
export function adoptGraph(
  graph: Graph,
  info?: ObjectInfo,
): { graph: Graph; defaults: PlaceholderValues; found: FoundSlot[] } {
  const present = new Set(findPlaceholders(graph).map(({ name }) => name))
  const found = readGraph(graph, info).filter(({ name }) => !present.has(name))
  const defaults: Partial<Record<PlaceholderName, string | number | bigint>> = {}
  const kept: FoundSlot[] = []
  const adopted = structuredClone(graph)
  for (const slot of found) {
    const { name, node, input, value } = slot
    const target = adopted[node]
    // A text with a placeholder of its author's in it is not given up for one of ours.
    if (!target || !isPlain(value) || hasPlaceholder(value)) continue
    // Two samplers may each have their own: only what agrees can be asked for as one.
    if (defaults[name] !== undefined && defaults[name] !== value) continue
    defaults[name] = value
    target.inputs[input] = `{{${name}}}`
    kept.push(slot)
  }
  return { graph: adopted, defaults, found: kept }
}

function isPlain(value: GraphValue): value is string | number | bigint {
  return typeof value === 'string' || typeof value === 'bigint' || (typeof value === 'number' && !Number.isNaN(value))
}
