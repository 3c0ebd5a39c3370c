import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { newId } from '#lib/runtime/ids.ts'
import { bestOfTwo } from '#lib/testing/best-schedules.ts'
import { threeModels } from '#lib/testing/fleet-scenarios.ts'
import { simulate } from '#lib/testing/simulate-fleet.ts'
import { order, whenAllEnded } from '../chaos/checks.ts'
import { createRandom } from '../chaos/random.ts'
import { type Api, openApi } from '../fixtures/api.ts'
import { startInstance } from '../fixtures/instance.ts'
import { startSketchProcess } from '../fixtures/sketch-process.ts'
import type { Series } from './stats.ts'

export const title = '90 pictures of three checkpoints on two GPUs: by the wall clock, simulated, and the best there is'
export const floor = 'the best order there is'

const workflows = ['sdxl_txt2img', 'sd15_txt2img', 'flux_txt2img']
const picturesEach = 30
const loadMs = 10_000
/** Twenty steps or so make two to three seconds of a picture. */
const behaviour = { stepMs: 110, modelLoadMs: 0, modelLoadMsOf: {} }
const seed = 7

type Scene = { projectId: string; sentenceId: string }

/** Real processes: two renderers that load a checkpoint for ten seconds, one worker, one web. */
export async function run(log: (line: string) => void): Promise<Series[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'framewright-schedule-'))
  const gpus = await Promise.all([0, 1].map((index) => startSketchProcess(path.join(folder, `gpu-${index}`))))
  const instance = await startInstance({ env: { COMFYUI_URL: gpus.map(({ url }) => url).join(',') } })
  try {
    const api = openApi(instance.url)
    for (const { url } of gpus) await order(url, { change: behaviour })
    const scenes = await Promise.all(workflows.map((workflow) => writeProject(api, workflow, picturesEach)))
    // The speeds are known then, as they are on any day but the first.
    for (const [index, workflow] of workflows.entries()) {
      log(`Learning how fast ${workflow} is`)
      await whenAllEnded(api, await generate(api, await writeProject(api, workflow, 4 + index)))
    }
    for (const { url } of gpus) {
      const loads = { 'sd_xl_base_1.0.safetensors': loadMs, 'flux1-dev-fp8.safetensors': loadMs }
      const modelLoadMsOf = { ...loads, 'v1-5-pruned-emaonly-fp16.safetensors': loadMs }
      await order(url, { change: { ...behaviour, modelLoadMsOf }, restart: { downMs: 100 } })
    }
    await whenAllWell(api, gpus.length)

    await api.post('/queue/pause')
    const mixed = shuffle(scenes.flat())
    const asked: string[] = []
    for (const scene of mixed) asked.push(...(await generate(api, [scene])))
    log('90 pictures are asked for; two GPUs begin')
    const startedAtMs = Date.now()
    await api.post('/queue/resume')
    const rows = await whenAllEnded(api, asked)
    const failed = rows.find(({ state }) => state !== 'completed')
    if (failed) throw new Error(`Job ${failed.id} is ${failed.state}: ${JSON.stringify(failed.error)}`)
    const realMs = Math.max(...rows.map(({ endedAt }) => Date.parse(endedAt ?? ''))) - startedAtMs

    const runsMs: number[] = []
    for (const workflow of workflows)
      runsMs.push(
        await usualRunMs(
          api,
          rows.filter((row) => row.workflow === workflow),
        ),
      )
    log(`One picture takes ${runsMs.map((ms) => Math.round(ms)).join(', ')} ms`)
    const simulatedMs = simulate(threeModels({ seed, runsMs })).makespanMs
    const bestMs = bestOfTwo(runsMs.map((runMs) => ({ count: picturesEach, runMs, loadMs })))
    return [
      { name: 'the best order there is', samples: [bestMs] },
      { name: 'simulated', samples: [simulatedMs] },
      { name: 'by the wall clock', samples: [realMs] },
    ]
  } finally {
    await instance.stop()
    await Promise.all(gpus.map((gpu) => gpu.stop()))
    await rm(folder, { recursive: true, force: true, maxRetries: 10 })
  }
}

async function writeProject(api: Api, workflow: string, count: number): Promise<Scene[]> {
  const { id: projectId } = await api.post<{ id: string }>('/projects', { id: newId(), name: workflow })
  await api.patch(`/projects/${projectId}`, { workflow, width: 512, height: 512 })
  const section = await api.post<{ id: string }>(`/projects/${projectId}/sections`, { id: newId(), title: 'All' })
  const ids = Array.from({ length: count }, () => newId())
  const sentences = ids.map((id, index) => ({ id, text: `Sentence ${index}.`, imagePrompt: `a harbour, ${index}` }))
  await api.post(`/sections/${section.id}/sentences`, { sentences })
  return ids.map((sentenceId) => ({ projectId, sentenceId }))
}

async function generate(api: Api, scenes: readonly Scene[]): Promise<string[]> {
  const ids = scenes.map(({ sentenceId }) => sentenceId)
  const asked = { scope: 'selected', ids, quality: 'draft' }
  return (await api.post<{ jobIds: string[] }>(`/projects/${scenes[0]?.projectId}/generate`, asked)).jobIds
}

function shuffle<T>(values: readonly T[]): T[] {
  const random = createRandom(seed)
  const left = [...values]
  return values.flatMap(() => left.splice(random.below(left.length), 1))
}

async function whenAllWell(api: Api, count: number): Promise<void> {
  for (;;) {
    const { items } = await api.get<{ items: { state: string }[] }>('/gpus')
    if (items.filter(({ state }) => state === 'idle').length === count) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** In the middle, so that those that loaded a model first do not count. */
async function usualRunMs(api: Api, rows: readonly { id: string }[]): Promise<number> {
  const times: number[] = []
  for (const { id } of rows) {
    const { timings } = await api.get<{ timings: { generationMs: number | null } }>(`/jobs/${id}/debug`)
    if (timings.generationMs !== null) times.push(timings.generationMs)
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
}
