/** A graph in ComfyUI's API format: what is submitted, node id by node id. */
export type Graph = Record<string, GraphNode>

export type GraphNode = {
  class_type: string
  inputs: Record<string, GraphValue>
  _meta?: { title?: string }
}

/** Integers past 2^53 are bigint, because a seed may be any number of 64 bits. */
export type GraphValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Link
  | readonly GraphValue[]
  | { readonly [key: string]: GraphValue }

export type Link = readonly [nodeId: string, output: number]

export function isLink(value: unknown): value is Link {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'string' && isOutputIndex(value[1])
}

function isOutputIndex(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0
}

/** Whether a value has the shape of a graph: nodes with a class and inputs. Links and values are not looked at. */
export function isGraph(value: unknown): value is Graph {
  return isObject(value) && Object.values(value).every(isGraphNode)
}

function isGraphNode(value: unknown): value is GraphNode {
  return isObject(value) && typeof value.class_type === 'string' && isObject(value.inputs)
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The node of that id. A graph comes from outside: an id such as `constructor` must find nothing that is not in it. */
export function nodeAt(graph: Graph, id: string): GraphNode | undefined {
  return Object.hasOwn(graph, id) ? graph[id] : undefined
}

/** A sentence may start with a node, never with a server's or an input's name in capitals. */
export function startSentence(text: string): string {
  return text.replace(/^node /, 'Node ')
}

/** Every link of a node with the input that holds it. */
export function linksOf(node: GraphNode): { input: string; link: Link }[] {
  return Object.entries(node.inputs).flatMap(([input, value]) => (isLink(value) ? [{ input, link: value }] : []))
}

/** The nodes that the given ones lean on, themselves included. */
export function findReachable(graph: Graph, from: readonly string[]): Set<string> {
  const reached = new Set<string>()
  const waiting = [...from]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const node = nodeAt(graph, id)
    if (reached.has(id) || !node) continue
    reached.add(id)
    waiting.push(...linksOf(node).map(({ link }) => link[0]))
  }
  return reached
}

/** A copy that shares nothing with the original, so that a template stays as it was read. */
export function copyGraph(graph: Graph): Graph {
  return Object.fromEntries(
    Object.entries(graph).map(([id, node]) => [
      id,
      { ...node, inputs: { ...node.inputs }, ...(node._meta ? { _meta: { ...node._meta } } : {}) },
    ]),
  )
}
