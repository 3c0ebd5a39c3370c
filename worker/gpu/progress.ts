import type { ComfyEvent } from '#lib/comfy/messages.ts'
import type { Graph } from '#lib/workflow/graph.ts'

export type Progress = { value: number; max: number; percent: number; node: string; secondsLeft: number | null }

/**
 * How far a graph is, from what is heard of it. Drawing takes nearly all of the time, so a node with steps weighs as many as
 * it has; the others weigh a little, because loading models and decoding take a while too.
 */
export function followProgress(graph: Graph, now: () => number): { hear(event: ComfyEvent): Progress | undefined } {
  const weights = new Map(Object.entries(graph).map(([id, node]) => [id, weightOf(node.inputs)]))
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  const done = new Map<string, number>()
  let current: { nodeId: string; value: number; max: number } | undefined
  let startedAtMs = now()
  let percent = 0

  const finish = (nodeId: string) => done.set(nodeId, weights.get(nodeId) ?? 0)
  const step = (nodeId: string, value: number, max: number) => {
    current = { nodeId, value, max: Math.max(max, 1) }
    done.set(nodeId, (weights.get(nodeId) ?? 0) * Math.min(1, value / Math.max(max, 1)))
  }
  const read = (): Progress | undefined => {
    if (!current) return undefined
    const sum = [...done.values()].reduce((all, weight) => all + weight, 0)
    // What has been shown never goes back, and the end is told by the job, not by its progress.
    percent = Math.max(percent, Math.min(99, Math.round((sum / Math.max(total, 1)) * 100)))
    const elapsedMs = now() - startedAtMs
    const secondsLeft = percent < surePercent ? null : Math.ceil((elapsedMs * (100 - percent)) / percent / 1_000)
    const { nodeId, value, max } = current
    return { value, max, percent, node: titleOf(graph, nodeId), secondsLeft }
  }

  return {
    hear(event) {
      switch (event.type) {
        case 'started':
          startedAtMs = now()
          return undefined
        case 'cached':
          for (const nodeId of event.nodeIds) finish(nodeId)
          return undefined
        case 'node':
          if (current && current.nodeId !== event.nodeId) finish(current.nodeId)
          step(event.nodeId, 0, 1)
          return read()
        case 'progress':
          step(event.nodeId, event.value, event.max)
          return read()
        default:
          return undefined
      }
    },
  }
}

/** Before this, what is left is guessed from too little. */
const surePercent = 5
const plainWeight = 1

function weightOf({ steps }: Graph[string]['inputs']): number {
  return typeof steps === 'number' && steps > 0 ? Math.max(steps, plainWeight) : plainWeight
}

function titleOf(graph: Graph, nodeId: string): string {
  const node = graph[nodeId]
  return (node?._meta?.title ?? node?.class_type ?? '').slice(0, 80)
}
