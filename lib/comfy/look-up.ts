import { fieldsOf } from './fields.ts'
import { type Caller, call, callOk, pathPart } from './http.ts'
import { type PromptRecord, type QueueList, readHistory, readJob, readQueue } from './records.ts'
import { errorOfStatus, errorOfStrangeAnswer } from './unavailable.ts'

export type LookUp = (promptId: string, signal?: AbortSignal) => Promise<PromptRecord>

/** Asks a server what became of a prompt: by its jobs route, or by history and queue where it is too old to have one. */
export function createLookUp(caller: Caller): LookUp {
  const { server, limits } = caller
  let isOld = false

  const askJobs = async (promptId: string, signal?: AbortSignal): Promise<PromptRecord | undefined> => {
    const path = `/api/jobs/${pathPart(promptId)}`
    const { status, body } = await call(caller, { path, deadlineMs: limits.askMs, signal })
    if (status === 200) {
      const record = readJob(body)
      if (!record) throw errorOfStrangeAnswer(server, path)
      return record
    }
    if (status !== 404 && status !== 405) throw errorOfStatus(server, status, path)
    // The route knows how to say that it does not know a job; a server without the route says something else.
    if (typeof fieldsOf(body).error === 'string') return { state: 'unknown' }
    isOld = true
    return undefined
  }

  const askHistory = async (promptId: string, signal?: AbortSignal): Promise<PromptRecord | undefined> => {
    const path = `/history/${pathPart(promptId)}`
    return readHistory(await callOk(caller, { path, deadlineMs: limits.askMs, signal }), promptId)
  }

  const askOld = async (promptId: string, signal?: AbortSignal): Promise<PromptRecord> => {
    const ended = await askHistory(promptId, signal)
    if (ended) return ended
    const { running, pending } = await askQueue(caller, signal)
    if (running.some((item) => item.promptId === promptId)) return { state: 'running' }
    if (pending.some((item) => item.promptId === promptId)) return { state: 'pending' }
    // It may have ended between the two questions; it cannot have gone back.
    return (await askHistory(promptId, signal)) ?? { state: 'unknown' }
  }

  return async (promptId, signal) => (isOld ? undefined : await askJobs(promptId, signal)) ?? askOld(promptId, signal)
}

export async function askQueue(caller: Caller, signal?: AbortSignal): Promise<QueueList> {
  const path = '/queue'
  const queue = readQueue(await callOk(caller, { path, deadlineMs: caller.limits.askMs, signal }))
  if (!queue) throw errorOfStrangeAnswer(caller.server, path)
  return queue
}
