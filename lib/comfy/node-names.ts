import type { Graph } from '#lib/workflow/graph.ts'
import { fieldsOf, isFields, nameTextOf } from './fields.ts'

/** A node in words a person finds it by: `node 4 (“Base model”, CheckpointLoaderSimple)`. */
export function nameNode(graph: unknown, nodeId: string, knownClass?: string): string {
  const node = nodeOf(graph, nodeId)
  const className = knownClass ?? nameTextOf(node?.class_type)
  const title = nameTextOf(fieldsOf(node?._meta).title)
  const parts = [title && title !== className ? `“${title.slice(0, 60)}”` : undefined, className]
  const words = parts.filter((part) => part !== undefined)
  return words.length > 0 ? `node ${nodeId} (${words.join(', ')})` : `node ${nodeId}`
}

/** The node of a graph that came from anywhere. */
export function nodeOf(graph: Graph | unknown, nodeId: string): Readonly<Record<string, unknown>> | undefined {
  if (!isFields(graph) || !Object.hasOwn(graph, nodeId)) return undefined
  const node = graph[nodeId]
  return isFields(node) ? node : undefined
}
