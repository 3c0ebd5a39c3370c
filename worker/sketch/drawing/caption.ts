import sharp from 'sharp'
import type { Picture } from '../pictures/images.ts'
import { drawText, measureText } from './glyphs.ts'

type Plate = { data: Uint8Array; width: number; height: number }

/** Writes what a picture is into its corner: "sketch", and the seed of the job where it has one. */
export async function stampCaption(picture: Picture, seed: bigint | undefined): Promise<Picture> {
  const plate = await renderPlate(picture, seed === undefined ? 'sketch' : `sketch  seed ${seed}`)
  const data = new Uint8Array(picture.data)
  const top = picture.height - plate.height
  for (let row = 0; row < plate.height; row++) {
    for (let column = 0; column < plate.width; column++) {
      const from = (row * plate.width + column) * 4
      const to = ((top + row) * picture.width + column) * 3
      const share = (plate.data[from + 3] ?? 0) / 255
      for (let channel = 0; channel < 3; channel++) {
        const below = data[to + channel] ?? 0
        data[to + channel] = below + ((plate.data[from + channel] ?? 0) - below) * share
      }
    }
  }
  return { width: picture.width, height: picture.height, data }
}

/**
 * The plate lies in the very corner, lets nothing through and is as wide as the longest seed asks, so that it covers the one
 * that a picture made from a sketch brings along.
 */
async function renderPlate({ width, height }: Picture, text: string): Promise<Plate> {
  const wide = (1000 * width) / height
  const scale = Math.min(2.6, (wide * 0.94) / (longest + 10))
  const plate = { width: (longest + 10) * scale, height: 13 * scale }
  const pixels = {
    width: Math.min(width, Math.max(1, Math.round((plate.width * height) / 1000))),
    height: Math.min(height, Math.max(1, Math.round((plate.height * height) / 1000))),
  }
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${pixels.width}" height="${pixels.height}" viewBox="0 0 ${plate.width} ${plate.height}" preserveAspectRatio="none"><path d="M0 0H${plate.width - 4 * scale}a${4 * scale} ${4 * scale} 0 0 1 ${4 * scale} ${4 * scale}V${plate.height}H0Z" fill="#10131c"/><g transform="translate(${5 * scale} ${2.6 * scale}) scale(${scale})" fill="none" stroke="#f6f1e4" stroke-width=".72" stroke-linecap="round" stroke-linejoin="round">${drawText(text)}</g></svg>`
  const { data } = await sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return { data, ...pixels }
}

const longest = measureText(`sketch  seed ${2n ** 64n - 1n}`)
