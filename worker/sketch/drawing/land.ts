import type { Chance } from './chance.ts'
import { mixColours } from './colour.ts'
import type { Frame } from './frame.ts'
import type { Place } from './read-words.ts'

/** The ground in layers: pale and flat far away, dark and large near by. That is all there is to depth. */
export function drawLand(frame: Frame, chance: Chance): string {
  const { palette, horizon } = frame
  const { place } = frame.reading
  if (place === 'sea') return `${drawIslands(frame, chance)}${drawWater(frame, chance)}${drawShore(frame)}`
  if (place === 'room') return drawRoom(frame, chance)
  const layers = 5
  const parts = Array.from({ length: layers }, (_, index) => {
    const depth = (index + 1) / layers
    const colour = mixColours(palette.haze, palette.near, depth ** 1.15)
    const base = horizon - 20 + (1000 - horizon) * 0.86 * depth ** 1.7
    const layer = { frame, chance, depth, base, colour }
    return `${shapes[place](layer)}${index < layers - 1 ? drawHaze(layer) : ''}`
  })
  return parts.join('')
}

/** The highest line that something may stand on: above it is water, a wall or the air. */
export function findGround({ reading, horizon }: Frame): number {
  if (reading.place === 'sea') return hasShore(reading) ? 905 : 1000
  if (reading.place === 'room') return 815
  // The nearest row of houses hides what is behind it.
  return reading.place === 'city' ? Math.min(965, horizon - 20 + (1000 - horizon) * 0.86 + 24) : horizon + 90
}

/** A view of the sea alone, or of boats on it, needs no land. */
function hasShore({ hasQuay, things }: Frame['reading']): boolean {
  return hasQuay || things.some((thing) => thing !== 'boat' && thing !== 'birds')
}

function drawShore({ width, palette, reading }: Frame): string {
  if (!hasShore(reading)) return ''
  const lit = mixColours(palette.near, palette.light, 0.24)
  if (!reading.hasQuay) {
    const line = `M0 884C${round(width * 0.2)} 862 ${round(width * 0.36)} 872 ${round(width * 0.52)} 880S${round(width * 0.84)} 902 ${width} 874`
    return `<path d="${line}V1000H0Z" fill="${mixColours(palette.near, '#d9c08c', 0.22)}"/><path d="${line}" fill="none" stroke="${palette.light}" stroke-width="4" opacity=".4"/>`
  }
  const joints = Array.from({ length: Math.ceil(width / 130) }, (_, at) => `M${at * 130 + 40} 892V930`)
  const bollards = [0.12, 0.9].map((at) => `M${round(at * width - 13)} 886v-34h-5v-9h36v9h-5v34Z`)
  return `<rect y="878" width="${width}" height="122" fill="${palette.near}"/><rect y="878" width="${width}" height="13" fill="${lit}"/><path d="${joints.join('')}M0 930H${width}" fill="none" stroke="${palette.figure}" stroke-width="3" opacity=".4"/><path d="${bollards.join('')}" fill="${palette.figure}"/>`
}

/** A wall with a window, through which the sky is seen, and a floor. */
function drawRoom({ width, palette, reading }: Frame, chance: Chance): string {
  const isDark = reading.time === 'night' || reading.time === 'dusk'
  const base = mixColours(palette.near, palette.accent, 0.16)
  const wall = mixColours(base, isDark ? '#201a2c' : '#efe4d2', isDark ? 0.2 : 0.5)
  const floor = mixColours(base, '#1a120e', 0.34)
  const side = Math.min(430, width * 0.34)
  const left = round(chance.between(0.08, 0.55) * (width - side))
  const hole = `M${left} 190H${round(left + side)}V620H${left}Z`
  const boards = Array.from({ length: 13 }, (_, at) => {
    const x = ((at - 1) / 11) * width
    return `M${round(width / 2 + (x - width / 2) * 0.86)} 790L${round(width / 2 + (x - width / 2) * 1.5)} 1000`
  })
  const lamp = round(chance.between(0.3, 0.7) * width)
  return `<path fill-rule="evenodd" d="M0 0H${width}V800H0Z${hole}" fill="${wall}"/><path d="${hole}M${round(left + side / 2)} 190V620M${left} 400H${round(left + side)}" fill="none" stroke="${mixColours(wall, '#ffffff', 0.5)}" stroke-width="14"/><rect x="${round(left - 26)}" y="620" width="${round(side + 52)}" height="20" fill="${mixColours(wall, '#ffffff', 0.4)}"/><rect y="790" width="${width}" height="210" fill="${floor}"/><path d="${boards.join('')}" stroke="${palette.figure}" stroke-width="3" opacity=".3"/><rect y="772" width="${width}" height="20" fill="${mixColours(wall, palette.figure, 0.4)}"/><path d="M${lamp} 0V150" stroke="${palette.figure}" stroke-width="4"/><path d="M${lamp - 62} 200L${lamp - 26} 146H${lamp + 26}L${lamp + 62} 200Z" fill="${palette.accent}"/><ellipse cx="${lamp}" cy="214" rx="420" ry="300" fill="url(#glow)" opacity="${isDark ? 0.8 : 0.2}"/>`
}

function drawIslands(frame: Frame, chance: Chance): string {
  const { palette, horizon } = frame
  const layer = { frame, chance, base: horizon + 22 }
  const far = drawRidge({ ...layer, depth: 0.2, colour: mixColours(palette.haze, palette.near, 0.25) }, 130)
  return chance.isLikely(0.75) ? far : ''
}

type Layer = { frame: Frame; chance: Chance; depth: number; base: number; colour: string }

const shapes: Record<Exclude<Place, 'sea' | 'room'>, (layer: Layer) => string> = {
  mountains: (layer) => (layer.depth < 0.75 ? drawRidge(layer, 230) : drawHills(layer, 60)),
  hills: (layer) => drawHills(layer, 110),
  desert: (layer) => drawHills(layer, 80),
  forest: (layer) => `${drawHills(layer, 70)}${drawPines(layer)}`,
  city: (layer) => (layer.depth < 1 ? drawBlocks(layer) : drawHills(layer, 14)),
}

function drawHaze({ frame, depth, base }: Layer): string {
  const id = `haze${Math.round(depth * 100)}`
  const { width, palette } = frame
  return `<defs><linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${palette.haze}" stop-opacity="0"/><stop offset=".5" stop-color="${palette.haze}" stop-opacity="${round(0.46 * (1 - depth * 0.6))}"/><stop offset="1" stop-color="${palette.haze}" stop-opacity="0"/></linearGradient></defs><rect y="${round(base - 90)}" width="${width}" height="260" fill="url(#${id})"/>`
}

/** Peaks by halving: each middle is moved by less than the one before. */
function drawRidge({ frame, chance, depth, base, colour }: Layer, height: number): string {
  let points: number[] = [chance.next(), chance.next(), chance.next(), chance.next()]
  for (let reach = 0.42; points.length < 120; reach *= 0.55) {
    points = points.flatMap((point, at) => {
      const next = points[at + 1]
      return next === undefined ? [point] : [point, (point + next) / 2 + chance.between(-reach, reach)]
    })
  }
  const rise = height * (1.25 - depth * 0.6)
  const place = (point: number, at: number) =>
    `${round((at / (points.length - 1)) * frame.width)} ${round(base - point * rise)}`
  const light = mixColours(colour, frame.palette.light, 0.18)
  const id = `ridge${Math.round(depth * 100)}`
  const gradient = `<defs><linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${light}"/><stop offset=".5" stop-color="${colour}"/></linearGradient></defs>`
  return `${gradient}<path d="M0 1000L${points.map(place).join('L')}L${frame.width} 1000Z" fill="url(#${id})"/>`
}

function drawHills(layer: Layer, height: number): string {
  const { frame, depth, colour } = layer
  const line = hillLine(layer, height)
  const steps = 48
  const points = Array.from({ length: steps + 1 }, (_, at) => {
    const x = (at / steps) * frame.width
    return `${round(x)} ${round(line(x))}`
  })
  const id = `hill${Math.round(depth * 100)}`
  const light = mixColours(colour, frame.palette.light, 0.2 * (1.2 - depth))
  const gradient = `<defs><linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${light}"/><stop offset=".4" stop-color="${colour}"/><stop offset="1" stop-color="${mixColours(colour, '#05060c', 0.25)}"/></linearGradient></defs>`
  return `${gradient}<path d="M0 1000L${points.join('L')}L${frame.width} 1000Z" fill="url(#${id})"/>`
}

function hillLine({ chance, base, depth }: Layer, height: number): (x: number) => number {
  const waves = [0.0021, 0.0047, 0.0103].map((rate, at) => ({
    rate: rate * chance.between(0.7, 1.3),
    start: chance.between(0, 6.28),
    height: (height * (0.55 + depth * 0.45)) / (at * 1.6 + 1.6),
  }))
  return (x) => base - waves.reduce((sum, wave) => sum + Math.sin(x * wave.rate + wave.start) * wave.height, 0)
}

function drawPines({ frame, chance, depth, base, colour }: Layer): string {
  const count = Math.round((frame.width / 20) * (1.5 - depth))
  const shade = mixColours(colour, '#06140e', 0.22)
  const path = Array.from({ length: count }, () => {
    const [x, foot] = [chance.between(0, frame.width), base + chance.between(-20, 46)]
    const height = chance.between(60, 130) * (0.4 + depth * 1.25)
    const half = height * chance.between(0.15, 0.22)
    const tiers = [0, 0.28, 0.54].map((from) => {
      const [bottom, top] = [foot - height * from, foot - height * Math.min(1, from + 0.52)]
      const reach = half * (1 - from * 0.75)
      return `M${round(x - reach)} ${round(bottom)}L${round(x)} ${round(top)}L${round(x + reach)} ${round(bottom)}Z`
    })
    return tiers.join('')
  })
  return `<path d="${path.join('')}" fill="${shade}"/>`
}

function drawBlocks({ frame, chance, depth, base, colour }: Layer): string {
  const { width, reading, palette } = frame
  const isLit = reading.time === 'night' || reading.time === 'dusk'
  const blocks: string[] = []
  const windows: string[] = []
  for (let x = -30; x < width; ) {
    const blockWidth = chance.between(36, 92) * (0.6 + depth * 0.9)
    const height = chance.between(70, 330) * (1.15 - depth * 0.45)
    const top = base - height
    blocks.push(`M${round(x)} 1000V${round(top)}H${round(x + blockWidth)}V1000Z`)
    if (chance.isLikely(0.2)) blocks.push(`M${round(x + blockWidth / 2 - 2)} ${round(top)}v-46h4v46Z`)
    if (isLit && depth > 0.3) windows.push(drawWindows({ chance, x, top, blockWidth, depth }))
    x += blockWidth + chance.between(-6, 12)
  }
  const glow = mixColours(palette.light, palette.accent, 0.3)
  return `<path d="${blocks.join('')}" fill="${colour}"/><path d="${windows.join('')}" fill="${glow}" opacity=".78"/>`
}

function drawWindows(block: { chance: Chance; x: number; top: number; blockWidth: number; depth: number }): string {
  const { chance, x, top, blockWidth, depth } = block
  const pane = 3 + depth * 4
  const panes: string[] = []
  for (let row = top + pane * 2; row < top + 260; row += pane * 2.8) {
    for (let at = x + pane; at < x + blockWidth - pane * 1.5; at += pane * 2.4) {
      if (chance.isLikely(0.3))
        panes.push(`M${round(at)} ${round(row)}h${round(pane)}v${round(pane * 1.3)}h-${round(pane)}Z`)
    }
  }
  return panes.join('')
}

/** Water takes its colours from the sky, upside down, and a path of light runs over it. */
function drawWater({ width, horizon, palette, light }: Frame, chance: Chance): string {
  const deep = mixColours(palette.near, palette.sky[0], 0.35)
  const gradient = `<defs><linearGradient id="water" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${mixColours(palette.sky[2], palette.near, 0.25)}"/><stop offset="1" stop-color="${deep}"/></linearGradient></defs>`
  const strips = Array.from({ length: 120 }, () => {
    const share = chance.next() ** 1.6
    const y = horizon + 6 + share * (1000 - horizon)
    const isGlitter = chance.isLikely(0.55)
    const x = isGlitter ? light.x + chance.between(-1, 1) * (30 + share * 190) : chance.between(0, width)
    const length = chance.between(14, 70) * (0.4 + share * 2)
    const fill = isGlitter ? palette.light : mixColours(palette.sky[1], '#ffffff', 0.2)
    const opacity = isGlitter ? chance.between(0.2, 0.7) : chance.between(0.05, 0.2)
    return `<rect x="${round(x - length / 2)}" y="${round(y)}" width="${round(length)}" height="${round(1.4 + share * 4)}" rx="2" fill="${fill}" opacity="${round(opacity)}"/>`
  })
  return `${gradient}<rect y="${round(horizon)}" width="${width}" height="${round(1000 - horizon)}" fill="url(#water)"/>${strips.join('')}`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
