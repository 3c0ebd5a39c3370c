import type { Chance } from './chance.ts'
import { mixColours } from './colour.ts'
import type { Frame } from './frame.ts'
import { findGround } from './land.ts'
import type { Thing } from './read-words.ts'
import { drawShape, type Shape, shapes } from './shapes.ts'

/** What stands, floats and flies in the scene, as silhouettes with a rim of light. */
export function drawFigures(frame: Frame, chance: Chance): string {
  const { reading } = frame
  const usual = reading.place === 'sea' ? (['birds', 'boat'] as const) : (['person', 'birds', 'tree', 'house'] as const)
  const things = reading.things.length > 0 ? reading.things : [chance.pick<Thing>(usual)]
  const isInside = reading.place === 'room'
  // From the farthest to the nearest, and inside only what is found there.
  const order: Thing[] = isInside
    ? ['table', 'chair', 'person', 'dog', 'cat']
    : ['birds', 'boat', 'lighthouse', 'tower', 'house', 'tree', 'table', 'chair', 'person', 'dog', 'cat']
  return order
    .filter((thing) => things.includes(thing))
    .map((thing) => drawThing(thing, frame, chance))
    .join('')
}

function drawThing(thing: Thing, frame: Frame, chance: Chance): string {
  if (thing === 'person') return frame.reading.isClose ? drawPortrait(frame, chance) : drawPeople(frame, chance)
  if (thing === 'birds') return drawBirds(frame, chance)
  const shape = shapes[thing]
  const { x, y } = findPlace(thing === 'boat', { shape, frame, chance })
  const scale = chance.between(...shape.scale)
  return `<g transform="translate(${Math.round(x)} ${Math.round(y)}) scale(${scale.toFixed(2)})" ${styleOf(frame)}>${drawShape(thing, frame)}</g>`
}

type Placing = { shape: Shape; frame: Frame; chance: Chance }

/** A boat floats where there is water; everything else keeps to the ground. */
function findPlace(isAfloat: boolean, { shape, frame, chance }: Placing): { x: number; y: number } {
  const x = chance.between(0.16, 0.84) * frame.width
  const y = chance.between(...shape.foot)
  if (isAfloat && frame.reading.place === 'sea') return { x, y: Math.max(frame.horizon + 60, y) }
  return { x, y: toGround(frame, y) }
}

function toGround(frame: Frame, y: number): number {
  return Math.max(findGround(frame), y)
}

function styleOf({ palette }: Frame, scale = 1): string {
  const rim = mixColours(palette.figure, palette.light, 0.5)
  return `fill="${palette.figure}" stroke="${rim}" stroke-width="${(2.4 / Math.max(1, scale / 1.3)).toFixed(1)}" stroke-linejoin="round"`
}

function drawPeople(frame: Frame, chance: Chance): string {
  const { width, reading } = frame
  const centre = chance.between(0.3, 0.7) * width
  return Array.from({ length: Math.max(1, reading.people) }, (_, index) => {
    const side = index % 2 === 0 ? 1 : -1
    const x = centre + side * Math.ceil(index / 2) * chance.between(95, 130)
    const scale = chance.between(1.05, 1.3)
    return drawPerson({ x, y: toGround(frame, chance.between(884, 930)), scale }, frame, chance)
  }).join('')
}

/** Head and shoulders: the same person from near by. */
function drawPortrait(frame: Frame, chance: Chance): string {
  const scale = Math.min(4.4, frame.width / 150)
  return drawPerson({ x: frame.width * chance.between(0.42, 0.58), y: 470 + 172 * scale, scale }, frame, chance)
}

type Standing = { x: number; y: number; scale: number }

function drawPerson({ x, y, scale }: Standing, frame: Frame, chance: Chance): string {
  const body = chance.isLikely(0.6)
    ? 'M-30 0C-34 -60 -28 -110 -17 -146C-8 -156 8 -156 17 -146C28 -110 36 -60 32 0Z'
    : 'M-24 0L-17 -78L-25 -140C-18 -156 18 -156 25 -140L17 -78L24 0H8L0 -64L-8 0Z'
  const scarf = `<path d="M-15 -150C-5 -140 6 -140 16 -150L46 ${Math.round(chance.between(-138, -118))}L42 ${Math.round(chance.between(-122, -104))}L12 -136Z" fill="${frame.palette.accent}" stroke="none"/>`
  const hat = chance.isLikely(0.35) ? '<path d="M-34 -186H34L14 -194C12 -216 -12 -216 -14 -194Z"/>' : ''
  return `<g transform="translate(${Math.round(x)} ${Math.round(y)}) scale(${scale.toFixed(2)})" ${styleOf(frame, scale)}><path d="${body}"/><circle cy="-172" r="20"/>${hat}${scarf}</g>`
}

function drawBirds({ width, horizon, palette }: Frame, chance: Chance): string {
  const [x, y] = [chance.between(0.2, 0.8) * width, chance.between(0.2, 0.55) * horizon]
  const birds = Array.from({ length: chance.whole(5, 11) }, () => {
    const size = chance.between(7, 19)
    const [at, up] = [x + chance.between(-200, 200), y + chance.between(-70, 70)]
    return `M${Math.round(at - size)} ${Math.round(up)}q${(size / 2).toFixed(1)} ${(-size * 0.7).toFixed(1)} ${size.toFixed(1)} 0q${(size / 2).toFixed(1)} ${(-size * 0.7).toFixed(1)} ${size.toFixed(1)} 0`
  })
  return `<path d="${birds.join('')}" fill="none" stroke="${palette.figure}" stroke-width="3" stroke-linecap="round"/>`
}
