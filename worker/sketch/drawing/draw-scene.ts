import sharp from 'sharp'
import { fromSharp, type Images, type Picture, toSharp } from '../pictures/images.ts'
import { mixPictures } from '../pictures/mix.ts'
import { resizePicture } from '../pictures/resize.ts'
import { createChance } from './chance.ts'
import { toHex } from './colour.ts'
import { drawFigures } from './figures.ts'
import { type Frame, setFrame } from './frame.ts'
import { drawLand } from './land.ts'
import { drawLoras, drawReferences } from './overlays.ts'
import type { Scene } from './scene.ts'
import { drawSky } from './sky.ts'
import { drawWeather } from './weather.ts'

/** Draws what a prompt says. It is marked as a sketch when it is saved. The same scene gives the same bytes on one machine. */
export async function drawScene(scene: Scene): Promise<Picture> {
  const { width, height, words, seed } = scene
  const references = await Promise.all(scene.references.slice(0, mostReferences).map(readReference))
  const frame = setFrame({ words, seed, aspect: width / height, tint: references[0]?.tint })
  const jpegs = references.map(({ jpeg }) => jpeg)
  const drawn = await drawFrame(frame, { ...scene, jpegs })
  const controlled = await layControls(drawn, scene)
  return scene.init ? await blendInit(controlled, { ...scene, init: scene.init }) : controlled
}

const mostReferences = 6

/** Most of the work is done for each pixel. */
async function drawFrame(frame: Frame, scene: Scene & { jpegs: string[] }): Promise<Picture> {
  const { width, height, isCoarse } = scene
  if (!isCoarse) return await render(composeSvg(frame, scene))
  const size = { width: Math.ceil(width / coarseness), height: Math.ceil(height / coarseness) }
  return await resizePicture(await render(composeSvg(frame, { ...scene, ...size })), {
    width,
    height,
    method: 'nearest-exact',
  })
}

const coarseness = 8

function composeSvg(frame: Frame, scene: Scene & { jpegs: string[] }): string {
  const { width, height, seed, loras, jpegs } = scene
  // Each part has a chance of its own, so that one more star does not move the mountains.
  const chanceFor = (part: string) => createChance(part, frame.reading.hash, seed, scene.model)
  const isInside = frame.reading.place === 'room'
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${frame.width} 1000" preserveAspectRatio="none">`,
    drawSky(frame, chanceFor('sky')),
    // From a room the weather is seen through the window.
    isInside ? drawWeather(frame, chanceFor('weather')) : '',
    drawLand(frame, chanceFor('land')),
    drawFigures(frame, chanceFor('figures')),
    isInside ? '' : drawWeather(frame, chanceFor('weather')),
    drawLoras(frame, loras),
    drawVignette(frame),
    drawReferences(frame, jpegs),
    '</svg>',
  ].join('')
}

function drawVignette({ width }: Frame): string {
  return `<defs><radialGradient id="edge" cx=".5" cy=".46" r=".78"><stop offset=".55" stop-color="#000" stop-opacity="0"/><stop offset="1" stop-color="#000" stop-opacity=".34"/></radialGradient></defs><rect width="${width}" height="1000" fill="url(#edge)"/>`
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
