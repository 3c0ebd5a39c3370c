import { parseJson } from '#lib/runtime/json.ts'
import { fieldsOf, isFields, numberOf, textOf, textsOf } from './fields.ts'
import { filesOfNode, type NodeText, type OutputFile, textsOfNode } from './outputs.ts'

/** What can be heard of one prompt while it runs. None of it is the outcome: that is settled from the records. */
export type ComfyEvent =
  | { type: 'started' }
  | { type: 'cached'; nodeIds: string[] }
  /** The node that runs from now on. */
  | { type: 'node'; nodeId: string }
  | { type: 'progress'; nodeId: string; value: number; max: number }
  /** Every node that has run or runs, with how far each is. */
  | { type: 'nodes'; nodes: NodeProgress[] }
  | { type: 'preview'; nodeId: string | undefined; mimeType: string; bytes: Uint8Array }
  | { type: 'output'; nodeId: string; files: OutputFile[]; texts: NodeText[] }
  | { type: 'succeeded' }
  | { type: 'failed'; nodeId: string; nodeClass: string }
  | { type: 'interrupted' }
  /** The server is done with it, and its record is or will be there in a moment. */
  | { type: 'ended' }
  /** The socket that carried these events is gone, and no more of them will come; the prompt itself may go on. */
  | { type: 'lost' }

export type NodeProgress = { nodeId: string; value: number; max: number; isFinished: boolean }

/** An event and whose it is; for a preview of the old kind, which does not say, undefined. */
export type Heard = { promptId: string | undefined; event: ComfyEvent }

/** A text frame as an event; undefined for all that concerns no prompt, is of an unknown type, or makes no sense. */
export function readTextFrame(text: string): Heard | undefined {
  const frame = parseFrame(text)
  const data = fieldsOf(frame?.data)
  const promptId = textOf(data.prompt_id)
  if (promptId === undefined) return undefined
  const event = readEvent(frame?.type, data)
  return event && { promptId, event }
}

function readEvent(type: unknown, data: Readonly<Record<string, unknown>>): ComfyEvent | undefined {
  const nodeId = textOf(data.display_node) ?? textOf(data.node)
  switch (type) {
    case 'execution_start':
      return { type: 'started' }
    case 'execution_cached':
      return { type: 'cached', nodeIds: textsOf(data.nodes) }
    case 'executing':
      if (nodeId !== undefined) return { type: 'node', nodeId }
      return data.node === null ? { type: 'ended' } : undefined
    case 'progress':
      return nodeId === undefined ? undefined : { type: 'progress', nodeId, ...readSteps(data) }
    case 'progress_state':
      return { type: 'nodes', nodes: Object.entries(fieldsOf(data.nodes)).flatMap(readNodeProgress) }
    case 'executed':
      if (nodeId === undefined) return undefined
      return {
        type: 'output',
        nodeId,
        files: filesOfNode(nodeId, data.output),
        texts: textsOfNode(nodeId, data.output),
      }
    case 'execution_success':
      return { type: 'succeeded' }
    case 'execution_error':
      // A node that blocks what comes after it says so in this form, and the run goes on.
      if (data.exception_type === 'ExecutionBlocked') return undefined
      return { type: 'failed', nodeId: textOf(data.node_id) ?? '?', nodeClass: textOf(data.node_type) ?? '?' }
    case 'execution_interrupted':
      return { type: 'interrupted' }
    default:
      return undefined
  }
}

/** A binary frame as an event: previews of both kinds. */
export function readBinaryFrame(bytes: Uint8Array): Heard | undefined {
  if (bytes.byteLength < 8) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [kind, second] = [view.getUint32(0), view.getUint32(4)]
  if (kind === 1) return readPlainPreview(second, bytes.subarray(8))
  if (kind !== 4 || second > bytes.byteLength - 8) return undefined
  const about = parseFrame(new TextDecoder().decode(bytes.subarray(8, 8 + second)))
  const promptId = textOf(about?.prompt_id)
  const mimeType = textOf(about?.image_type)
  const picture = bytes.subarray(8 + second)
  if (promptId === undefined || !mimeType?.startsWith('image/') || picture.byteLength === 0) return undefined
  const nodeId = textOf(about?.display_node_id) ?? textOf(about?.node_id)
  return { promptId, event: { type: 'preview', nodeId, mimeType, bytes: picture } }
}

function readPlainPreview(format: number, picture: Uint8Array): Heard | undefined {
  const mimeType = format === 1 ? 'image/jpeg' : format === 2 ? 'image/png' : undefined
  if (mimeType === undefined || picture.byteLength === 0) return undefined
  return { promptId: undefined, event: { type: 'preview', nodeId: undefined, mimeType, bytes: picture } }
}

function readNodeProgress([id, value]: [string, unknown]): NodeProgress[] {
  if (!isFields(value)) return []
  return [{ nodeId: textOf(value.display_node_id) ?? id, ...readSteps(value), isFinished: value.state === 'finished' }]
}

function readSteps(data: Readonly<Record<string, unknown>>): { value: number; max: number } {
  return { value: numberOf(data.value) ?? 0, max: numberOf(data.max) ?? 1 }
}

function parseFrame(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const frame = parseJson(text)
    return isFields(frame) ? frame : undefined
  } catch {
    return undefined
  }
}
