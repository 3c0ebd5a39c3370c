import type { ControlKind } from './manifest.ts'

export type PictureSize = { width: number; height: number }

/** Everything a graph is bound from, and nothing else: the same request gives the same graph. File names are the server's. */
export type BindRequest = {
  prompt?: string | undefined
  negative?: string | undefined
  /** The seed that was asked for. */
  seed?: bigint | undefined
  /** The seed for a workflow that needs one when none was asked for. */
  freshSeed: bigint
  /** The size of the result, in pixels. */
  size?: PictureSize | undefined
  /** The longest side that the server can render. */
  longestSide?: number | undefined
  steps?: number | undefined
  cfg?: number | undefined
  guidance?: number | undefined
  denoise?: number | undefined
  sampler?: string | undefined
  scheduler?: string | undefined
  frames?: number | undefined
  /** Of the result. */
  fps?: number | undefined
  /** Frames in a second of the clip behind `video`, for a workflow that makes more of them. */
  sourceFps?: number | undefined
  multiplier?: number | undefined
  model?: string | undefined
  loras?: readonly LoraRequest[] | undefined
  references?: readonly ReferenceRequest[] | undefined
  control?: readonly ControlRequest[] | undefined
  initImage?: string | undefined
  endImage?: string | undefined
  video?: string | undefined
  keyframes?: readonly { frame: number; prompt: string }[] | undefined
  /** A draft takes fewer steps and is drawn smaller, as the manifest says. Final when left out. */
  quality?: 'draft' | 'final' | undefined
  /** Pictures in one go. Left out: as many as the graph has written down. */
  count?: number | undefined
  /** Only this one of the pictures that the seed draws in one go, from 0. Left out: the first. */
  pictureIndex?: number | undefined
  /** How the output files begin. Unique to the job, so that its files are found again and no cached result is taken for it. */
  filenamePrefix: string
}

export type LoraRequest = { name: string; weight: number; clipWeight?: number | undefined }
export type ReferenceRequest = { image: string; weight?: number | undefined }
export type ControlRequest = {
  kind: ControlKind
  image: string
  strength?: number | undefined
  /** Whether the picture is what the model reads already: outlines, and not a picture to find them in. */
  isReady?: boolean | undefined
}

export const maxSeed = 2n ** 64n - 1n
