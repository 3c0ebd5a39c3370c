import { fieldsOf, isFields, listOf, numberOf, textOf, textsOf } from './fields.ts'

/** What a server knows about a prompt, whichever of its routes was asked. */
export type PromptRecord = { state: 'unknown' } | { state: 'pending' } | { state: 'running' } | EndedRecord

export type EndedRecord = {
  state: 'ended'
  result: 'success' | 'error' | 'interrupted'
  outputs: unknown
  /** The payload of `execution_error`, for a run that failed. */
  failure: unknown
  /** The graph as it was run. */
  graph: unknown
  cachedNodes: string[]
  queuedAtMs: number | undefined
  startedAtMs: number | undefined
  endedAtMs: number | undefined
}

/** Out of `GET /api/jobs/{id}`; undefined for a body that is no job. */
export function readJob(body: unknown): PromptRecord | undefined {
  const job = fieldsOf(body)
  switch (job.status) {
    case 'pending':
      return { state: 'pending' }
    case 'in_progress':
      return { state: 'running' }
    case 'completed':
    case 'failed':
    case 'cancelled': {
      const workflow = fieldsOf(job.workflow)
      const messages = readMessages(job.execution_status)
      return {
        state: 'ended',
        result: job.status === 'completed' ? 'success' : job.status === 'cancelled' ? 'interrupted' : 'error',
        outputs: job.outputs,
        failure: job.execution_error ?? messages.get('execution_error'),
        graph: workflow.prompt,
        ...readTimes(messages, job.create_time),
      }
    }
    default:
      return undefined
  }
}

/** Out of `GET /history/{id}`, which answers with an empty object for what has not ended. */
export function readHistory(body: unknown, promptId: string): PromptRecord | undefined {
  const history = fieldsOf(body)
  if (!Object.hasOwn(history, promptId)) return undefined
  const entry = history[promptId]
  if (!isFields(entry)) return undefined
  const messages = readMessages(entry.status)
  const [, , graph, extra] = listOf(entry.prompt)
  const isSuccess = fieldsOf(entry.status).status_str === 'success'
  return {
    state: 'ended',
    // Interrupted is an error too, by name; only the messages tell which it was.
    result: isSuccess ? 'success' : messages.has('execution_interrupted') ? 'interrupted' : 'error',
    outputs: entry.outputs,
    failure: messages.get('execution_error'),
    graph,
    ...readTimes(messages, fieldsOf(extra).create_time),
  }
}

export type QueueItem = { promptId: string; number: number; clientId: string | undefined }
export type QueueList = { running: QueueItem[]; pending: QueueItem[] }

/** Out of `GET /queue`, in the order in which the server will run it: it sends a heap. */
export function readQueue(body: unknown): QueueList | undefined {
  if (!isFields(body) || !Array.isArray(body.queue_running) || !Array.isArray(body.queue_pending)) return undefined
  return {
    running: body.queue_running.flatMap(readQueueItem),
    pending: sortItems(body.queue_pending.flatMap(readQueueItem)),
  }
}

function readQueueItem(item: unknown): QueueItem[] {
  const [number, promptId, , extra] = listOf(item)
  if (typeof promptId !== 'string') return []
  return [{ promptId, number: numberOf(number) ?? 0, clientId: textOf(fieldsOf(extra).client_id) }]
}

function sortItems(items: QueueItem[]): QueueItem[] {
  return items.sort((a, b) => a.number - b.number || (a.promptId < b.promptId ? -1 : 1))
}

function readMessages(status: unknown): Map<string, Readonly<Record<string, unknown>>> {
  const messages = new Map<string, Readonly<Record<string, unknown>>>()
  for (const message of listOf(fieldsOf(status).messages)) {
    const [type, data] = listOf(message)
    if (typeof type === 'string') messages.set(type, fieldsOf(data))
  }
  return messages
}

function readTimes(messages: ReturnType<typeof readMessages>, createdAt: unknown) {
  const end = ['execution_success', 'execution_error', 'execution_interrupted'].find((type) => messages.has(type))
  return {
    cachedNodes: textsOf(messages.get('execution_cached')?.nodes),
    queuedAtMs: numberOf(createdAt),
    startedAtMs: numberOf(messages.get('execution_start')?.timestamp),
    endedAtMs: end === undefined ? undefined : numberOf(messages.get(end)?.timestamp),
  }
}
