import { setTimeout as pause } from 'node:timers/promises'
import { stringifyJson } from '#lib/runtime/json.ts'
import { isObject } from '#lib/workflow/graph.ts'
import { spend } from '../behaviour.ts'
import type { NodeHost, Step } from '../nodes/node.ts'
import { toAscii } from '../pictures/png.ts'
import { Interrupted, NodeFailure, ServerGone } from './failures.ts'
import { modelSizeGb } from './model-size.ts'
import type { Run } from './run.ts'

export type RunningHost = NodeHost & {
  /** What goes wrong when a node starts. */
  enter(): Promise<void>
  /** What was interrupted while a node worked stops before its result counts. */
  leave(): Promise<void>
}

/** What one node of one run may ask of the server. */
export function createHost(run: Run, nodeId: string): RunningHost {
  const { machine, item, progress } = run
  const { behaviour, files } = machine

  const check = async (): Promise<void> => {
    while (behaviour.isStalled && !machine.signal.aborted && !machine.interrupt.isAsked) await pause(stallCheckMs)
    if (machine.signal.aborted) throw new ServerGone()
    if (!machine.interrupt.isAsked) return
    machine.interrupt.isAsked = false
    throw new Interrupted()
  }
  const wait = async (ms: number): Promise<void> => {
    // Even without a pause, whoever wants to interrupt must get a turn.
    if (ms <= 0) await new Promise((resolve) => setImmediate(resolve))
    for (let leftMs = ms; leftMs > 0 && !machine.signal.aborted && !machine.interrupt.isAsked; leftMs -= stallCheckMs) {
      await pause(Math.min(leftMs, stallCheckMs))
    }
    await check()
  }
  const classType = item.graph[nodeId]?.class_type ?? ''
  const isHere = (node: string): boolean => node === nodeId || node === classType

  return {
    behaviour,
    files,
    graph: item.graph,
    tempName: machine.tempName,
    wantsPreviews: wantsPreviews(item.extraData, behaviour.previewMethod),
    metadata: () => metadataOf(run),
    async enter() {
      if (behaviour.dropSocketsAt !== null && isHere(behaviour.dropSocketsAt)) {
        behaviour.dropSocketsAt = null
        machine.sockets.drop()
      }
      await check()
      if (behaviour.failAt && isHere(behaviour.failAt.node)) failOnPurpose(run)
    },
    leave: check,
    async step({ value, max, pauseMs, preview }: Step) {
      await wait(pauseMs)
      progress.update(nodeId, { value, max, preview: await preview?.() })
    },
    async loadModel(name) {
      if (machine.loaded.has(name)) return
      await wait(behaviour.modelLoadMsOf[name] ?? behaviour.modelLoadMs)
      machine.loaded.add(name)
    },
    claimMemory({ model, megapixels }) {
      // A megapixel of latent takes a few hundred megabytes while it is sampled.
      const neededGb = modelSizeGb(model) + megapixels * 0.3
      if (neededGb <= behaviour.memoryGb) return
      machine.loaded.clear()
      throw new NodeFailure(
        'torch.OutOfMemoryError',
        `Allocation on device 0 would exceed allowed memory. (out of memory)\nNeeded: ${neededGb.toFixed(2)} GiB\nDevice limit: ${behaviour.memoryGb.toFixed(2)} GiB`,
      )
    },
  }
}

/** Short enough that an interrupt feels immediate. */
const stallCheckMs = 20

function wantsPreviews(extraData: Record<string, unknown>, serverDefault: string): boolean {
  const asked = extraData.preview_method
  const known = ['none', 'auto', 'latent2rgb', 'taesd']
  // An unknown method means the server's own.
  return (typeof asked === 'string' && known.includes(asked) ? asked : serverDefault) !== 'none'
}

function failOnPurpose({ machine: { behaviour } }: Run): void {
  const fault = behaviour.failAt
  if (!fault) return
  if (spend(fault).isSpent) behaviour.failAt = null
  throw new NodeFailure(fault.exceptionType, fault.message, fault.hasNaN ? { denoise: [Number.NaN] } : {})
}

/** The graph as it ran, and what the submitter added, as they are written into pictures. */
function metadataOf({ item, signatures }: Run): Record<string, string> {
  const graph = Object.entries(item.graph).map(([id, node]) => {
    const fileHash = signatures.get(id)?.fileHash
    return [id, fileHash === undefined ? node : { ...node, is_changed: [fileHash] }]
  })
  const extra = item.extraData.extra_pnginfo
  const texts = { prompt: Object.fromEntries(graph), ...(isObject(extra) && extra) }
  return Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, toAscii(stringifyJson(value))]))
}
