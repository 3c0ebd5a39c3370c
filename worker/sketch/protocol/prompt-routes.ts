import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { parseJson } from '#lib/runtime/json.ts'
import { type Graph, isObject } from '#lib/workflow/graph.ts'
import { isReadablePrompt, validatePrompt } from '#lib/workflow/validate-prompt.ts'
import { parseAnnotated } from '../files.ts'
import type { Machine } from '../machine-state.ts'
import { toTuple } from './history.ts'
import { type Call, readBytes, readJson, ServerTrouble, sendEmpty, sendJson } from './http.ts'

export function showRemaining(call: Call): void {
  sendJson(call, { exec_info: { queue_remaining: call.machine.queue.remaining() } })
}

export async function submitPrompt(call: Call): Promise<void> {
  const { machine } = call
  const body = await readJson(call)
  if (typeof body !== 'object' || body === null) throw new ServerTrouble()
  const given = isObject(body) ? body : {}
  const number = takeNumber(machine, given)
  if (!('prompt' in given)) return sendRefusal(call, noPrompt)
  if (!isReadablePrompt(given.prompt)) throw new ServerTrouble()

  const promptId = given.prompt_id ?? randomUUID()
  if (typeof promptId !== 'string' || !canonicalUuid.test(promptId)) return sendRefusal(call, badPromptId)
  const verdict = validatePrompt(given.prompt, (await machine.nodes()).info, {
    partialExecutionTargets: Array.isArray(given.partial_execution_targets)
      ? given.partial_execution_targets.map(String)
      : undefined,
    hasInputFile: (value) => hasFile(machine, value),
  })
  if (!verdict.ok) {
    const { error, nodeErrors } = verdict
    return sendJson(call, { error, node_errors: nodeErrors }, 400)
  }
  const extraData = readExtraData(given)
  machine.queue.put({
    number,
    promptId,
    // Whatever an accepted output leans on has the shape of a node; the rest of the graph is only shown.
    graph: verdict.prompt as Graph,
    extraData,
    outputs: verdict.outputs,
  })
  sendJson(call, { prompt_id: promptId, number, node_errors: verdict.nodeErrors })
  machine.work()
}

const canonicalUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

type Refusal = { type: string; message: string; details: string }

const noPrompt: Refusal = { type: 'no_prompt', message: 'No prompt provided', details: 'No prompt provided' }

const badPromptId: Refusal = {
  type: 'invalid_prompt_id',
  message: 'prompt_id must be a valid UUID',
  details:
    'prompt_id must be a UUID string in canonical lowercase hyphenated form; omit it to let the server generate one',
}

function sendRefusal(call: Call, error: Refusal): void {
  sendJson(call, { error: { ...error, extra_info: {} }, node_errors: {} }, 400)
}

/** A number of the client's own, or the next of the server; `front` turns that around. Refused prompts use one up too. */
function takeNumber(machine: Machine, given: Record<string, unknown>): number {
  if ('number' in given) {
    const number = typeof given.number === 'boolean' || given.number === null ? Number.NaN : Number(given.number)
    if (Number.isNaN(number)) throw new ServerTrouble()
    return number
  }
  const number = machine.nextNumber
  machine.nextNumber += 1
  return given.front && number !== 0 ? -number : number
}

function readExtraData(given: Record<string, unknown>): Record<string, unknown> {
  if ('extra_data' in given && !isObject(given.extra_data)) throw new ServerTrouble()
  const {
    auth_token_comfy_org: _token,
    api_key_comfy_org: _key,
    ...kept
  } = isObject(given.extra_data) ? given.extra_data : {}
  return { ...kept, ...('client_id' in given && { client_id: given.client_id }), create_time: Date.now() }
}

function hasFile({ files }: Machine, value: string): boolean {
  const { name, type } = parseAnnotated(value)
  const file = files.locate(type ?? 'input', name)
  return file !== undefined && existsSync(file)
}

export function showQueue(call: Call): void {
  const { queue } = call.machine
  sendJson(call, { queue_running: queue.running().map(toTuple), queue_pending: queue.pending().map(toTuple) })
}

export async function changeQueue(call: Call): Promise<void> {
  const { queue } = call.machine
  const body = await readJson(call)
  if (!isObject(body)) throw new ServerTrouble()
  if (body.clear) queue.clear()
  if (Array.isArray(body.delete)) for (const id of body.delete) queue.delete(String(id))
  sendEmpty(call)
}

/** With an id, only when that one runs; without one, or with a body that cannot be read, whatever runs. */
export async function interrupt(call: Call): Promise<void> {
  const { machine } = call
  const body = readLeniently((await readBytes(call)).toString('utf8'))
  if (Array.isArray(body)) throw new ServerTrouble()
  const promptId = isObject(body) ? body.prompt_id : undefined
  const isRunning = machine.queue.running().some((item) => item.promptId === promptId)
  if (!promptId || isRunning) machine.interrupt.isAsked = true
  sendEmpty(call)
}

function readLeniently(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

export async function freeMemory(call: Call): Promise<void> {
  const { machine } = call
  const body = await readJson(call)
  if (!isObject(body)) throw new ServerTrouble()
  if (body.unload_models || body.free_memory) machine.loaded.clear()
  if (body.free_memory) machine.cache.clear()
  sendEmpty(call)
}

export function showHistory(call: Call): void {
  const { searchParams } = call.url
  const read = (name: string): number | undefined => {
    const text = searchParams.get(name)
    if (text === null) return undefined
    if (!/^\s*[+-]?\d+\s*$/.test(text)) throw new ServerTrouble()
    return Number(text)
  }
  const page = { maxItems: read('max_items'), offset: read('offset') ?? -1 }
  sendJson(call, Object.fromEntries(call.machine.history.list(page)))
}

export function showHistoryEntry(call: Call): void {
  const { id = '' } = call.params
  const entry = call.machine.history.get(id)
  sendJson(call, entry ? { [id]: entry } : {})
}

export async function changeHistory(call: Call): Promise<void> {
  const { history } = call.machine
  const body = await readJson(call)
  if (!isObject(body)) throw new ServerTrouble()
  if (body.clear) history.clear()
  if (Array.isArray(body.delete)) for (const id of body.delete) history.delete(String(id))
  sendEmpty(call)
}
