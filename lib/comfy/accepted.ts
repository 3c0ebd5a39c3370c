import { isAppError } from '#lib/runtime/errors.ts'
import { findOutputs } from '#lib/workflow/finish.ts'
import type { Graph } from '#lib/workflow/graph.ts'
import { parseObjectInfo } from '#lib/workflow/object-info.ts'
import { fieldsOf, listOf, textsOf } from './fields.ts'
import { type Caller, callOk, pathPart } from './http.ts'

type Asked = {
  graph: Graph
  targets?: readonly string[] | undefined
  promptId: string
  signal?: AbortSignal | undefined
}

/**
 * The outputs that a server will not make although it queued the prompt: it leaves out what it does not accept, and says so in
 * its answer alone, which may have been lost. Empty also when it cannot be told.
 */
export async function findLeftOut(caller: Caller, { graph, targets, promptId, signal }: Asked): Promise<string[]> {
  const { askMs, askMuchMs } = caller.limits
  const accepted =
    (await askQueued(caller, { promptId, deadlineMs: askMs, signal })) ??
    (await askHistory(caller, { promptId, deadlineMs: askMs, signal })) ??
    (await askQueued(caller, { promptId, deadlineMs: askMs, signal }))
  if (!accepted) return []
  const wanted = targets ?? findOutputs(graph, await askInfo(caller, askMuchMs, signal))
  return wanted.filter((id) => !accepted.includes(id))
}

type Question = { promptId: string; deadlineMs: number; signal: AbortSignal | undefined }

/** Of an item of the queue, and of its record later, the last of five parts. */
function outputsOf(item: unknown): string[] {
  return textsOf(listOf(item)[4])
}

async function askQueued(caller: Caller, { promptId, deadlineMs, signal }: Question): Promise<string[] | undefined> {
  const { queue_running: running, queue_pending: pending } = fieldsOf(
    await callOk(caller, { path: '/queue', deadlineMs, signal }),
  )
  const item = [...listOf(running), ...listOf(pending)].find((one) => listOf(one)[1] === promptId)
  return item === undefined ? undefined : outputsOf(item)
}

async function askHistory(caller: Caller, { promptId, deadlineMs, signal }: Question): Promise<string[] | undefined> {
  const body = await callOk(caller, { path: `/history/${pathPart(promptId)}`, deadlineMs, signal })
  const { prompt } = fieldsOf(fieldsOf(body)[promptId])
  return prompt === undefined ? undefined : outputsOf(prompt)
}

/** Which classes give results, from the server itself; our own table stands in when it does not say. */
async function askInfo(caller: Caller, deadlineMs: number, signal: AbortSignal | undefined) {
  try {
    return parseObjectInfo(await callOk(caller, { path: '/object_info', deadlineMs, signal }))
  } catch (error) {
    if (!isAppError(error) || error.code === 'CANCELLED') throw error
    return undefined
  }
}
