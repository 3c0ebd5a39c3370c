import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { Graph } from '#lib/workflow/graph.ts'

/** What a script of twenty lines does: post, hear the end, fetch the record. No deadline, no retry, no check. */
export async function connectBare(url: string): Promise<{ render(graph: Graph): Promise<void>; close(): void }> {
  const clientId = crypto.randomUUID()
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws?clientId=${clientId}`)
  const ended = new Map<string, () => void>()
  socket.on('message', (data, isBinary) => {
    if (isBinary) return
    const { type, data: about } = JSON.parse(String(data))
    if (type === 'executing' && about.node === null) ended.get(about.prompt_id)?.()
  })
  await once(socket, 'open')
  return {
    async render(graph) {
      const promptId = crypto.randomUUID()
      const end = new Promise<void>((resolve) => ended.set(promptId, resolve))
      const body = JSON.stringify({ prompt: graph, client_id: clientId, prompt_id: promptId })
      const headers = { 'Content-Type': 'application/json' }
      await (await fetch(`${url}/prompt`, { method: 'POST', headers, body })).json()
      await end
      ended.delete(promptId)
      const history = await (await fetch(`${url}/history/${promptId}`)).json()
      if (history[promptId].status.status_str !== 'success') throw new Error('It did not succeed')
    },
    close: () => socket.terminate(),
  }
}
