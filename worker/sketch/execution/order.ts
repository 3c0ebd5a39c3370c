import { type Graph, linksOf } from '#lib/workflow/graph.ts'

export type NodeOrder = { next(): string | undefined; finish(nodeId: string): void }

/**
 * The order in which ComfyUI takes the nodes: first an output that is ready, then what an output waits for, then what is
 * two steps from one, then the first in line. Ids say nothing.
 */
export function orderNodes(input: {
  graph: Graph
  outputs: string[]
  isOutput: (nodeId: string) => boolean
}): NodeOrder {
  const { graph, outputs, isOutput } = input
  const waitsFor = new Map<string, Set<string>>()
  const leadsTo = new Map<string, Set<string>>()
  for (const output of outputs) {
    const stack = [output]
    for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
      const node = graph[id]
      if (waitsFor.has(id) || !node) continue
      const sources = new Set(linksOf(node).map(({ link }) => link[0]))
      waitsFor.set(id, sources)
      for (const source of sources) {
        leadsTo.set(source, (leadsTo.get(source) ?? new Set()).add(id))
        stack.push(source)
      }
    }
  }

  const leadsToOutput = (id: string, steps: number): boolean =>
    [...(leadsTo.get(id) ?? [])].some((next) => (steps === 1 ? isOutput(next) : leadsToOutput(next, steps - 1)))

  return {
    next() {
      const ready = [...waitsFor].filter(([, sources]) => sources.size === 0).map(([id]) => id)
      return (
        ready.find(isOutput) ??
        ready.find((id) => leadsToOutput(id, 1)) ??
        ready.find((id) => leadsToOutput(id, 2)) ??
        ready[0]
      )
    },
    finish(nodeId) {
      waitsFor.delete(nodeId)
      for (const next of leadsTo.get(nodeId) ?? []) waitsFor.get(next)?.delete(nodeId)
    },
  }
}
