import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import sharp from 'sharp'
import type { JobRow } from '#lib/jobs/model.ts'
import { newId } from '#lib/runtime/ids.ts'
import type { TakeRow } from '#lib/takes/model.ts'
import { readGraphOfPng } from '#lib/workflow/read-picture.ts'
import type { PictureSize } from '#lib/workflow/request.ts'
import type { Api } from '../fixtures/api.ts'

/** What is to be drawn for one sentence. */
export type Scene = { id: string; prompt: string; seed: string }

/** A project whose sentences all have a prompt and a seed of their own. */
export async function writeScript(
  api: Api,
  count: number,
  size: PictureSize,
): Promise<{ projectId: string; scenes: Scene[] }> {
  const project = await api.post<{ id: string }>('/projects', { id: newId(), name: 'Chaos' })
  await api.patch(`/projects/${project.id}`, size)
  const section = await api.post<{ id: string }>(`/projects/${project.id}/sections`, { id: newId(), title: 'All' })
  const scenes = Array.from({ length: count }, (_, index): Scene => {
    return { id: newId(), prompt: `scene number ${index}, a harbour at dawn`, seed: String(2n ** 63n + BigInt(index)) }
  })
  const sentences = scenes.map(({ id, prompt }, index) => ({ id, text: `Sentence ${index}.`, imagePrompt: prompt }))
  await api.post(`/sections/${section.id}/sentences`, { sentences })
  for (const { id, seed } of scenes) await api.put(`/sentences/${id}`, { seed })
  return { projectId: project.id, scenes }
}

/** Tells a sketch renderer how to behave, or what to do now. */
export async function order(sketchUrl: string, body: object): Promise<void> {
  await fetch(`${sketchUrl}/sketch/admin`, { method: 'POST', body: JSON.stringify(body) })
}

const endWithinMs = 300_000

export async function whenAllEnded(api: Api, ids: string[]): Promise<JobRow[]> {
  const giveUpAt = Date.now() + endWithinMs
  const rows: JobRow[] = []
  for (const id of ids) {
    for (;;) {
      const row = await api.get<JobRow>(`/jobs/${id}`)
      if (row.endedAt) {
        rows.push(row)
        break
      }
      if (Date.now() > giveUpAt) throw new Error(`Job ${id} is stuck: ${JSON.stringify(row)}`)
      await pause(200)
    }
  }
  return rows
}

/** What these faults can do to a job that is tried three times; anything else would be a fault of ours. */
const explained = ['COMFY_UNAVAILABLE', 'PROCESS_FAILED', 'GENERATION_TIMEOUT']
const fewestCompleted = 0.8

export function checkFailures(rows: JobRow[]): void {
  const failed = rows.filter(({ state }) => state !== 'completed')
  const odd = failed.find(({ state, error }) => state !== 'failed' || !explained.includes(error?.code ?? ''))
  if (odd) throw new Error(`Job ${odd.id} ended as ${odd.state}: ${JSON.stringify(odd.error)}`)
  if (failed.length > rows.length * (1 - fewestCompleted)) {
    throw new Error(
      `${failed.length} of ${rows.length} jobs failed: ${JSON.stringify(failed.map(({ error }) => error))}`,
    )
  }
}

export type Checking = { dataDir: string; api: Api; scenes: Scene[]; rows: JobRow[]; size: PictureSize }

/** Exactly one take for what is completed, none for the rest, and in each what was asked for. */
export async function checkTakes({ dataDir, api, scenes, rows, size }: Checking): Promise<void> {
  for (const [index, row] of rows.entries()) {
    const scene = scenes[index]
    const { items } = await api.get<{ items: TakeRow[] }>(`/sentences/${scene?.id}/takes`)
    const wanted = row.state === 'completed' ? 1 : 0
    if (items.length !== wanted) throw new Error(`Job ${row.id} is ${row.state} and has ${items.length} takes.`)
    if (row.state === 'failed' && !row.error) throw new Error(`Job ${row.id} failed without a reason.`)
    const take = items[0]
    if (!take || !scene) continue
    const file = path.join(dataDir, 'projects', take.projectId, 'takes', `${take.id}.png`)
    const bytes = await readFile(file)
    const { width, height } = (await sharp(bytes, { failOn: 'error' }).raw().toBuffer({ resolveWithObject: true })).info
    const graph = readGraphOfPng(bytes) ?? ''
    const isRight = graph.includes(scene.prompt) && graph.includes(scene.seed) && take.seed === scene.seed
    if (!isRight || width !== size.width || height !== size.height)
      throw new Error(`The take of job ${row.id} is not what was asked.`)
    if (!take.isCurrent) throw new Error(`The take of job ${row.id} is not shown.`)
  }
}

/** How often each job was drawn to its end: every finished drawing is a file of its renderer, and says whose it was. */
export async function countDrawings(outputFolders: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const drawn = new Map<string, number>()
  for (const folder of outputFolders) {
    for (const name of await readdir(folder).catch(() => [])) {
      const text = (await readFile(path.join(folder, name))).toString('latin1')
      const job = /framewright\0\{"job": ?"([0-9a-f-]{36})"/.exec(text)?.[1]
      if (job) drawn.set(job, (drawn.get(job) ?? 0) + 1)
    }
  }
  return drawn
}

export function checkDrawings(drawn: ReadonlyMap<string, number>, rows: readonly JobRow[]): void {
  for (const { id, state } of rows) {
    const times = drawn.get(id) ?? 0
    if (times > 1) throw new Error(`Job ${id} was drawn to its end ${times} times.`)
    if (state === 'completed' && times === 0) throw new Error(`Job ${id} is completed, and nothing was drawn for it.`)
  }
}

/** A write that was cut off leaves a temporary file, under a name of its own, until it is tidied. */
export async function checkStoredFiles(dataDir: string): Promise<void> {
  const projects = path.join(dataDir, 'projects')
  for (const name of await readdir(projects, { recursive: true })) {
    if (name.endsWith('.png')) await sharp(path.join(projects, name), { failOn: 'error' }).stats()
    if (name.endsWith('.json')) JSON.parse(await readFile(path.join(projects, name), 'utf8'))
  }
}
