import type { Graph } from '#lib/workflow/graph.ts'
import type { Behaviour } from '../behaviour.ts'
import type { FileStore } from '../files.ts'
import type { UiOutput } from '../protocol/history.ts'
import type { Inputs } from './inputs.ts'
import type { Value } from './values.ts'

export type NodeResult = { outputs: Value[]; ui?: UiOutput }

export type NodeCall = {
  nodeId: string
  classType: string
  inputs: Inputs
  host: NodeHost
}

export type NodeImplementation = (call: NodeCall) => NodeResult | Promise<NodeResult>

export type Step = {
  value: number
  max: number
  pauseMs: number
  /** How far the picture is; made only when it is sent. */
  preview?: (() => Promise<Preview>) | undefined
}

export type Preview = { bytes: Buffer; type: 'image/jpeg' | 'image/png' }

/** What a node may ask of the server that runs it. */
export type NodeHost = {
  behaviour: Behaviour
  files: FileStore
  /** The executed graph and the extra_pnginfo, as they go into files. */
  metadata(): Record<string, string>
  graph: Graph
  /** The letters of this server's temporary names. */
  tempName: string
  /** Somebody asked to see the picture grow. */
  wantsPreviews: boolean
  /** Tells progress, takes its time, and throws when the run was interrupted. */
  step(step: Step): Promise<void>
  /** Takes the time of a load unless the model is in memory already. */
  loadModel(name: string): Promise<void>
  /** Throws as a card does whose memory is full. */
  claimMemory(need: { model: string; megapixels: number }): void
}
