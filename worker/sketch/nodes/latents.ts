import { type Images, solidImages } from '../pictures/images.ts'
import { cropImages, resizeImages } from '../pictures/resize.ts'
import type { Inputs } from './inputs.ts'
import type { NodeCall, NodeImplementation, NodeResult } from './node.ts'
import type { Latent, Value } from './values.ts'

/** Each family rounds the asked size down to its own grid, without a word. */
export const latents: Record<string, NodeImplementation> = {
  EmptyLatentImage: ({ inputs }) => emptyLatent(inputs, 8),
  EmptySD3LatentImage: ({ inputs }) => emptyLatent(inputs, 8),
  EmptyFlux2LatentImage: ({ inputs }) => emptyLatent(inputs, 16),
  Wan22ImageToVideoLatent: ({ inputs }) => ({ outputs: [clipLatent(inputs, { grid: 16, group: 4 })] }),
  WanImageToVideo: ({ inputs }) => guided(inputs, clipLatent(inputs, { grid: 8, group: 4 })),
  WanFirstLastFrameToVideo: ({ inputs }) => guided(inputs, clipLatent(inputs, { grid: 8, group: 4 })),
  VAEEncode: ({ inputs }) => ({ outputs: [encode(inputs)] }),
  VAEEncodeForInpaint: ({ inputs }) => ({ outputs: [encode(inputs)] }),
  SetLatentNoiseMask: ({ inputs }) => ({ outputs: [inputs.latent('samples')] }),
  async VAEEncodeTiled(call) {
    await passTiles(call, call.inputs.images('pixels'))
    return { outputs: [encode(call.inputs)] }
  },
  VAEDecode: ({ inputs }) => ({ outputs: [decode(inputs.latent('samples'))] }),
  async VAEDecodeTiled(call) {
    const latent = call.inputs.latent('samples')
    await passTiles(call, latent)
    return { outputs: [decode(latent)] }
  },
  LatentFromBatch: ({ inputs }) => ({ outputs: [pick(inputs)] }),
  RepeatLatentBatch({ inputs }) {
    const latent = inputs.latent('samples')
    const { images } = latent
    const count = latent.count * inputs.whole('amount', 1)
    const repeated = images && { ...images, count, frame: (index: number) => images.frame(index % images.count) }
    return { outputs: [{ ...latent, count, images: repeated }] }
  },
  LatentUpscaleBy({ inputs }) {
    const latent = inputs.latent('samples')
    const by = inputs.number('scale_by', 1.5)
    return scaled(inputs, { width: round8(latent.width * by), height: round8(latent.height * by) })
  },
}

/** The place in the batch comes along: the noise of a picture is that of its place. */
function pick(inputs: Inputs): Latent {
  const latent = inputs.latent('samples')
  const { images } = latent
  const asked = inputs.whole('batch_index')
  // As ComfyUI's own: from the end when it is negative, and what is not there gives the nearest that is.
  const at = Math.max(0, Math.min(latent.count - 1, asked < 0 ? latent.count + asked : asked))
  const count = Math.min(latent.count - at, inputs.whole('length', 1))
  const picked = images && { ...images, count, frame: (index: number) => images.frame(at + index) }
  return { ...latent, count, from: (latent.from ?? 0) + at, images: picked }
}

function decode(latent: Latent): Value {
  const { width, height, count } = latent
  return { kind: 'images', images: latent.images ?? solidImages({ width, height, count, color: 0x7f7f7f }) }
}

function emptyLatent(inputs: Inputs, grid: number): NodeResult {
  const latent: Latent = {
    kind: 'latent',
    ...gridSize(inputs, grid),
    count: inputs.whole('batch_size', 1),
    isClip: false,
    images: undefined,
  }
  return { outputs: [latent] }
}

function clipLatent(inputs: Inputs, { grid, group }: { grid: number; group: number }): Latent {
  return {
    kind: 'latent',
    ...gridSize(inputs, grid),
    count: group * Math.floor((inputs.whole('length', 1) - 1) / group) + 1,
    isClip: true,
    images: undefined,
    start: inputs.optionalImages('start_image'),
    end: inputs.optionalImages('end_image'),
  }
}

function guided(inputs: Inputs, latent: Latent): NodeResult {
  return { outputs: [inputs.conditioning('positive'), inputs.conditioning('negative'), latent] }
}

function gridSize(inputs: Inputs, grid: number) {
  const snap = (name: string) => Math.max(grid, Math.floor(inputs.whole(name, 512) / grid) * grid)
  return { width: snap('width'), height: snap('height') }
}

/** Cuts the middle out, down to the grid; the pixel-space VAE takes a picture as it is. */
function encode(inputs: Inputs): Latent {
  const pixels = inputs.images('pixels')
  const vae = inputs.demand('vae', 'thing').name
  const grid = vae === 'pixel_space' ? 1 : vae.includes('flux2') ? 16 : 8
  const width = Math.max(grid, Math.floor(pixels.width / grid) * grid)
  const height = Math.max(grid, Math.floor(pixels.height / grid) * grid)
  const x = Math.floor((pixels.width - width) / 2)
  const y = Math.floor((pixels.height - height) / 2)
  const isWhole = width === pixels.width && height === pixels.height
  const fits = pixels.width >= grid && pixels.height >= grid
  const images = isWhole ? pixels : fits ? cropImages(pixels, { width, height, x, y }) : stretch(pixels, width, height)
  return { kind: 'latent', width, height, count: pixels.count, isClip: false, images }
}

function stretch(images: Images, width: number, height: number): Images {
  return resizeImages(images, { width, height, method: 'lanczos', isCropped: false })
}

function scaled(inputs: Inputs, size: { width: number; height: number }): NodeResult {
  const latent = inputs.latent('samples')
  const images = latent.images && resizeImages(latent.images, { ...size, method: 'bicubic', isCropped: false })
  return { outputs: [{ ...latent, ...size, images }] }
}

function round8(value: number): number {
  return Math.max(8, Math.round(value / 8) * 8)
}

/** Three passes with tiles of three shapes, as the tiled VAE makes them; this is where its progress comes from. */
async function passTiles({ inputs, host }: NodeCall, of: { width: number; height: number; count: number }) {
  const tile = inputs.whole('tile_size', 512)
  const perPass = Math.ceil(of.width / tile) * Math.ceil(of.height / tile)
  const max = of.count * perPass * 3
  // A pause for each of thousands of tiles would be mostly timers.
  const stride = Math.max(1, Math.round(max / 200))
  for (let value = 1; value < max; value += stride) {
    await host.step({ value, max, pauseMs: host.behaviour.tileMs * stride })
  }
  await host.step({ value: max, max, pauseMs: host.behaviour.tileMs })
}
