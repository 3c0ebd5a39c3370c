import { findReachable, isLink } from '#lib/workflow/graph.ts'
import type { Machine } from '../machine-state.ts'
import { type RawInputs, readInputs } from '../nodes/inputs.ts'
import { implementationOf } from '../nodes/registry.ts'
import { plain, type Value } from '../nodes/values.ts'
import { type HistoryEntry, type NodeMeta, type StatusMessage, toTuple, type UiOutput } from '../protocol/history.ts'
import type { QueueItem } from '../protocol/queue.ts'
import { type CachedResult, type Signatures, signNodes } from './cache.ts'
import { errorPayload } from './error-payload.ts'
import { Interrupted, NodeFailure, ServerGone } from './failures.ts'
import { createHost } from './host.ts'
import { orderNodes } from './order.ts'
import { createProgress } from './progress.ts'
import type { Run } from './run.ts'

/** Runs one prompt from start to its last message; the entry for the history, or nothing when the server went away. */
export async function runPrompt(machine: Machine, item: QueueItem): Promise<HistoryEntry | undefined> {
  const { promptId, graph, outputs, extraData } = item
  const clientId = typeof extraData.client_id === 'string' ? extraData.client_id : undefined
  const messages: StatusMessage[] = []
  machine.interrupt.isAsked = false
  machine.running = { clientId, nodeId: undefined }

  const tell: Run['tell'] = (type, data, isForEveryone = false) => {
    const full = { prompt_id: promptId, ...data, timestamp: Date.now() }
    messages.push([type, full])
    if (clientId !== undefined || isForEveryone) machine.sockets.send(type, full, clientId)
  }
  tell('execution_start', {})

  const needed = findReachable(graph, outputs)
  const nodeIds = Object.keys(graph).filter((id) => needed.has(id))
  const { info } = await machine.nodes()
  const signatures = await signNodes(graph, nodeIds, machine.files)
  const cached = findCached({ machine, signatures, nodeIds })
  const run: Run = {
    machine,
    item,
    info,
    signatures,
    cached,
    progress: createProgress(machine, { promptId, clientId }),
    executed: [],
    values: new Map([...cached].map(([id, result]) => [id, result.outputs])),
    outputs: {},
    meta: {},
    tell,
    send: (type, data) => void (clientId !== undefined && machine.sockets.send(type, data, clientId)),
  }
  tell('execution_cached', { nodes: [...cached.keys()] })

  const isSuccess = await runNodes(run)
  machine.running = undefined
  if (isSuccess === undefined) return undefined
  if (isSuccess) tell('execution_success', {})
  const status = { status_str: isSuccess ? 'success' : 'error', completed: isSuccess, messages } as const
  return { prompt: toTuple(item), outputs: run.outputs, status, meta: run.meta }
}

/** For what went wrong outside of any node: the prompt has failed, and the next one runs all the same. */
export function failedEntry(machine: Machine, item: QueueItem, error: unknown): HistoryEntry {
  machine.running = undefined
  const clientId = typeof item.extraData.client_id === 'string' ? item.extraData.client_id : undefined
  const data = {
    ...{ prompt_id: item.promptId, node_id: '', node_type: '', executed: [] },
    ...errorPayload(error, {}),
    ...{ current_outputs: [], timestamp: Date.now() },
  }
  if (clientId !== undefined) machine.sockets.send('execution_error', data, clientId)
  const messages: StatusMessage[] = [['execution_error', data]]
  const status = { status_str: 'error', completed: false, messages } as const
  return { prompt: toTuple(item), outputs: {}, status, meta: {} }
}

function findCached(input: { machine: Machine; signatures: Signatures; nodeIds: string[] }): Map<string, CachedResult> {
  const { machine, signatures, nodeIds } = input
  if (!machine.behaviour.isCaching) return new Map()
  return new Map(
    nodeIds.flatMap((id): [string, CachedResult][] => {
      const result = machine.cache.get(signatures.get(id)?.signature ?? '')
      return result ? [[id, result]] : []
    }),
  )
}

/** True for success, false for an error or an interrupt, undefined when the server went away. */
async function runNodes(run: Run): Promise<boolean | undefined> {
  const { graph, outputs } = run.item
  const isOutput = (id: string) => run.info.get(graph[id]?.class_type ?? '')?.isOutput === true
  const order = orderNodes({ graph: withoutCached(run), outputs, isOutput })
  for (let nodeId = order.next(); nodeId !== undefined; nodeId = order.next()) {
    try {
      await runNode(run, nodeId, isOutput(nodeId))
    } catch (error) {
      if (error instanceof ServerGone) return undefined
      tellFailure(run, nodeId, error)
      return false
    }
    order.finish(nodeId)
  }
  return true
}

/** Nobody waits for a cached node, and what only cached nodes lean on is not needed. */
function withoutCached({ item, cached }: Run): QueueItem['graph'] {
  const isOpen = ([, value]: [string, unknown]) => !isLink(value) || !cached.has(value[0])
  return Object.fromEntries(
    Object.entries(item.graph).map(([id, node]) => {
      const inputs = cached.has(id) ? {} : Object.fromEntries(Object.entries(node.inputs ?? {}).filter(isOpen))
      return [id, { ...node, inputs }]
    }),
  )
}

async function runNode(run: Run, nodeId: string, isOutput: boolean): Promise<void> {
  const { machine, progress, item, info, signatures } = run
  const node = item.graph[nodeId]
  if (!node) throw new NodeFailure('KeyError', `'${nodeId}'`)
  if (machine.signal.aborted) throw new ServerGone()
  const cached = run.cached.get(nodeId)
  if (cached) {
    if (isOutput) keepOutput(run, nodeId, cached)
    return
  }
  const nodeInfo = info.get(node.class_type)
  if (!nodeInfo) throw new NodeFailure('KeyError', `'${node.class_type}'`)
  progress.start(nodeId)
  if (machine.running) machine.running.nodeId = nodeId
  run.send('executing', { node: nodeId, display_node: nodeId, prompt_id: item.promptId })
  const host = createHost(run, nodeId)
  await host.enter()
  const inputs = readInputs(node.class_type, gatherInputs(run, nodeId))
  const result = await implementationOf(nodeInfo)({ nodeId, classType: node.class_type, inputs, host })
  await host.leave()

  const meta = { node_id: nodeId, display_node: nodeId, parent_node: null, real_node_id: nodeId }
  run.values.set(nodeId, result.outputs)
  run.executed.push(nodeId)
  if (result.ui) {
    run.send('executed', { node: nodeId, display_node: nodeId, output: result.ui, prompt_id: item.promptId })
    // SaveImageWebsocket returns an empty UI, which leaves no trace in the history.
    if (Object.keys(result.ui).length > 0) {
      run.outputs[nodeId] = result.ui
      run.meta[nodeId] = meta
    }
  }
  progress.finish(nodeId)
  const signature = signatures.get(nodeId)?.signature
  if (signature) machine.cache.set(signature, { outputs: result.outputs, ui: result.ui, meta })
}

function keepOutput(run: Run, nodeId: string, cached: { ui: UiOutput | undefined; meta: NodeMeta }): void {
  const { ui, meta } = cached
  run.send('executed', { node: nodeId, display_node: nodeId, output: ui ?? null, prompt_id: run.item.promptId })
  run.progress.finish(nodeId)
  if (!ui) return
  run.outputs[nodeId] = ui
  run.meta[nodeId] = meta
}

function gatherInputs({ item, values }: Run, nodeId: string): RawInputs {
  const given = Object.entries(item.graph[nodeId]?.inputs ?? {})
  return Object.fromEntries(
    given.flatMap(([name, value]): [string, Value][] => {
      if (!isLink(value)) return [[name, plain(value)]]
      const linked = values.get(value[0])?.[value[1]]
      return linked ? [[name, linked]] : []
    }),
  )
}

function tellFailure(run: Run, nodeId: string, error: unknown): void {
  const { item, executed, tell } = run
  const node_type = item.graph[nodeId]?.class_type ?? ''
  if (error instanceof Interrupted) {
    tell('execution_interrupted', { node_id: nodeId, node_type, executed }, true)
    return
  }
  const payload = errorPayload(error, gatherInputs(run, nodeId))
  tell('execution_error', {
    node_id: nodeId,
    node_type,
    executed,
    ...payload,
    current_outputs: Object.keys(item.graph),
  })
}
