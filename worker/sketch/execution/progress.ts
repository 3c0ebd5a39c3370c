import type { Machine } from '../machine-state.ts'
import type { Preview } from '../nodes/node.ts'

export type Progress = {
  start(nodeId: string): void
  update(nodeId: string, at: { value: number; max: number; preview?: Preview | undefined }): void
  finish(nodeId: string): void
}

type NodeState = { value: number; max: number; state: 'running' | 'finished' }

/** No more often than this, and never for less than half a percent, unless it is the first, the last or a preview. */
const leastGapMs = 100
const leastShare = 0.005

/** Tells how far each node is: all that have started, every time. Without a client everyone hears it. */
export function createProgress(machine: Machine, run: { promptId: string; clientId: string | undefined }): Progress {
  const { promptId, clientId } = run
  const states = new Map<string, NodeState>()
  let last = { atMs: 0, value: 0 }

  const tell = () => {
    const nodes = [...states].map(([id, state]) => [
      id,
      { ...state, node_id: id, prompt_id: promptId, display_node_id: id, parent_node_id: null, real_node_id: id },
    ])
    const data = { prompt_id: promptId, nodes: Object.fromEntries(nodes) }
    machine.sockets.send('progress_state', data, clientId)
  }

  return {
    start(nodeId) {
      states.set(nodeId, { value: 0, max: 1, state: 'running' })
      last = { atMs: 0, value: 0 }
      tell()
    },
    update(nodeId, { value, max, preview }) {
      states.set(nodeId, { value, max, state: 'running' })
      const nowMs = performance.now()
      const isEnd = value === max || last.value === 0
      const isDue = nowMs - last.atMs >= leastGapMs && value - last.value >= max * leastShare
      if (!preview && !isEnd && !isDue) return
      last = { atMs: nowMs, value }
      tell()
      const info = { node_id: nodeId, prompt_id: promptId }
      if (preview) machine.sockets.sendPreview({ preview, info, clientId, isNamed: true })
      machine.sockets.send('progress', { value, max, prompt_id: promptId, node: nodeId }, clientId)
      if (preview) machine.sockets.sendPreview({ preview, info, clientId, isNamed: false })
    },
    finish(nodeId) {
      const max = states.get(nodeId)?.max ?? 1
      states.set(nodeId, { value: max, max, state: 'finished' })
      tell()
    },
  }
}
