import { createChance } from './chance.ts'
import { choosePalette, type Palette } from './palette.ts'
import { type Reading, readWords } from './read-words.ts'

/** The stage of one drawing: always 1000 high, as wide as the shape asks. */
export type Frame = {
  width: number
  height: number
  /** Where the sky ends. */
  horizon: number
  light: { x: number; y: number; radius: number }
  reading: Reading
  palette: Palette
}

export function setFrame(input: { words: string; seed: bigint; aspect: number; tint: string | undefined }): Frame {
  const { words, seed, aspect, tint } = input
  const reading = readWords(words)
  const chance = createChance('frame', reading.hash, seed)
  const width = Math.round(1000 * aspect)
  const horizon = reading.place === 'sea' ? chance.between(500, 600) : chance.between(540, 700)
  const isLow = reading.time === 'dawn' || reading.time === 'dusk'
  const y = isLow ? horizon - chance.between(30, 130) : chance.between(120, horizon * 0.5)
  return {
    width,
    height: 1000,
    horizon,
    light: { x: chance.between(0.16, 0.84) * width, y, radius: reading.time === 'night' ? 42 : isLow ? 62 : 38 },
    reading,
    palette: choosePalette(reading, { seed, tint }),
  }
}
