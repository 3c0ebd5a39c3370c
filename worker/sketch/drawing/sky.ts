import type { Chance } from './chance.ts'
import { mixColours } from './colour.ts'
import type { Frame } from './frame.ts'

/** The sky, its light, what floats in it. */
export function drawSky(frame: Frame, chance: Chance): string {
  const { palette, width, horizon, reading } = frame
  const [top, middle, low] = palette.sky
  const stops = [
    [0, top],
    [0.58, middle],
    [1, low],
  ].map(([at, colour]) => `<stop offset="${at}" stop-color="${colour}"/>`)
  const isNight = reading.time === 'night'
  return [
    `<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">${stops.join('')}</linearGradient></defs>`,
    `<rect width="${width}" height="1000" fill="${low}"/><rect width="${width}" height="${round(horizon + 40)}" fill="url(#sky)"/>`,
    isNight && !reading.weather ? drawStars(frame, chance) : '',
    drawLight(frame),
    reading.weather === 'fog' ? '' : drawClouds(frame, chance),
  ].join('')
}

function drawStars({ width, horizon }: Frame, chance: Chance): string {
  const stars = Array.from({ length: Math.round(width / 9) }, () => {
    const y = horizon * chance.next() ** 1.4
    const size = chance.between(0.6, 2.1)
    return `<circle cx="${round(chance.between(0, width))}" cy="${round(y)}" r="${round(size)}" opacity="${round(chance.between(0.25, 0.95))}"/>`
  })
  return `<g fill="#fff6e4">${stars.join('')}</g>`
}

/** A disc or a crescent, and the glow that makes the air around it visible. */
function drawLight({ palette, light, reading, width }: Frame): string {
  const { x, y, radius } = light
  const isNight = reading.time === 'night'
  const strength = reading.weather ? 0.5 : isNight ? 0.6 : 0.95
  const glow = radius * (isNight ? 6 : 9)
  return `<defs><radialGradient id="glow"><stop offset="0" stop-color="${palette.light}" stop-opacity="${strength}"/><stop offset=".3" stop-color="${palette.light}" stop-opacity="${round(strength * 0.36)}"/><stop offset="1" stop-color="${palette.light}" stop-opacity="0"/></radialGradient></defs>
<rect width="${width}" height="1000" fill="${palette.light}" opacity=".04"/>
<circle cx="${round(x)}" cy="${round(y)}" r="${round(glow)}" fill="url(#glow)"/>
<path transform="translate(${round(x)} ${round(y)}) rotate(-24)" d="${isNight ? crescent(radius) : disc(radius)}" fill="${mixColours(palette.light, '#ffffff', 0.35)}" opacity="${reading.weather ? 0.6 : 1}"/>`
}

function disc(radius: number): string {
  return `M0 ${-radius}A${radius} ${radius} 0 1 1 0 ${radius}A${radius} ${radius} 0 1 1 0 ${-radius}Z`
}

/** The lit edge alone: what of the moon is dark shows the sky. */
function crescent(radius: number): string {
  const inner = radius * 1.2
  return `M0 ${-radius}A${radius} ${radius} 0 0 0 0 ${radius}A${inner} ${inner} 0 0 1 0 ${-radius}Z`
}

function drawClouds({ width, horizon, palette, reading }: Frame, chance: Chance): string {
  const { weather, time } = reading
  const pale = mixColours(palette.sky[2], '#ffffff', time === 'night' ? 0.05 : 0.45)
  // What falls from the sky falls out of clouds.
  const colour = weather === 'rain' ? mixColours(pale, '#3a4250', 0.62) : pale
  const banks = Array.from({ length: weather ? chance.whole(13, 18) : chance.whole(2, 5) }, () => {
    const [x, y] = [chance.between(-0.1, 1.1) * width, chance.between(0.02, weather ? 0.5 : 0.78) * horizon]
    const reach = chance.between(90, 260) * (weather ? 1.9 : 1)
    const puffs = Array.from({ length: chance.whole(4, 8) }, () => {
      const rx = chance.between(0.3, 0.8) * reach
      const [cx, cy] = [x + chance.between(-1, 1) * reach, y + chance.between(-0.1, 0.1) * reach]
      return `<ellipse cx="${round(cx)}" cy="${round(cy)}" rx="${round(rx)}" ry="${round(rx * chance.between(0.12, 0.24))}"/>`
    })
    return puffs.join('')
  })
  return `<defs><radialGradient id="cloud"><stop offset="0" stop-color="${colour}" stop-opacity=".6"/><stop offset=".6" stop-color="${colour}" stop-opacity=".26"/><stop offset="1" stop-color="${colour}" stop-opacity="0"/></radialGradient></defs><g fill="url(#cloud)">${banks.join('')}</g>`
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
