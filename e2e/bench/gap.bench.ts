import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { order, writeScript } from '../chaos/checks.ts'
import { openApi } from '../fixtures/api.ts'
import { startInstance } from '../fixtures/instance.ts'
import { startSketchProcess } from '../fixtures/sketch-process.ts'
import type { Series } from './stats.ts'

const rounds = 6
const jobsARound = 10
const size = { width: 512, height: 512 }
/** About a fifth of a second a picture: short, so that whatever is slow has little time to hide in. */
const behaviour = { stepMs: 10, tileMs: 0, modelLoadMs: 0, isCaching: false }

export const title = 'How long the GPU waits between two prompts, by its own clock, milliseconds'
export const floor = 'bare: all prompts posted together'

type Span = { startedAt: number; endedAt: number }

/** The same graphs by us and by a script that posts them all at once, by turns on one server. */
export async function run(log: (line: string) => void): Promise<Series[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'framewright-gap-'))
  const gpu = await startSketchProcess(folder)
  const instance = await startInstance({ env: { COMFYUI_URL: gpu.url } })
  try {
    await order(gpu.url, { change: behaviour })
    const api = openApi(instance.url)
    const { scenes } = await writeScript(api, jobsARound, size)
    const samples: Record<'ours' | 'bare', number[]> = { ours: [], bare: [] }
    const drawing: number[] = []
    let graphs: Record<string, unknown>[] = []
    for (let round = 0; round <= rounds; round++) {
      const ours = await drawOurs()
      const bare = await drawBare(graphs, `${round}`)
      // The first warms everything up.
      if (round === 0) continue
      samples.ours.push(...gapsOf(ours))
      samples.bare.push(...gapsOf(bare))
      drawing.push(...ours.map(({ startedAt, endedAt }) => endedAt - startedAt))
    }
    const meanMs = drawing.reduce((sum, ms) => sum + ms, 0) / drawing.length
    log(`${rounds} rounds of ${jobsARound} pictures each, by turns; a picture takes ${meanMs.toFixed(0)} ms`)
    return [
      { name: floor, samples: samples.bare },
      { name: 'ours: jobs that wait', samples: samples.ours },
    ]

    async function drawOurs(): Promise<Span[]> {
      // All of them wait before the first is begun.
      await api.post('/queue/pause')
      const ids: string[] = []
      for (const { id } of scenes) {
        ids.push((await api.post<{ jobId: string }>(`/sentences/${id}/regenerate-image`)).jobId)
      }
      await api.post('/queue/resume')
      const seen = await Promise.all(ids.map(whenDrawn))
      graphs = seen.map(({ graph }) => graph)
      return seen
    }

    async function whenDrawn(id: string): Promise<Span & { graph: Record<string, unknown> }> {
      for (;;) {
        const { job, graph, timings } = await api.get<{
          job: { endedAt: string | null; startedAt: string | null }
          graph: string
          timings: { generationMs: number | null }
        }>(`/jobs/${id}/debug`)
        if (job.endedAt && job.startedAt && timings.generationMs !== null) {
          const startedAt = Date.parse(job.startedAt)
          return { startedAt, endedAt: startedAt + timings.generationMs, graph: JSON.parse(graph) }
        }
        await pause(250)
      }
    }

    async function drawBare(given: Record<string, unknown>[], name: string): Promise<Span[]> {
      const ids = await Promise.all(given.map((graph, index) => post(withPrefix(graph, `bare/${name}-${index}`))))
      return await Promise.all(ids.map(whenInHistory))
    }

    async function post(prompt: Record<string, unknown>): Promise<string> {
      const answer = await fetch(`${gpu.url}/prompt`, { method: 'POST', body: JSON.stringify({ prompt }) })
      return (await answer.json()).prompt_id
    }

    async function whenInHistory(id: string): Promise<Span> {
      for (;;) {
        const entry = (await (await fetch(`${gpu.url}/history/${id}`)).json())[id]
        if (entry) {
          const messages = new Map<string, { timestamp: number }>(entry.status.messages)
          const at = (type: string) => messages.get(type)?.timestamp ?? Number.NaN
          return { startedAt: at('execution_start'), endedAt: at('execution_success') }
        }
        await pause(250)
      }
    }
  } finally {
    await instance.stop()
    await gpu.stop()
    await rm(folder, { recursive: true, force: true, maxRetries: 10 })
  }
}

function gapsOf(spans: readonly Span[]): number[] {
  const inOrder = [...spans].sort((a, b) => a.startedAt - b.startedAt)
  return inOrder.slice(1).map(({ startedAt }, index) => startedAt - (inOrder[index]?.endedAt ?? Number.NaN))
}

/** Another file name, so that nothing of ours is overwritten. */
function withPrefix(graph: Record<string, unknown>, prefix: string): Record<string, unknown> {
  return JSON.parse(JSON.stringify(graph).replace(/"filename_prefix":"[^"]*"/g, `"filename_prefix":"${prefix}"`))
}
