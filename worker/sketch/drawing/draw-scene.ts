import sharp from 'sharp'
import { fromSharp, type Images, type Picture, toSharp } from '../pictures/images.ts'
import { mixPictures } from '../pictures/mix.ts'
import { resizePicture } from '../pictures/resize.ts'
import { createChance } from './chance.ts'
import { toHex } from './colour.ts'
import { drawFigures } from './figures.ts'
import { type Frame, setFrame } from './frame.ts'
import { drawText, measureText } from './glyphs.ts'
import { drawLand } from './land.ts'
import { drawLoras, drawReferences } from './overlays.ts'
import type { Scene } from './scene.ts'
import { drawSky } from './sky.ts'
import { drawWeather } from './weather.ts'

/** Draws what a prompt says, plainly marked as a sketch. The same scene gives the same bytes on one machine. */
export async function drawScene(scene: Scene): Promise<Picture> {
  const { width, height, words, seed } = scene
  const references = await Promise.all(scene.references.slice(0, mostReferences).map(readReference))
  const frame = setFrame({ words, seed, aspect: width / height, tint: references[0]?.tint })
  const jpegs = references.map(({ jpeg }) => jpeg)
  const drawn = await render(composeSvg(frame, { ...scene, jpegs }))
  const controlled = await layControls(drawn, scene)
  return scene.init ? await blendInit(controlled, { ...scene, init: scene.init }) : controlled
}

const mostReferences = 6

function composeSvg(frame: Frame, scene: Scene & { jpegs: string[] }): string {
  const { width, height, seed, loras, jpegs } = scene
  // Each part has a chance of its own, so that one more star does not move the mountains.
  const chanceFor = (part: string) => createChance(part, frame.reading.hash, seed, scene.model)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${frame.width} 1000" preserveAspectRatio="none">`,
    drawSky(frame, chanceFor('sky')),
    drawLand(frame, chanceFor('land')),
    drawFigures(frame, chanceFor('figures')),
    drawWeather(frame, chanceFor('weather')),
    drawLoras(frame, loras),
    drawVignette(frame),
    drawReferences(frame, jpegs),
    drawCaption(frame, seed),
    '</svg>',
  ].join('')
}

function drawVignette({ width }: Frame): string {
  return `<defs><radialGradient id="edge" cx=".5" cy=".46" r=".78"><stop offset=".55" stop-color="#000" stop-opacity="0"/><stop offset="1" stop-color="#000" stop-opacity=".34"/></radialGradient></defs><rect width="${width}" height="1000" fill="url(#edge)"/>`
}

function drawCaption({ width }: Frame, seed: bigint): string {
  const text = `sketch  seed ${seed}`
  const scale = Math.min(3.2, (width * 0.9) / (measureText(text) + 12))
  const boxWidth = (measureText(text) + 6) * scale
  return `<g transform="translate(${(18 * scale) / 3.2} ${1000 - 16 * scale})"><rect width="${boxWidth.toFixed(1)}" height="${(11.4 * scale).toFixed(1)}" rx="${(3 * scale).toFixed(1)}" fill="#0a0c14" opacity=".5"/><g transform="translate(${(3.4 * scale).toFixed(1)} ${(1.9 * scale).toFixed(1)}) scale(${scale.toFixed(2)})" fill="none" stroke="#f6f1e4" stroke-width=".72" stroke-linecap="round" stroke-linejoin="round">${drawText(text)}</g></g>`
}

async function render(svg: string): Promise<Picture> {
  return await fromSharp(sharp(Buffer.from(svg)).flatten({ background: '#000000' }))
}

/** A small copy to show, and its mean colour, which the whole picture leans towards. */
async function readReference(images: Images): Promise<{ jpeg: string; tint: string }> {
  const small = toSharp(await images.frame(0)).resize({ width: 256, height: 256, fit: 'cover' })
  const [jpeg, { channels }] = await Promise.all([
    small.clone().jpeg({ quality: 84 }).toBuffer(),
    small.clone().stats(),
  ])
  const mean = (at: number) => channels[at]?.mean ?? 0
  return { jpeg: jpeg.toString('base64'), tint: toHex([mean(0), mean(1), mean(2)]) }
}

/** The lines of a control picture shine through where it is light. */
async function layControls(picture: Picture, { controls, width, height }: Scene): Promise<Picture> {
  let result = picture
  for (const { images, strength } of controls) {
    const over = await resizePicture(await images.frame(0), { width, height, method: 'bilinear' })
    const opacity = Math.min(1, Math.max(0, strength) * 0.45)
    const input = await toSharp(over).ensureAlpha(opacity).raw().toBuffer()
    const raw = { width, height, channels: 4 } as const
    result = await fromSharp(toSharp(result).composite([{ input, raw, blend: 'screen' }]))
  }
  return result
}

async function blendInit(drawn: Picture, scene: Scene & { init: NonNullable<Scene['init']> }): Promise<Picture> {
  const { width, height, init } = scene
  const from = await resizePicture(init.picture, { width, height, method: 'bicubic' })
  // The less it was to change, the more of what was there stays.
  return mixPictures({ from, to: drawn, at: init.strength ** 1.3 * 0.94 })
}
