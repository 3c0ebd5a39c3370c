import { isObject } from '#lib/workflow/graph.ts'
import type { HistoryEntry, UiOutput } from './history.ts'
import { ServerTrouble } from './http.ts'
import type { ExtraData, QueueItem } from './queue.ts'

export const jobStatuses = ['pending', 'in_progress', 'completed', 'failed', 'cancelled'] as const
export type JobStatus = (typeof jobStatuses)[number]

export type Job = {
  id: string
  status: JobStatus
  priority: number
  create_time: unknown
  execution_start_time?: unknown
  execution_end_time?: unknown
  execution_error?: unknown
  outputs_count: number
  previewable_outputs_count: number
  preview_output?: Record<string, unknown>
  workflow_id?: string
}

export function jobOfItem(item: QueueItem, status: 'pending' | 'in_progress'): Job {
  return {
    id: item.promptId,
    status,
    priority: item.number,
    create_time: item.extraData.create_time,
    outputs_count: 0,
    previewable_outputs_count: 0,
    ...workflowId(item.extraData),
  }
}

export function jobOfEntry(id: string, entry: HistoryEntry): Job {
  const [priority, , , extraData] = entry.prompt
  const { messages, completed } = entry.status
  const of = (type: string) => messages.find(([name]) => name === type)?.[1]
  const failure = of('execution_error')
  const end = of('execution_success') ?? failure ?? of('execution_interrupted')
  const status = completed ? 'completed' : of('execution_interrupted') ? 'cancelled' : 'failed'
  return {
    id,
    status,
    priority,
    create_time: extraData.create_time,
    execution_start_time: of('execution_start')?.timestamp,
    execution_end_time: end?.timestamp,
    ...(failure && { execution_error: failure }),
    ...summarise(entry.outputs),
    ...workflowId(extraData),
  }
}

/** What one job shows beyond its line in the list. */
export function jobDetails(id: string, entry: HistoryEntry) {
  const [, , prompt, extra_data] = entry.prompt
  return {
    ...jobOfEntry(id, entry),
    outputs: entry.outputs,
    execution_status: entry.status,
    workflow: { prompt, extra_data },
  }
}

/** A null where an object belongs breaks this endpoint for everyone until that entry is gone, on a real server too. */
function workflowId(extraData: ExtraData): { workflow_id?: string } {
  if (!('extra_pnginfo' in extraData)) return {}
  if (!isObject(extraData.extra_pnginfo)) throw new ServerTrouble()
  const { workflow } = extraData.extra_pnginfo
  return isObject(workflow) && typeof workflow.id === 'string' ? { workflow_id: workflow.id } : {}
}

function summarise(outputs: Record<string, UiOutput>) {
  const files: Record<string, unknown>[] = []
  let text: Record<string, unknown> | undefined
  for (const [nodeId, output] of Object.entries(outputs)) {
    for (const [mediaType, items] of Object.entries(output)) {
      if (mediaType === 'animated' || !Array.isArray(items)) continue
      for (const item of items) {
        if (isObject(item) && 'filename' in item) files.push({ ...item, nodeId, mediaType })
        else if (mediaType === 'text') text ??= { ...cutText(String(item)), nodeId, mediaType }
      }
    }
  }
  const preview = files.find(({ type }) => type === 'output') ?? files[0] ?? text
  const previewable = files.filter(({ filename }) => isPreviewable(String(filename)))
  return {
    outputs_count: files.length,
    previewable_outputs_count: previewable.length,
    ...(preview && { preview_output: preview }),
  }
}

function cutText(text: string): { content: string; truncated?: true } {
  return text.length > maxTextLength ? { content: text.slice(0, maxTextLength), truncated: true } : { content: text }
}

const maxTextLength = 1_024

function isPreviewable(name: string): boolean {
  return /\.(png|jpe?g|webp|gif|avif|mp4|webm|mkv|mov|mp3|wav|flac|ogg|opus|glb|gltf|obj)$/i.test(name)
}
