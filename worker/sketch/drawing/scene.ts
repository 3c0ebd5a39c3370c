import type { Control, Lora } from '../nodes/values.ts'
import type { Images, Picture, Size } from '../pictures/images.ts'

/** Everything that a drawing shows. The same scene gives the same picture. */
export type Scene = Size & {
  words: string
  seed: bigint
  model: string
  loras: readonly Lora[]
  references: readonly Images[]
  controls: readonly Control[]
  /** An eighth as fine, in the same size. */
  isCoarse?: boolean
  /** The picture it starts from, and how much of it is drawn over. */
  init?: { picture: Picture; strength: number }
}
