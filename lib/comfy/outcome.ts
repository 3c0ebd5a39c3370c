import { AppError } from '#lib/runtime/errors.ts'
import { startSentence } from '#lib/workflow/graph.ts'
import { errorOfExecution } from './execution-errors.ts'
import { fieldsOf, textOf } from './fields.ts'
import { nameNode } from './node-names.ts'
import { collectFiles, collectTexts, type NodeText, type OutputFile } from './outputs.ts'
import type { EndedRecord } from './records.ts'
import { formatSeconds } from './unavailable.ts'

/** What became of a prompt. */
export type Outcome =
  | ({ state: 'success'; files: OutputFile[]; texts: NodeText[] } & RunFacts)
  /** A node failed, or nothing came of it; the error says which node and why. */
  | ({ state: 'error'; error: AppError; files: OutputFile[] } & RunFacts)
  /** Stopped or withdrawn, by us or by somebody else. */
  | { state: 'interrupted'; error: AppError; isOurs: boolean }
  /** The server was restarted, or its records were cleared: what came of it is not known. */
  | { state: 'forgotten'; error: AppError }
  | { state: 'timed-out'; error: AppError }

export type RunFacts = {
  /** Nodes whose results were there already. */
  cachedNodes: string[]
  queuedAtMs: number | undefined
  startedAtMs: number | undefined
  endedAtMs: number | undefined
}

type Context = { promptId: string; serverName: string; wasCancelledByUs: boolean }

export function outcomeOf(record: EndedRecord, context: Context): Outcome {
  const { promptId, serverName } = context
  if (record.result === 'interrupted') return interrupted(context)
  const { cachedNodes, queuedAtMs, startedAtMs, endedAtMs, graph, failure } = record
  const facts = { cachedNodes, queuedAtMs, startedAtMs, endedAtMs }
  const files = collectFiles(record.outputs)
  if (record.result === 'error') {
    return { state: 'error', error: errorOfExecution(failure, { graph, serverName, promptId }), files, ...facts }
  }
  const texts = collectTexts(record.outputs)
  if (files.length === 0 && texts.length === 0) {
    return { state: 'error', error: errorOfNoOutput(graph, context), files, ...facts }
  }
  return { state: 'success', files, texts, ...facts }
}

export function interrupted({ promptId, serverName, wasCancelledByUs }: Context): Outcome {
  const error = new AppError({
    code: 'CANCELLED',
    message: wasCancelledByUs ? 'It was cancelled.' : `Somebody else stopped it on ${serverName}.`,
    suggestion: wasCancelledByUs
      ? 'Start it again when it is wanted after all.'
      : `Another program or person uses ${serverName} too: agree with them, then start it again.`,
    details: { promptId, server: serverName, by: wasCancelledByUs ? 'us' : 'somebody else' },
  })
  return { state: 'interrupted', error, isOurs: wasCancelledByUs }
}

export function forgotten({ promptId, serverName }: Context): Outcome {
  const error = new AppError({
    code: 'COMFY_UNAVAILABLE',
    message: `${serverName} no longer knows what it was asked to do: it was restarted, or its history was cleared.`,
    suggestion: 'Start it again. Files it had already saved are still on that machine.',
    details: { promptId, server: serverName },
    retryable: true,
  })
  return { state: 'forgotten', error }
}

/** What was last seen of a prompt that did not end in time. */
export type LastSeen = 'pending' | 'running' | 'unknown' | 'unreachable'

export function timedOut({
  promptId,
  serverName,
  afterMs,
  lastSeen,
  cause,
}: Omit<Context, 'wasCancelledByUs'> & { afterMs: number; lastSeen: LastSeen; cause: unknown }): Outcome {
  const after = formatSeconds(afterMs)
  const [message, suggestion] = {
    pending: [
      `${serverName} has not begun within ${after}: others are before it in its queue.`,
      'Try another GPU, or wait until the queue there is shorter.',
    ],
    running: [
      `${serverName} did not finish within ${after}.`,
      'Ask for a smaller size or fewer steps, or give the workflow a longer deadline in its manifest.',
    ],
    unknown: [`${serverName} did not finish within ${after}.`, 'Look at its own window or log.'],
    unreachable: [
      `${serverName} has not answered for too long, and ${after} are over.`,
      'Check that ComfyUI still runs there and that the network is up.',
    ],
  }[lastSeen]
  const error = new AppError({
    code: 'GENERATION_TIMEOUT',
    message: message ?? `${serverName} did not finish within ${after}.`,
    suggestion,
    details: { promptId, server: serverName, afterMs, lastSeen },
    retryable: lastSeen !== 'running',
    cause,
  })
  return { state: 'timed-out', error }
}

function errorOfNoOutput(graph: unknown, { promptId, serverName }: Context): AppError {
  const overSocket = Object.entries(fieldsOf(graph)).find(
    ([, node]) => textOf(fieldsOf(node).class_type) === 'SaveImageWebsocket',
  )
  const message = overSocket
    ? `${startSentence(nameNode(graph, overSocket[0]))} sends its picture away instead of saving it.`
    : `${serverName} finished, and saved nothing.`
  return new AppError({
    code: 'NO_OUTPUT',
    message,
    suggestion: overSocket
      ? 'Replace SaveImageWebsocket with SaveImage.'
      : 'Check that a node such as SaveImage is linked to the result, and that no node blocks what comes after it.',
    details: { promptId, server: serverName },
  })
}
