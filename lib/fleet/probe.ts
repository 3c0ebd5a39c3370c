import { z } from 'zod'
import type { Clock } from '#lib/runtime/clock.ts'
import type { FleetNode } from './model.ts'
import { shareAnswers } from './share-answers.ts'

/** A server that takes longer to say how it is would not be pleasant to work with either. */
const probeTimeoutMs = 2_000

const systemStats = z.object({ system: z.object({ comfyui_version: z.string().optional() }) })

export type NodeHealth =
  | { state: 'reachable'; version: string | undefined; latencyMs: number }
  | { state: 'unreachable'; reason: string }

/** Asks a ComfyUI server how it is. Never throws: not answering is an answer. */
export async function probeNode(node: Pick<FleetNode, 'url' | 'headers'>): Promise<NodeHealth> {
  const startedAt = performance.now()
  try {
    const response = await fetch(`${node.url}/system_stats`, {
      headers: node.headers,
      signal: AbortSignal.timeout(probeTimeoutMs),
    })
    if (!response.ok) return { state: 'unreachable', reason: `It answered with status ${response.status}.` }
    const stats = systemStats.safeParse(await response.json())
    if (!stats.success) return { state: 'unreachable', reason: 'What answers there is not ComfyUI.' }
    const latencyMs = Math.round(performance.now() - startedAt)
    return { state: 'reachable', version: stats.data.system.comfyui_version, latencyMs }
  } catch (error) {
    return { state: 'unreachable', reason: describeProbeFailure(error) }
  }
}

export type NodeProbe = typeof probeNode

/** Asks each node once in a while, however many pages want to know: all who ask meanwhile share one answer. */
export function createNodeProbe({ clock, maxAgeMs }: { clock: Clock; maxAgeMs: number }): NodeProbe {
  const ask = shareAnswers<NodeHealth>({ clock, maxAgeMs })
  return async (node) => await ask(JSON.stringify([node.url, node.headers]), async () => await probeNode(node))
}

function describeProbeFailure(error: unknown): string {
  if (error instanceof DOMException && error.name === 'TimeoutError') return 'It did not answer within 2 seconds.'
  if (error instanceof SyntaxError) return 'What answers there is not ComfyUI.'
  return 'Nothing answers there. Is ComfyUI running, with --listen, and the port open?'
}
