import type { EventEmitter } from 'node:events'
import { createRequire } from 'node:module'
import type * as H264 from 'h264-mp4-encoder'
import sharp from 'sharp'
import { fromSharp, type Images, makeImages, type Picture, type Size, toSharp } from './images.ts'
import { mixPictures } from './mix.ts'

const { createH264MP4Encoder } = loadEncoder()

/**
 * The package answers for every uncaught error of the process from the moment it is loaded, so that none is told any more as
 * the process would tell it: its listeners are taken off again.
 */
function loadEncoder(): typeof H264 {
  const events: EventEmitter = process
  const watched = ['uncaughtException', 'unhandledRejection']
  const listenersOf = (event: string) => events.listeners(event)
  const before = watched.map((event) => new Set(listenersOf(event)))
  // The package is CommonJS that Node cannot read the names of, and what require gives has no type.
  const loaded = createRequire(import.meta.url)('h264-mp4-encoder') as typeof H264
  for (const [index, event] of watched.entries()) {
    const added = listenersOf(event).filter((listener) => !before[index]?.has(listener))
    // Safe: what an emitter lists as its listeners, it can take off.
    for (const listener of added) events.off(event, listener as () => void)
  }
  return loaded
}

export type Clip = { images: Images; fps: number }

/** A playable H.264 clip; both sides must be even. Between frames other work gets its turn: encoding one takes 20 ms. */
export async function encodeMp4({ images, fps }: Clip, onFrame: (done: number) => Promise<void>): Promise<Buffer> {
  const encoder = await createH264MP4Encoder()
  try {
    encoder.width = images.width
    encoder.height = images.height
    encoder.frameRate = fps
    encoder.quantizationParameter = 26
    encoder.speed = 8
    encoder.groupOfPictures = Math.max(1, Math.round(fps))
    encoder.initialize()
    const notes: NotedFrame[] = []
    const every = Math.max(1, Math.ceil(images.count / mostNotedFrames))
    for (let index = 0; index < images.count; index++) {
      const frame = await images.frame(index)
      encoder.addFrameRgba(withAlpha(frame))
      if (index % every === 0 || index === images.count - 1) notes.push({ index, jpeg: await noteFrame(frame) })
      await onFrame(index + 1)
      await new Promise((resolve) => setImmediate(resolve))
    }
    encoder.finalize()
    const video = Buffer.from(encoder.FS.readFile(encoder.outputFilename))
    encoder.FS.unlink(encoder.outputFilename)
    return Buffer.concat([video, noteBox({ images, fps }, notes)])
  } finally {
    encoder.delete()
  }
}

function withAlpha({ width, height, data }: Picture): Uint8Array {
  const rgba = new Uint8Array(width * height * 4)
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) {
    rgba[to] = data[from] ?? 0
    rgba[to + 1] = data[from + 1] ?? 0
    rgba[to + 2] = data[from + 2] ?? 0
    rgba[to + 3] = 255
  }
  return rgba
}

/*
 * There is an encoder here and no decoder. So that a clip of ours can be loaded again, some of its frames lie behind it in
 * a box of our own, which players skip.
 */

type NotedFrame = { index: number; jpeg: Buffer }

const mostNotedFrames = 16
const noteSide = 512
const noteId = Buffer.from('framewright-clip')

async function noteFrame(frame: Picture): Promise<Buffer> {
  return await toSharp(frame)
    .resize({ width: noteSide, height: noteSide, fit: 'inside' })
    .jpeg({ quality: 72 })
    .toBuffer()
}

function noteBox({ images, fps }: Clip, notes: NotedFrame[]): Buffer {
  const { width, height, count } = images
  const frames = notes.map(({ index, jpeg }) => ({ index, length: jpeg.length }))
  const head = Buffer.from(JSON.stringify({ width, height, count, fps, frames }))
  const headLength = Buffer.alloc(4)
  headLength.writeUInt32BE(head.length)
  const body = Buffer.concat([Buffer.from('uuid'), noteId, headLength, head, ...notes.map(({ jpeg }) => jpeg)])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length + 4)
  return Buffer.concat([length, body])
}

/** The frames of a clip that was made here, or undefined for any other file. */
export function readOwnClip(file: Buffer): Clip | undefined {
  const at = file.lastIndexOf(noteId)
  if (at < 0) return undefined
  try {
    const headAt = at + noteId.length + 4
    const headEnd = headAt + file.readUInt32BE(headAt - 4)
    const head = readHead(file.subarray(headAt, headEnd).toString())
    let next = headEnd
    const frames = head.frames.map(({ index, length }) => {
      next += length
      return { index, jpeg: file.subarray(next - length, next) }
    })
    return { fps: head.fps, images: framesBetween(head, frames) }
  } catch {
    return undefined
  }
}

type Head = Size & { count: number; fps: number; frames: { index: number; length: number }[] }

function readHead(text: string): Head {
  // Written by noteBox above; a file that was tampered with fails when it is used, and the caller catches that.
  return JSON.parse(text) as Head
}

function framesBetween({ width, height, count }: Head, notes: NotedFrame[]): Images {
  const read = async (note: NotedFrame | undefined): Promise<Picture> =>
    await fromSharp(sharp(note?.jpeg ?? Buffer.alloc(0)).resize({ width, height, fit: 'fill' }))
  return makeImages({
    width,
    height,
    count,
    frame: async (index) => {
      const before = notes.findLast((note) => note.index <= index) ?? notes[0]
      const after = notes.find((note) => note.index >= index) ?? notes.at(-1)
      if (!before || !after || before === after) return await read(before)
      const at = (index - before.index) / (after.index - before.index)
      return mixPictures({ from: await read(before), to: await read(after), at })
    },
  })
}
