import sharp, { type Sharp } from 'sharp'

/** Eight-bit RGB, row by row. */
export type Picture = { width: number; height: number; data: Uint8Array }

/**
 * A batch of pictures of one size. A frame is made when it is asked for: eighty frames of a clip would not fit beside each
 * other in memory, and many are never looked at.
 */
export type Images = { width: number; height: number; count: number; frame(index: number): Promise<Picture> }

export type Size = { width: number; height: number }

/** A batch that keeps what it made, so that a picture used in three places is drawn once. Only for small batches. */
export function makeImages(input: Size & { count: number; frame(index: number): Promise<Picture> }): Images {
  const { width, height, count } = input
  const isSmall = width * height * count <= keptPixels
  const kept = new Map<number, Promise<Picture>>()
  return {
    width,
    height,
    count,
    frame(index) {
      const known = kept.get(index)
      if (known) return known
      const made = input.frame(index)
      if (isSmall) kept.set(index, made)
      return made
    },
  }
}

/** Four pictures of 1920 by 1080, 25 MB. */
const keptPixels = 4 * 1920 * 1080

export function imagesOf(pictures: readonly [Picture, ...Picture[]]): Images {
  const [{ width, height }] = pictures
  const [first] = pictures
  return { width, height, count: pictures.length, frame: async (index) => pictures[index] ?? first }
}

export function mapImages(images: Images, size: Size, change: (picture: Picture) => Promise<Picture>): Images {
  const { width, height } = size
  return makeImages({ width, height, count: images.count, frame: async (index) => change(await images.frame(index)) })
}

export function solidImages(size: Size & { count: number; color: number }): Images {
  const { width, height, count, color } = size
  return makeImages({ width, height, count, frame: async () => solidPicture({ width, height, color }) })
}

function solidPicture({ width, height, color }: Size & { color: number }): Picture {
  const data = new Uint8Array(width * height * 3)
  const channels = [(color >> 16) & 255, (color >> 8) & 255, color & 255]
  if (channels.every((channel) => channel === channels[0])) return { width, height, data: data.fill(channels[0] ?? 0) }
  for (let at = 0; at < data.length; at++) data[at] = channels[at % 3] ?? 0
  return { width, height, data }
}

export function toSharp({ width, height, data }: Picture): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } })
}

export async function fromSharp(image: Sharp): Promise<Picture> {
  const { data, info } = await image.removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data: info.channels === 1 ? tripled(data) : data }
}

function tripled(grey: Uint8Array): Uint8Array {
  const data = new Uint8Array(grey.length * 3)
  for (let at = 0; at < grey.length; at++) data.fill(grey[at] ?? 0, at * 3, at * 3 + 3)
  return data
}

export function invertPicture({ width, height, data }: Picture): Picture {
  return { width, height, data: data.map((value) => 255 - value) }
}
