import type { Images, Size } from '../pictures/images.ts'

export type Lora = { name: string; weight: number }

export type Model = {
  kind: 'model'
  name: string
  loras: Lora[]
  /** Pictures that an IP-Adapter put on the model. */
  references: Images[]
  controls: Control[]
  /** A motion model turns a batch into the frames of one clip. */
  isMotion: boolean
}

export type Clip = { kind: 'clip'; name: string; loras: Lora[] }

export type Control = { images: Images; strength: number }

export type Conditioning = {
  kind: 'conditioning'
  text: string
  references: Images[]
  controls: Control[]
  loras: Lora[]
}

export type Latent = Size & {
  kind: 'latent'
  count: number
  /** The place that the first of it had in the batch it was taken from. */
  from?: number
  /** The frames belong to one clip. */
  isClip: boolean
  /** What is in it: an encoded picture, or what a sampler made. */
  images: Images | undefined
  /** What a clip starts from and ends with. */
  start?: Images | undefined
  end?: Images | undefined
}

export type Video = { kind: 'video'; images: Images; fps: number; bytes?: Uint8Array }

export type Sigmas = { kind: 'sigmas'; steps: number; denoise: number }

export type Value =
  | Model
  | Clip
  | Conditioning
  | Latent
  | Video
  | { kind: 'images'; images: Images }
  | { kind: 'mask'; images: Images }
  | { kind: 'noise'; seed: bigint }
  | { kind: 'guider'; model: Model; positive: Conditioning; negative: Conditioning | undefined }
  | Sigmas
  | { kind: 'upscaler'; name: string; factor: number }
  | { kind: 'plain'; value: unknown }
  /** What only passes through: VAEs, samplers, adapters, options. */
  | { kind: 'thing'; name: string }

export function plain(value: unknown): Value {
  return { kind: 'plain', value }
}

export function thing(name: string): Value {
  return { kind: 'thing', name }
}
