import { fromSharp, type Images, makeImages, type Picture, toSharp } from './images.ts'
import { mixPictures } from './mix.ts'
import { resizePicture } from './resize.ts'

/** A clip: the camera moves over the drawn scene, out of the picture it starts from and into the one it ends with. */
export function animate(input: {
  still: Images
  start: Images | undefined
  end: Images | undefined
  count: number
  seed: bigint
}): Images {
  const { still, start, end, count, seed } = input
  const { width, height } = still
  const snap = async (images: Images): Promise<Picture> =>
    await resizePicture(await images.frame(0), { width, height, method: 'bicubic', isCropped: true })
  let ends: Promise<{ from: Picture; to: Picture }> | undefined
  const readEnds = async () => {
    const drawn = await still.frame(0)
    const from = start ? await snap(start) : drawn
    return { from, to: end ? await snap(end) : start ? from : drawn }
  }
  const isFixedEnd = end !== undefined
  const move = cameraOf(seed)
  return makeImages({
    width,
    height,
    count,
    frame: async (index) => {
      ends ??= readEnds()
      const { from, to } = await ends
      const at = count > 1 ? index / (count - 1) : 0
      const picture = from === to ? from : mixPictures({ from, to, at: ease(at) })
      // A clip between two given pictures begins and ends exactly with them.
      const amount = isFixedEnd ? Math.sin(at * Math.PI) : at
      return await look(picture, { ...move, amount })
    },
  })
}

type Camera = { x: number; y: number; zoom: number }

function cameraOf(seed: bigint): Camera {
  const pick = (shift: bigint) => Number((seed >> shift) % 5n) / 4
  return { x: pick(0n), y: 0.3 + pick(3n) * 0.4, zoom: 0.1 + pick(6n) * 0.06 }
}

async function look(picture: Picture, { x, y, zoom, amount }: Camera & { amount: number }): Promise<Picture> {
  const share = 1 - zoom * amount
  const width = Math.max(1, Math.round(picture.width * share))
  const height = Math.max(1, Math.round(picture.height * share))
  if (width === picture.width && height === picture.height) return picture
  const left = Math.round((picture.width - width) * x)
  const top = Math.round((picture.height - height) * y)
  return await fromSharp(
    toSharp(picture)
      .extract({ left, top, width, height })
      .resize({ width: picture.width, height: picture.height, fit: 'fill', kernel: 'cubic' }),
  )
}

function ease(at: number): number {
  return at * at * (3 - 2 * at)
}
