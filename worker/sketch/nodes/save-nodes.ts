import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { stringifyJson } from '#lib/runtime/json.ts'
import { NodeFailure } from '../execution/failures.ts'
import { type FileType, numberedName, type SaveTarget } from '../files.ts'
import { encodeAnimation } from '../pictures/animation.ts'
import { type Images, makeImages, toSharp } from '../pictures/images.ts'
import { encodeMp4 } from '../pictures/mp4.ts'
import { encodePng } from '../pictures/png.ts'
import { markSketch } from './mark.ts'
import type { NodeCall, NodeHost, NodeImplementation, NodeResult, Preview } from './node.ts'
import { thing } from './values.ts'

export const saveNodes: Record<string, NodeImplementation> = {
  SaveImage: async (call) =>
    await savePictures(call, { type: 'output', prefix: call.inputs.text('filename_prefix', 'ComfyUI') }),
  PreviewImage: async (call) =>
    await savePictures(call, { type: 'temp', prefix: `ComfyUI_temp_${call.host.tempName}` }),
  PreviewAny: ({ inputs }) => ({ outputs: [], ui: { text: [describe(inputs.raw.source)] } }),
  async SaveImageWebsocket(call) {
    const { inputs, host } = call
    const images = markSketch(call, inputs.images('images'))
    // Counted before each picture is sent, so that the last is never told.
    for (let index = 0; index < images.count; index++) {
      const preview = async (): Promise<Preview> => ({
        bytes: await encodePng(await images.frame(index)),
        type: 'image/png',
      })
      await host.step({ value: index, max: images.count, pauseMs: 0, preview })
    }
    return { outputs: [], ui: {} }
  },
  async SaveVideo(call) {
    const { inputs, host } = call
    const format = inputs.text('format')
    if (['webm', 'mkv'].includes(format)) throw noEncoder(format)
    if (!['auto', 'mp4'].includes(format)) {
      throw new NodeFailure('TypeError', "SaveVideo.execute() missing 1 required positional argument: 'format'")
    }
    const video = inputs.video('video')
    if (video.images.width % 2 || video.images.height % 2) {
      throw new NodeFailure(
        'av.error.ExternalError',
        'Generic error in an external library: width or height not divisible by 2',
      )
    }
    const target = await host.files.planSave('output', inputs.text('filename_prefix', 'video/ComfyUI'), video.images)
    const file = `${numberedName(target, 0)}_.mp4`
    const marked = { ...video, images: markSketch(call, video.images) }
    await writeFile(path.join(target.folder, file), await encodeMp4(marked, tellProgress(host, video.images)))
    const images = [{ filename: file, subfolder: target.subfolder, type: 'output' }]
    return { outputs: [video], ui: { images, animated: [true] } }
  },
  SaveAnimatedWEBP: async (call) => await saveAnimation(call, inputsOf(call)),
  SaveWEBM() {
    throw noEncoder('webm')
  },
  async SaveLatent({ inputs, host }) {
    const latent = inputs.latent('samples')
    const target = await host.files.planSave('output', inputs.text('filename_prefix', 'latents/ComfyUI'), latent)
    const filename = `${numberedName(target, 0)}_.latent`
    const { width, height, count } = latent
    await writeFile(path.join(target.folder, filename), JSON.stringify({ width, height, count }))
    const latents = [{ filename, subfolder: target.subfolder, type: 'output' }]
    return { outputs: [latent], ui: { latents } }
  },
  VHS_VideoCombine: combineVideo,
}

function noEncoder(format: string): NodeFailure {
  return new NodeFailure(
    'ValueError',
    `The sketch renderer has no encoder for ${format}: SaveVideo with mp4 makes a clip.`,
  )
}

async function savePictures(call: NodeCall, { type, prefix }: { type: FileType; prefix: string }): Promise<NodeResult> {
  const { host } = call
  const images = call.inputs.images('images')
  const marked = markSketch(call, images)
  const target = await host.files.planSave(type, prefix, images)
  const files: Record<string, string>[] = []
  for (let index = 0; index < images.count; index++) {
    const filename = `${numberedName(target, index)}_.png`
    const bytes = await encodePng(await marked.frame(index), host.metadata())
    await writeFile(path.join(target.folder, filename), bytes)
    files.push({ filename, subfolder: target.subfolder, type })
  }
  return { outputs: [{ kind: 'images', images }], ui: { images: files } }
}

function inputsOf({ inputs }: NodeCall) {
  return {
    images: inputs.images('images'),
    prefix: inputs.text('filename_prefix', 'ComfyUI'),
    fps: inputs.number('fps', 6),
  }
}

async function saveAnimation(
  call: NodeCall,
  { images, prefix, fps }: { images: Images; prefix: string; fps: number },
): Promise<NodeResult> {
  const target = await call.host.files.planSave('output', prefix, images)
  const filename = `${numberedName(target, 0)}_.webp`
  const bytes = await encodeAnimation({ images: markSketch(call, images), fps, format: 'webp' })
  await writeFile(path.join(target.folder, filename), bytes)
  const files = [{ filename, subfolder: target.subfolder, type: 'output' }]
  return { outputs: [{ kind: 'images', images }], ui: { images: files, ...(images.count > 1 && { animated: [true] }) } }
}

async function combineVideo(call: NodeCall): Promise<NodeResult> {
  const { inputs, host } = call
  const format = inputs.text('format')
  const given = markSketch(call, inputs.images('images'))
  const images = await evenSides(inputs.flag('pingpong') ? thereAndBack(given) : given)
  const type: FileType = inputs.flag('save_output', true) ? 'output' : 'temp'
  const target = await host.files.planSave(type, inputs.text('filename_prefix', 'AnimateDiff'), images)
  const fps = inputs.number('frame_rate', 8)
  const isVideo = format.startsWith('video/')
  const name = numberedName(target, 0)
  // What is really in the file: there is one encoder for clips here, and two for pictures that move.
  const animation = format === 'image/webp' ? 'webp' : 'gif'
  const filename = `${name}.${isVideo ? 'mp4' : animation}`
  await writeFile(path.join(target.folder, `${name}.png`), await encodePng(await images.frame(0), host.metadata()))
  const bytes = isVideo
    ? await encodeMp4({ images, fps }, tellProgress(host, images))
    : await encodeAnimation({ images, fps, format: animation })
  await writeFile(path.join(target.folder, filename), bytes)
  return {
    outputs: [thing('filenames')],
    ui: {
      gifs: [
        {
          ...fileEntry(target, filename, type),
          format,
          frame_rate: fps,
          workflow: `${name}.png`,
          fullpath: path.join(target.folder, filename),
        },
      ],
    },
  }
}

function fileEntry(target: SaveTarget, filename: string, type: FileType) {
  return { filename, subfolder: target.subfolder, type }
}

function tellProgress(host: NodeHost, images: Images): (done: number) => Promise<void> {
  return async (value) => await host.step({ value, max: images.count, pauseMs: 0 })
}

function thereAndBack(images: Images): Images {
  const { width, height, count } = images
  const last = count - 1
  return makeImages({
    width,
    height,
    count: Math.max(1, last * 2),
    frame: (index) => images.frame(index <= last ? index : last * 2 - index),
  })
}

/** H.264 wants even sides; VideoHelperSuite makes them so by repeating the last row or column. */
async function evenSides(images: Images): Promise<Images> {
  const [right, bottom] = [images.width % 2, images.height % 2]
  if (right === 0 && bottom === 0) return images
  const size = { width: images.width + right, height: images.height + bottom, count: images.count }
  return makeImages({
    ...size,
    frame: async (index) => {
      const { data, info } = await toSharp(await images.frame(index))
        .extend({ right, bottom, extendWith: 'copy' })
        .raw()
        .toBuffer({ resolveWithObject: true })
      return { width: info.width, height: info.height, data }
    },
  })
}

function describe(value: unknown): string {
  const shown = typeof value === 'object' && value !== null && 'value' in value ? value.value : value
  return typeof shown === 'object' && shown !== null ? stringifyJson(shown) : String(shown)
}
