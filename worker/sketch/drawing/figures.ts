import type { Chance } from './chance.ts'
import { mixColours } from './colour.ts'
import type { Frame } from './frame.ts'
import type { Thing } from './read-words.ts'

/** What stands and flies in the scene, as silhouettes with a rim of light. */
export function drawFigures(frame: Frame, chance: Chance): string {
  const { reading } = frame
  const things = reading.things.length > 0 ? reading.things : [chance.pick<Thing>(['person', 'birds', 'tree', 'house'])]
  const order: Thing[] = ['birds', 'tower', 'house', 'tree', 'boat', 'person']
  return order
    .filter((thing) => things.includes(thing))
    .map((thing) => drawThing(thing, frame, chance))
    .join('')
}

function drawThing(thing: Thing, frame: Frame, chance: Chance): string {
  const { width, palette, reading } = frame
  const rim = mixColours(palette.figure, palette.light, 0.5)
  const style = `fill="${palette.figure}" stroke="${rim}" stroke-width="2.4" stroke-linejoin="round"`
  const place = (y: number, scale: number) => {
    const x = chance.between(0.2, 0.8) * width
    return `<g transform="translate(${Math.round(x)} ${Math.round(y)}) scale(${scale.toFixed(2)})" ${style}>`
  }
  switch (thing) {
    case 'person':
      return drawPeople(frame, chance, style)
    case 'birds':
      return drawBirds(frame, chance)
    case 'boat':
      return `${place(chance.between(690, 780), chance.between(1.1, 1.5))}<path d="M-80 0H80L58 34H-58Z"/><path d="M0 -6V-150L70 -22Z" fill="${palette.accent}"/><path d="M-6 -14V-120L-54 -22Z" fill="${mixColours(palette.accent, '#ffffff', 0.4)}"/></g>`
    case 'house':
      return `${place(chance.between(790, 840), chance.between(0.9, 1.3))}<path d="M-70 0V-70L0 -124L70 -70V0Z"/><path d="M34 -100V-136H50V-88Z"/><rect x="-14" y="-52" width="28" height="30" fill="${palette.light}" stroke="none" opacity="${reading.time === 'day' ? 0.45 : 0.95}"/></g>`
    case 'tower':
      return `${place(chance.between(800, 850), chance.between(1.2, 1.7))}<path d="M-34 0L-26 -230H-38V-256H-20V-246H-8V-256H8V-246H20V-256H38V-230H26L34 0Z"/><rect x="-7" y="-190" width="14" height="24" rx="7" fill="${palette.light}" stroke="none"/></g>`
    case 'tree':
      return `${place(chance.between(850, 910), chance.between(1.3, 1.8))}<path d="M-9 0C-4 -50 -6 -70 -14 -104L0 -92L16 -118C8 -70 8 -40 12 0Z"/><path d="M0 -250C62 -256 104 -206 84 -160C108 -120 54 -88 14 -106C-30 -82 -92 -104 -78 -154C-104 -200 -52 -250 0 -250Z"/></g>`
  }
}

function drawPeople({ width, palette, reading }: Frame, chance: Chance, style: string): string {
  const centre = chance.between(0.3, 0.7) * width
  return Array.from({ length: Math.max(1, reading.people) }, (_, index) => {
    const side = index % 2 === 0 ? 1 : -1
    const x = centre + side * Math.ceil(index / 2) * chance.between(95, 130)
    const scale = chance.between(1.05, 1.3)
    const cloak = chance.isLikely(0.6)
    const body = cloak
      ? 'M-30 0C-34 -60 -28 -110 -17 -146C-8 -156 8 -156 17 -146C28 -110 36 -60 32 0Z'
      : 'M-24 0L-17 -78L-25 -140C-18 -156 18 -156 25 -140L17 -78L24 0H8L0 -64L-8 0Z'
    const scarf = `<path d="M-15 -150C-5 -140 6 -140 16 -150L46 ${Math.round(chance.between(-138, -118))}L42 ${Math.round(chance.between(-122, -104))}L12 -136Z" fill="${palette.accent}" stroke="none"/>`
    const hat = chance.isLikely(0.35) ? '<path d="M-34 -186H34L14 -194C12 -216 -12 -216 -14 -194Z"/>' : ''
    return `<g transform="translate(${Math.round(x)} ${Math.round(chance.between(884, 930))}) scale(${scale.toFixed(2)})" ${style}><path d="${body}"/><circle cy="-172" r="20"/>${hat}${scarf}</g>`
  }).join('')
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
