import { AppError, isAppError } from '#lib/runtime/errors.ts'
import type { Graph } from '#lib/workflow/graph.ts'
import { cancelPrompt } from './cancel.ts'
import { fieldsOf, isFields, numberOf, textOf } from './fields.ts'
import { type Answer, type Caller, call } from './http.ts'
import type { LookUp } from './look-up.ts'
import { type Complaint, type Refusal, readNodeErrors, readOptionsOf, readRefusal } from './refusal.ts'
import { errorOfComplaints, errorOfRefusal } from './refusal-errors.ts'
import { withTries } from './tries.ts'
import { errorOfStatus, errorOfStrangeAnswer } from './unavailable.ts'

export type SubmitRequest = {
  graph: Graph
  /** Chosen and written down beforehand, so that it can be asked for after a crash. A new one when left out. */
  promptId?: string
  /** Before everything that was submitted without this. */
  isUrgent?: boolean
  /** Small pictures of what it is becoming, which most servers send only when asked to. */
  withPreviews?: boolean
  /** Only these output nodes, and what they need. */
  targets?: readonly string[]
  /** Written into the picture's metadata, one text chunk a key. */
  pngInfo?: Readonly<Record<string, unknown>>
  signal?: AbortSignal
}

export type Submitted = { promptId: string; number: number }

type Parts = { request: SubmitRequest; promptId: string; clientId: string }

/** Queues a graph, whole or not at all. Never twice: before it tries again it asks whether the first try arrived. */
export async function submitPrompt(caller: Caller, lookUp: LookUp, parts: Parts): Promise<Submitted> {
  const { request, promptId } = parts
  checkRequest(request, promptId)
  const answer = await withTries(
    caller.limits,
    async (number) => {
      if (number > 1 && (await lookUp(promptId, request.signal)).state !== 'unknown') return undefined
      const sent = await postPrompt(caller, parts)
      if (sent.status !== 200 && sent.status !== 400) throw errorOfStatus(caller.server, sent.status, '/prompt')
      return sent
    },
    request.signal,
  )
  if (answer === undefined) return { promptId, number: 0 }
  if (answer.status === 400) throw await explainRefusal(caller, parts, answer)
  const { prompt_id: acceptedId, number, node_errors: nodeErrors } = fieldsOf(answer.body)
  if (textOf(acceptedId) === undefined) throw errorOfStrangeAnswer(caller.server, '/prompt')
  const complaints = readNodeErrors(nodeErrors)
  if (complaints.length > 0) throw await withdrawPart(caller, lookUp, { ...parts, complaints })
  return { promptId, number: numberOf(number) ?? 0 }
}

function postPrompt(caller: Caller, { request, promptId, clientId }: Parts): Promise<Answer> {
  const { graph, isUrgent, withPreviews, targets, pngInfo, signal } = request
  const extraData = {
    ...(pngInfo ? { extra_pnginfo: pngInfo } : {}),
    ...(withPreviews ? { preview_method: 'auto' } : {}),
  }
  const json = {
    prompt: graph,
    prompt_id: promptId,
    client_id: clientId,
    extra_data: extraData,
    ...(isUrgent ? { front: true } : {}),
    ...(targets ? { partial_execution_targets: targets } : {}),
  }
  return call(caller, { path: '/prompt', method: 'POST', json, deadlineMs: caller.limits.submitMs, signal })
}

const canonicalId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function checkRequest({ graph }: SubmitRequest, promptId: string): void {
  if (!canonicalId.test(promptId)) {
    throw new AppError({
      code: 'INVALID_INPUT',
      message: 'The id of a prompt must be a UUID in small letters, with hyphens.',
      suggestion: 'Leave it out to get one.',
    })
  }
  // Servers answer this with status 500 or a riddle, depending on what is in it.
  if (Array.isArray(fieldsOf(graph).nodes) || !isFields(graph)) {
    throw new AppError({
      code: 'WORKFLOW_INVALID',
      message: 'This is a workflow as ComfyUI keeps it for its own page, which cannot be run as it is.',
      suggestion: 'In ComfyUI choose Workflow, then Export (API), and use that file.',
    })
  }
}

async function explainRefusal(caller: Caller, { request, promptId }: Parts, answer: Answer): Promise<AppError> {
  const refusal = await fillIn(caller, readRefusal(answer.body), request.signal)
  const classes = refusal.missingClass ? await askClasses(caller, request.signal) : undefined
  return errorOfRefusal(refusal, { graph: request.graph, serverName: caller.server.name, promptId, classes })
}

/** What is valid was queued all the same. Half a result is no result, so it is taken back. */
async function withdrawPart(
  caller: Caller,
  lookUp: LookUp,
  { request, promptId, complaints }: Parts & { complaints: Complaint[] },
): Promise<AppError> {
  const [refusal] = await Promise.all([
    fillIn(caller, { type: 'partly', missingClass: undefined, complaints }, request.signal),
    // What is wrong with the graph is the news; that its other half may still run is not.
    cancelPrompt(caller, lookUp, { promptId }).catch(ignoreFailure),
  ])
  return errorOfComplaints(refusal.complaints, { graph: request.graph, serverName: caller.server.name, promptId })
}

/** Long lists of choices are left out of complaints; the definition of the node has them. */
async function fillIn(caller: Caller, refusal: Refusal, signal: AbortSignal | undefined): Promise<Refusal> {
  const complaints = await Promise.all(
    refusal.complaints.map(async (complaint) => {
      const { type, options, input, className } = complaint
      if (type !== 'value_not_in_list' || options !== undefined || input === undefined) return complaint
      const body = await askInfo(caller, className, signal)
      return { ...complaint, options: readOptionsOf(body, className, input) }
    }),
  )
  return { ...refusal, complaints }
}

async function askClasses(caller: Caller, signal: AbortSignal | undefined): Promise<string[]> {
  return Object.keys(fieldsOf(await askInfo(caller, undefined, signal)))
}

/** A kindness on the way to an error, so failing at it is no error of its own. */
async function askInfo(
  caller: Caller,
  className: string | undefined,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const path = className === undefined ? '/object_info' : `/object_info/${encodeURIComponent(className)}`
  const answer = call(caller, { path, deadlineMs: caller.limits.askMs, signal })
  return (await answer.catch(ignoreFailure))?.body
}

function ignoreFailure(error: unknown): undefined {
  if (!isAppError(error)) throw error
}
