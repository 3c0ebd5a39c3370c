import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { NodeFailure } from '../execution/failures.ts'
import { parseAnnotated } from '../files.ts'
import {
  fromSharp,
  type Images,
  imagesOf,
  invertPicture,
  makeImages,
  mapImages,
  type Picture,
  solidImages,
  toSharp,
} from '../pictures/images.ts'
import { completeSize, cropImages, resizeImages } from '../pictures/resize.ts'
import type { NodeCall, NodeImplementation, NodeResult } from './node.ts'
import { plain } from './values.ts'

export const imageNodes: Record<string, NodeImplementation> = {
  LoadImage: async (call) => await loadImage(call),
  LoadImageMask: async (call) => ({ outputs: (await loadImage(call)).outputs.slice(1) }),
  EmptyImage: ({ inputs }) =>
    pictures(
      solidImages({
        width: inputs.whole('width', 512),
        height: inputs.whole('height', 512),
        count: inputs.whole('batch_size', 1),
        color: inputs.whole('color'),
      }),
    ),
  ImageInvert({ inputs }) {
    const images = inputs.images('image')
    return pictures(mapImages(images, images, async (picture) => invertPicture(picture)))
  },
  ImageScale({ inputs }) {
    const images = inputs.images('image')
    const size = completeSize({ width: inputs.whole('width'), height: inputs.whole('height') }, images)
    const method = inputs.text('upscale_method')
    return pictures(resizeImages(images, { ...size, method, isCropped: inputs.text('crop') === 'center' }))
  },
  ImageScaleBy({ inputs }) {
    const images = inputs.images('image')
    const by = inputs.number('scale_by', 1)
    const size = { width: atLeast1(images.width * by), height: atLeast1(images.height * by) }
    return pictures(resizeImages(images, { ...size, method: inputs.text('upscale_method'), isCropped: false }))
  },
  ImageScaleToTotalPixels({ inputs }) {
    const images = inputs.images('image')
    const by = Math.sqrt((inputs.number('megapixels', 1) * 1024 * 1024) / (images.width * images.height))
    const grid = Math.max(1, inputs.whole('resolution_steps', 1))
    const snap = (side: number) => Math.max(grid, Math.round((side * by) / grid) * grid)
    const size = { width: snap(images.width), height: snap(images.height) }
    return pictures(resizeImages(images, { ...size, method: inputs.text('upscale_method'), isCropped: false }))
  },
  ImageCrop({ inputs }) {
    const frame = { width: inputs.whole('width', 512), height: inputs.whole('height', 512) }
    return pictures(cropImages(inputs.images('image'), { ...frame, x: inputs.whole('x'), y: inputs.whole('y') }))
  },
  async ImageUpscaleWithModel({ inputs, host }) {
    const { factor } = inputs.demand('upscale_model', 'upscaler')
    const images = inputs.images('image')
    const max = images.count * Math.ceil(images.width / 480) * Math.ceil(images.height / 480)
    for (let value = 1; value <= max; value++) await host.step({ value, max, pauseMs: host.behaviour.stepMs })
    const size = { width: images.width * factor, height: images.height * factor }
    return pictures(
      mapImages(images, size, async (picture) =>
        // A model sharpens edges besides making them larger.
        fromSharp(
          toSharp(picture)
            .resize({ ...size, fit: 'fill', kernel: 'lanczos3' })
            .sharpen({ sigma: 1.2 }),
        ),
      ),
    )
  },
  Canny({ inputs }) {
    const images = inputs.images('image')
    const low = Math.round(inputs.number('low_threshold', 0.4) * 160)
    return pictures(mapImages(images, images, (picture) => findEdges(picture, low)))
  },
  SolidMask({ inputs }) {
    const grey = Math.round(inputs.number('value', 1) * 255)
    const size = { width: inputs.whole('width', 512), height: inputs.whole('height', 512) }
    return { outputs: [{ kind: 'mask', images: solidImages({ ...size, count: 1, color: grey * 0x010101 }) }] }
  },
  MaskToImage: ({ inputs }) => pictures(inputs.mask('mask')),
  ImageToMask: ({ inputs }) => ({ outputs: [{ kind: 'mask', images: inputs.images('image') }] }),
  ImageBatch: ({ inputs }) => pictures(concat([inputs.images('image1'), inputs.images('image2')])),
  BatchImagesNode({ inputs }) {
    const parts = Object.keys(inputs.raw).filter((name) => name.startsWith('images.'))
    return pictures(concat(parts.map((name) => inputs.images(name))))
  },
  ImageFromBatch({ inputs }) {
    const images = inputs.images('image')
    const from = Math.min(images.count - 1, inputs.whole('batch_index'))
    const count = Math.max(1, Math.min(images.count - from, inputs.whole('length', 1)))
    return pictures({ ...images, count, frame: (index) => images.frame(from + index) })
  },
  ImageCompositeMasked({ inputs }) {
    const [under, over] = [inputs.images('destination'), inputs.images('source')]
    const isStretched = inputs.flag('resize_source')
    const source = isStretched ? resizeImages(over, { ...under, method: 'bilinear', isCropped: false }) : over
    const at = { left: inputs.whole('x'), top: inputs.whole('y') }
    const { width, height, count } = under
    const mask = inputs.has('mask') ? inputs.mask('mask') : undefined
    const frame = async (index: number) => {
      const given = { under: await under.frame(index), over: await source.frame(Math.min(index, source.count - 1)) }
      return await layOver({ ...given, at, mask: await mask?.frame(0) })
    }
    return pictures(makeImages({ width, height, count, frame }))
  },
  GetImageSize({ inputs }) {
    const { width, height, count } = inputs.images('image')
    return { outputs: [plain(width), plain(height), plain(count)] }
  },
}

type Layering = { under: Picture; over: Picture; at: { left: number; top: number }; mask: Picture | undefined }

async function layOver({ under, over, at, mask }: Layering): Promise<Picture> {
  const size = {
    width: Math.min(over.width, under.width - at.left),
    height: Math.min(over.height, under.height - at.top),
  }
  if (size.width <= 0 || size.height <= 0) return under
  const { width, height } = over
  const alpha = mask && (await toSharp(mask).resize({ width, height, fit: 'fill' }).extractChannel(0).raw().toBuffer())
  const joined = alpha
    ? toSharp(over).joinChannel(alpha, { raw: { width, height, channels: 1 } })
    : toSharp(over).ensureAlpha()
  const layer = await joined.png().toBuffer()
  const input = await sharp(layer)
    .extract({ left: 0, top: 0, ...size })
    .png()
    .toBuffer()
  return await fromSharp(toSharp(under).composite([{ input, ...at }]))
}

function pictures(images: Images): NodeResult {
  return { outputs: [{ kind: 'images', images }] }
}

/** Everything brought to the size of the first, as ComfyUI's batch nodes do. */
function concat(parts: Images[]): Images {
  const [first] = parts
  if (!first) throw new NodeFailure('ValueError', 'No images to batch')
  const fitted = parts.map((part) => resizeImages(part, { ...first, method: 'bilinear', isCropped: true }))
  const places = fitted.flatMap((images) => Array.from({ length: images.count }, (_, index) => ({ images, index })))
  const { width, height } = first
  return makeImages({
    width,
    height,
    count: places.length,
    frame: async (index) => {
      const place = places[index] ?? { images: first, index: 0 }
      return await place.images.frame(place.index)
    },
  })
}

async function loadImage({ inputs, host }: NodeCall): Promise<NodeResult> {
  const { name, type } = parseAnnotated(inputs.text('image'))
  const file = host.files.locate(type ?? 'input', name) ?? name
  const bytes = await readFile(file).catch(() => {
    throw new NodeFailure('FileNotFoundError', `[Errno 2] No such file or directory: '${file}'`)
  })
  try {
    const { picture, mask } = await decode(bytes)
    // Without an alpha channel the mask is a small empty one.
    const masks = mask ? imagesOf([mask]) : solidImages({ width: 64, height: 64, count: 1, color: 0 })
    return {
      outputs: [
        { kind: 'images', images: imagesOf([picture]) },
        { kind: 'mask', images: masks },
      ],
    }
  } catch (error) {
    if (error instanceof NodeFailure) throw error
    throw new NodeFailure('PIL.UnidentifiedImageError', `cannot identify image file '${file}'`)
  }
}

/** Half a gigabyte with its mask, all at once: a file of a few kilobytes can ask for a hundred times that. */
const maxPixels = 8_192 * 8_192

async function decode(bytes: Buffer): Promise<{ picture: Picture; mask: Picture | undefined }> {
  const { hasAlpha, width: fullWidth, height: fullHeight } = await sharp(bytes, { limitInputPixels: false }).metadata()
  if (fullWidth * fullHeight > maxPixels) {
    throw new NodeFailure(
      'PIL.Image.DecompressionBombError',
      `Image size (${fullWidth * fullHeight} pixels) exceeds limit of ${maxPixels} pixels, could be decompression bomb DOS attack.`,
    )
  }
  const image = sharp(bytes).autoOrient().toColourspace('srgb')
  if (!hasAlpha) return { picture: await fromSharp(image), mask: undefined }
  const { data, info } = await image.ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  const { width, height } = info
  const [colours, hidden] = [new Uint8Array(width * height * 3), new Uint8Array(width * height * 3)]
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    colours.set(data.subarray(from, from + 3), to)
    hidden.fill(255 - (data[from + 3] ?? 255), to, to + 3)
  }
  return { picture: { width, height, data: colours }, mask: { width, height, data: hidden } }
}

async function findEdges(picture: Picture, low: number): Promise<Picture> {
  const kernel = { width: 3, height: 3, kernel: [-1, -1, -1, -1, 8, -1, -1, -1, -1] }
  return await fromSharp(
    toSharp(picture)
      .greyscale()
      .blur(1.2)
      .convolve(kernel)
      .threshold(Math.max(4, low / 4)),
  )
}

function atLeast1(value: number): number {
  return Math.max(1, Math.round(value))
}
