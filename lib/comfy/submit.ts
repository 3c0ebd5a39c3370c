import { AppError, isAppError } from '#lib/runtime/errors.ts'
import type { Graph } from '#lib/workflow/graph.ts'
import { findLeftOut } from './accepted.ts'
import { cancelPrompt } from './cancel.ts'
import { fieldsOf, isFields, numberOf, textOf } from './fields.ts'
import { type Answer, type Caller, call, pathPart } from './http.ts'
import type { LookUp } from './look-up.ts'
import { nameNode } from './node-names.ts'
import { type Complaint, type Refusal, readNodeErrors, readOptionsOf, readRefusal } from './refusal.ts'
import { errorOfComplaints, errorOfRefusal } from './refusal-errors.ts'
import { pause, withTries } from './tries.ts'
import { errorOfAbort, errorOfStatus, errorOfStrangeAnswer } from './unavailable.ts'

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

/** `number` is the place in the server's order; unknown when its answer was lost. */
export type Submitted = { promptId: string; number?: number }

/** `closing`: nothing more is sent when it has fired, though what is on its way may arrive. */
type Parts = { request: SubmitRequest; promptId: string; clientId: string; closing: AbortSignal }

/** Queues a graph, whole or not at all. Never twice: before it tries again it asks whether the first try arrived. */
export async function submitPrompt(caller: Caller, lookUp: LookUp, parts: Parts): Promise<Submitted> {
  const { request, promptId } = parts
  checkRequest(request, promptId)
  let looks = looksAfterSilence
  const answer = await withTries(
    caller.limits,
    async (number) => {
      if (parts.closing.aborted) throw errorOfAbort(parts.closing.reason)
      if (number > 1 && (await hasArrived(caller, lookUp, { ...parts, looks }))) return undefined
      looks = looksAfterSilence
      const sent = await postPrompt(caller, parts)
      // The server is done with it. Any other failure may come from a proxy, with the server still at it.
      if (sent.status === 500) looks = 1
      if (sent.status !== 200 && sent.status !== 400) throw errorOfStatus(caller.server, sent.status, '/prompt')
      return sent
    },
    request.signal,
  )
  if (answer === undefined) {
    await refusePart(caller, lookUp, parts)
    return { promptId }
  }
  if (answer.status === 400) throw await explainRefusal(caller, parts, answer)
  const { prompt_id: acceptedId, number, node_errors: nodeErrors } = fieldsOf(answer.body)
  if (textOf(acceptedId) === undefined) throw errorOfStrangeAnswer(caller.server, '/prompt')
  const complaints = readNodeErrors(nodeErrors)
  if (complaints.length > 0) throw await withdrawPart(caller, lookUp, { ...parts, complaints })
  const place = numberOf(number)
  return { promptId, ...(place !== undefined && { number: place }) }
}

/** A busy server can answer a question before it takes up the submit that came first, so it is asked more than once. */
const looksAfterSilence = 3

type Looking = Pick<Parts, 'request' | 'promptId'> & { looks: number }

async function hasArrived({ limits }: Caller, lookUp: LookUp, { request, promptId, looks }: Looking): Promise<boolean> {
  for (let look = 1; ; look++) {
    if ((await lookUp(promptId, request.signal)).state !== 'unknown') return true
    if (look === looks) return false
    await pause(limits.retryMs * look, request.signal)
  }
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

/** The same after an answer that was lost, and with it the reasons. */
async function refusePart(caller: Caller, lookUp: LookUp, { request, promptId }: Parts): Promise<void> {
  const { graph, targets, signal } = request
  const leftOut = await findLeftOut(caller, { graph, targets, promptId, signal })
  if (leftOut.length === 0) return
  await cancelPrompt(caller, lookUp, { promptId }).catch(ignoreFailure)
  throw new AppError({
    code: 'WORKFLOW_INVALID',
    message: `${caller.server.name} does not accept what leads to ${leftOut.map((id) => nameNode(graph, id)).join(' and ')}.`,
    suggestion: 'Its reasons were lost on the way: submit it again to be told them.',
    details: { promptId, server: caller.server.name, leftOut },
  })
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
  try {
    const path = className === undefined ? '/object_info' : `/object_info/${pathPart(className)}`
    return (await call(caller, { path, deadlineMs: caller.limits.askMs, signal })).body
  } catch (error) {
    return ignoreFailure(error)
  }
}

function ignoreFailure(error: unknown): undefined {
  if (!isAppError(error)) throw error
}
