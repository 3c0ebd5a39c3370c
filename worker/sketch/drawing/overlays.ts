import type { Lora } from '../nodes/values.ts'
import { createChance, hashText } from './chance.ts'
import { fromHsl } from './colour.ts'
import type { Frame } from './frame.ts'

/** Each LoRA lays its own colour and its own strokes over the picture, the more the stronger it is. */
export function drawLoras({ width }: Frame, loras: readonly Lora[]): string {
  return loras.map((lora) => drawLora(width, lora)).join('')
}

function drawLora(width: number, { name, weight }: Lora): string {
  const hash = hashText(name)
  const strength = Math.min(Math.abs(weight), 2) / 2
  // A negative weight pushes the other way.
  const hue = (hash % 360) + (weight < 0 ? 180 : 0)
  const chance = createChance('lora', name)
  const size = chance.whole(30, 58)
  const lean = chance.between(-0.6, 0.6)
  const mark = marks[hash % marks.length] ?? marks[0]
  const places: string[] = []
  for (let y = 0; y < 1000; y += size) {
    const shift = (((y * lean) % size) + size) % size
    for (let x = shift - size; x < width; x += size) places.push(`M${x.toFixed(0)} ${y}${mark(size)}`)
  }
  return `<rect width="${width}" height="1000" fill="${fromHsl(hue, 0.72, 0.5)}" opacity="${(strength * 0.4).toFixed(3)}"/><path d="${places.join('')}" fill="none" stroke="${fromHsl(hue + 20, 0.6, 0.8)}" stroke-width="${(1 + strength * 3).toFixed(2)}" opacity="${(0.08 + strength * 0.4).toFixed(3)}"/>`
}

/** Relative paths, drawn from the corner of each cell. */
const marks: readonly [(size: number) => string, ...((size: number) => string)[]] = [
  (size) => `h${size * 0.7}`,
  (size) => `m${size / 2} ${size / 4}l${size / 5} ${size / 5}l${-size / 5} ${size / 5}l${-size / 5} ${-size / 5}Z`,
  (size) => `q${size / 4} ${-size / 3} ${size / 2} 0t${size / 2} 0`,
  (size) => `m${size / 2} ${size / 4}v${size / 2}m${-size / 4} ${-size / 4}h${size / 2}`,
  (size) => `l${size / 3} ${size / 4}`,
]

/** References hang as small framed pictures in the corner, so that it is seen which were used. */
export function drawReferences({ width }: Frame, pictures: readonly string[]): string {
  const side = Math.min(170, (width * 0.8) / Math.max(1, pictures.length) - 18)
  return pictures
    .map((jpeg, index) => {
      const x = width - (index + 1) * (side + 22)
      const tilt = index % 2 === 0 ? -2.5 : 2
      return `<g transform="translate(${x.toFixed(1)} ${(1000 - side - 48).toFixed(1)}) rotate(${tilt})"><rect x="-8" y="-8" width="${side + 16}" height="${side + 16}" fill="#000000" opacity=".3" transform="translate(5 6)"/><rect x="-8" y="-8" width="${side + 16}" height="${side + 16}" fill="#f4f0e6"/><image href="data:image/jpeg;base64,${jpeg}" width="${side}" height="${side}" preserveAspectRatio="xMidYMid slice"/></g>`
    })
    .join('')
}
