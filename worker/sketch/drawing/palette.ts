import { createChance } from './chance.ts'
import { mixColours, shiftHue } from './colour.ts'
import type { Place, Reading, Time } from './read-words.ts'

export type Palette = {
  /** From the top down to the horizon. */
  sky: [string, string, string]
  light: string
  haze: string
  /** The nearest ground. */
  near: string
  figure: string
  accent: string
}

const skies: Record<Time, Omit<Palette, 'near' | 'figure' | 'accent'> & { shade: number }> = {
  night: { sky: ['#080d22', '#1a2750', '#40568e'], light: '#f3ead0', haze: '#4d619a', shade: 0.72 },
  dawn: { sky: ['#4b5b93', '#d597a0', '#fbdcb0'], light: '#fff0d2', haze: '#efc3b0', shade: 0.38 },
  day: { sky: ['#3b7ab8', '#8fc1e0', '#e4f1f1'], light: '#fffae4', haze: '#cfe2e6', shade: 0.14 },
  dusk: { sky: ['#281f4c', '#a3456c', '#f59c62'], light: '#ffdca4', haze: '#d47f78', shade: 0.52 },
}

const grounds: Record<Place, string> = {
  sea: '#2f6377',
  forest: '#2f5a3c',
  city: '#434c63',
  mountains: '#465a72',
  desert: '#c08a54',
  hills: '#5f8246',
  room: '#8a6a50',
}

const dark = '#0c0f1c'

/** The colours of a time and a place, turned a little by the words and the seed, and a lot by a colour that was named. */
export function choosePalette(reading: Reading, input: { seed: bigint; tint: string | undefined }): Palette {
  const { time, place, weather, colours } = reading
  const { shade, ...base } = skies[time]
  const chance = createChance('palette', reading.hash, input.seed)
  const turn = ((reading.hash >>> 8) % 37) - 18 + chance.between(-7, 7)
  const [named] = colours
  const accent = colours[1] ?? named ?? shiftHue(base.light, 150 + turn * 2)
  const paint = (colour: string, share: number) => {
    const turned = shiftHue(colour, turn)
    const inTint = input.tint ? mixColours(turned, input.tint, share * 0.7) : turned
    const tinted = named ? mixColours(inTint, named, share) : inTint
    return weather ? mixColours(tinted, weather === 'snow' ? '#dfe6ee' : '#7c8794', weatherShare[weather]) : tinted
  }
  const ground = weather === 'snow' ? mixColours(grounds[place], '#e9eef4', 0.72) : grounds[place]
  return {
    sky: [paint(base.sky[0], 0.18), paint(base.sky[1], 0.3), paint(base.sky[2], 0.34)],
    light: paint(base.light, 0.16),
    haze: paint(base.haze, 0.3),
    near: mixColours(paint(ground, 0.3), dark, shade),
    figure: mixColours(mixColours(ground, dark, 0.82), accent, 0.12),
    accent,
  }
}

const weatherShare = { rain: 0.34, snow: 0.24, fog: 0.3 } as const
