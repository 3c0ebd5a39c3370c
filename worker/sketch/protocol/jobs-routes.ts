import { isObject } from '#lib/workflow/graph.ts'
import type { Machine } from '../machine-state.ts'
import { type Call, readJson, sendJson } from './http.ts'
import { type Job, jobDetails, jobOfEntry, jobOfItem, jobStatuses } from './jobs.ts'

type Reply = { body: unknown; status?: number }

export function listJobs(call: Call): void {
  const { body, status } = selectJobs(call)
  sendJson(call, body, status)
}

function selectJobs({ machine, url: { searchParams } }: Call): Reply {
  const statuses = searchParams
    .get('status')
    ?.split(',')
    .map((status) => status.trim().toLowerCase())
    .filter(Boolean)
  const unknown = statuses?.filter((status) => !jobStatuses.some((known) => known === status)) ?? []
  if (unknown.length > 0) {
    const error = `Invalid status value(s): ${unknown.join(', ')}. Valid values: ${jobStatuses.join(', ')}`
    return refuse(error)
  }
  const limit = readWhole(searchParams.get('limit'))
  if (limit !== undefined && !(limit > 0)) return refuse('limit must be a positive integer')
  const offset = readWhole(searchParams.get('offset')) ?? 0
  if (!(offset >= 0)) return refuse('offset must be a non-negative integer')
  const sortBy = searchParams.get('sort_by') ?? 'created_at'
  if (!['created_at', 'execution_duration'].includes(sortBy)) {
    return refuse('sort_by must be one of: created_at, execution_duration')
  }
  const order = searchParams.get('sort_order') ?? 'desc'
  if (!['asc', 'desc'].includes(order)) return refuse('sort_order must be one of: asc, desc')

  const workflowId = searchParams.get('workflow_id')
  const found = allJobs(machine)
    .filter((job) => !statuses?.length || statuses.includes(job.status))
    .filter((job) => workflowId === null || job.workflow_id === workflowId)
    .sort((a, b) => (order === 'asc' ? 1 : -1) * (sortValue(a, sortBy) - sortValue(b, sortBy)))
  const jobs = found.slice(offset, limit === undefined ? undefined : offset + limit)
  const has_more = offset + jobs.length < found.length
  return { body: { jobs, pagination: { offset, limit: limit ?? null, total: found.length, has_more } } }
}

function refuse(error: string): Reply {
  return { body: { error }, status: 400 }
}

export function showJob(call: Call): void {
  const job = findJob(call.machine, call.params.id ?? '')
  sendJson(call, job ?? { error: 'Job not found' }, job ? 200 : 404)
}

function findJob({ queue, history }: Machine, id: string): unknown {
  const running = queue.running().find((item) => item.promptId === id)
  if (running) return jobOfItem(running, 'in_progress')
  const pending = queue.pending().find((item) => item.promptId === id)
  if (pending) return jobOfItem(pending, 'pending')
  const entry = history.get(id)
  return entry && jobDetails(id, entry)
}

export function cancelJob(call: Call): void {
  sendJson(call, { cancelled: cancel(call.machine, call.params.id ?? '') })
}

export async function cancelJobs(call: Call): Promise<void> {
  const body = await readJson(call)
  const ids: unknown = isObject(body) ? body.job_ids : undefined
  if (!Array.isArray(ids)) return sendJson(call, { error: 'job_ids must be a list' }, 400)
  const invalid = ids.filter((id) => typeof id !== 'string' || !uuid.test(id))
  if (invalid.length > 0) {
    return sendJson(call, { error: 'job_ids contains invalid id(s)', invalid_ids: invalid }, 400)
  }
  sendJson(call, { cancelled: ids.map((id) => cancel(call.machine, String(id))).some(Boolean) })
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Running or pending, in one step: nothing can slip from one to the other in between. */
function cancel(machine: Machine, id: string): boolean {
  if (machine.queue.running().some((item) => item.promptId === id)) {
    machine.interrupt.isAsked = true
    return true
  }
  return machine.queue.delete(id)
}

function allJobs({ queue, history }: Machine): Job[] {
  return [
    ...queue.running().map((item) => jobOfItem(item, 'in_progress')),
    ...queue.pending().map((item) => jobOfItem(item, 'pending')),
    ...history.list({ maxItems: undefined, offset: -1 }).map(([id, entry]) => jobOfEntry(id, entry)),
  ]
}

function sortValue(job: Job, by: string): number {
  if (by === 'created_at') return Number(job.create_time)
  return Number(job.execution_end_time ?? 0) - Number(job.execution_start_time ?? 0)
}

function readWhole(text: string | null): number | undefined {
  if (text === null) return undefined
  return /^-?\d+$/.test(text) ? Number(text) : Number.NaN
}
