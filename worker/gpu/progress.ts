import type { ComfyEvent } from '#lib/comfy/messages.ts'
import type { Graph } from '#lib/workflow/graph.ts'

export type Progress = { value: number; max: number; percent: number; node: string; secondsLeft: number | null }

/**
 * How far a graph is, from what is heard of it. Drawing takes nearly all of the time, so a sampler weighs as much as its steps;
 * the others weigh a little, because loading models and decoding take a while too.
 */
export function followProgress(graph: Graph, now: () => number): { hear(event: ComfyEvent): Progress | undefined } {
  const weights = weigh(graph)
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  const done = new Map<string, number>()
  const timeLeft = guessTimeLeft(now)
  let current: { nodeId: string; value: number; max: number } | undefined
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
    const { nodeId, value, max } = current
    return { value, max, percent, node: titleOf(graph, nodeId), secondsLeft: timeLeft(current) }
  }

  return {
    hear(event) {
      switch (event.type) {
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

const plainWeight = 0.2
/** Of a sampler whose steps are written nowhere in the graph. */
const usualSteps = 20

function weigh(graph: Graph): Map<string, number> {
  const nodes = Object.entries(graph)
  // The steps of a sampler may be set at the node that makes its schedule.
  const steps = Math.max(0, ...nodes.map(([, { inputs }]) => (typeof inputs.steps === 'number' ? inputs.steps : 0)))
  const weightOf = ({ class_type: name, inputs }: Graph[string]) => {
    if (!/sampler/i.test(name) || /select/i.test(name)) return plainWeight
    return typeof inputs.steps === 'number' ? inputs.steps : steps || usualSteps
  }
  return new Map(nodes.map(([id, node]) => [id, Math.max(plainWeight, weightOf(node))]))
}

/** Two steps say how long one takes; before that, any number would be made up. */
const stepsToTell = 2

/** The time left in what draws now. It only ever falls, and when it has passed nothing is said any more. */
function guessTimeLeft(now: () => number) {
  let drawing: { nodeId: string; since: number; first: number } | undefined
  let endsAt = Number.POSITIVE_INFINITY
  return ({ nodeId, value, max }: { nodeId: string; value: number; max: number }): number | null => {
    if (max <= stepsToTell) return null
    if (drawing?.nodeId !== nodeId) {
      drawing = { nodeId, since: now(), first: value }
      endsAt = Number.POSITIVE_INFINITY
    }
    const steps = value - drawing.first
    if (steps < stepsToTell) return null
    const perStepMs = (now() - drawing.since) / steps
    endsAt = Math.min(endsAt, now() + (max - value) * perStepMs)
    const leftMs = endsAt - now()
    return leftMs > 0 ? Math.ceil(leftMs / 1_000) : null
  }
}

function titleOf(graph: Graph, nodeId: string): string {
  const node = graph[nodeId]
  return (node?._meta?.title ?? node?.class_type ?? '').slice(0, 80)
}
