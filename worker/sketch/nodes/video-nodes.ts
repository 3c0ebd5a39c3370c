import { readFile } from 'node:fs/promises'
import { hashText } from '../drawing/chance.ts'
import { drawScene } from '../drawing/draw-scene.ts'
import { NodeFailure } from '../execution/failures.ts'
import { parseAnnotated } from '../files.ts'
import { animate } from '../pictures/animate.ts'
import { type Images, makeImages } from '../pictures/images.ts'
import { mixPictures } from '../pictures/mix.ts'
import { type Clip, readOwnClip } from '../pictures/mp4.ts'
import type { Inputs } from './inputs.ts'
import type { NodeCall, NodeHost, NodeImplementation, NodeResult } from './node.ts'
import { plain, thing, type Value } from './values.ts'

export const videoNodes: Record<string, NodeImplementation> = {
  CreateVideo: ({ inputs }) => ({
    outputs: [{ kind: 'video', images: inputs.images('images'), fps: inputs.number('fps', 30) }],
  }),
  async LoadVideo({ inputs, host }) {
    const clip = await loadClip(inputs.text('file'), host)
    return { outputs: [{ kind: 'video', ...clip }] }
  },
  GetVideoComponents({ inputs }) {
    const { images, fps } = inputs.video('video')
    return { outputs: [{ kind: 'images', images }, thing('audio'), plain(fps), plain(8), plain('sRGB')] }
  },
  VHS_LoadVideo: async ({ inputs, host }) => loadedFrames(inputs, await loadClip(inputs.text('video'), host)),
  FrameInterpolate: (call) => interpolate(call, 'images'),
  'RIFE VFI': (call) => interpolate(call, 'frames'),
  FrameInterpolationModelLoader: ({ inputs }) => ({ outputs: [thing(inputs.text('model_name'))] }),
}

async function loadClip(text: string, host: NodeHost): Promise<Clip> {
  const { name, type } = parseAnnotated(text)
  const file = host.files.locate(type ?? 'input', name) ?? name
  const bytes = await readFile(file).catch(() => {
    throw new NodeFailure('FileNotFoundError', `[Errno 2] No such file or directory: '${file}'`)
  })
  return readOwnClip(bytes) ?? inventClip(bytes)
}

/** Nothing here can decode a foreign clip: the same bytes give the same invented one. */
function inventClip(bytes: Buffer): Clip {
  const seed = BigInt(hashText(bytes.subarray(0, 65_536).toString('latin1')))
  const size = { width: 640, height: 360 }
  const scene = { ...size, words: 'a clip', seed, model: '', loras: [], references: [], controls: [] }
  const still = makeImages({ ...size, count: 1, frame: async () => drawScene(scene) })
  return { fps: 24, images: animate({ still, start: undefined, end: undefined, count: 24, seed }) }
}

function loadedFrames(inputs: Inputs, clip: Clip): NodeResult {
  const skip = Math.min(clip.images.count - 1, inputs.whole('skip_first_frames'))
  const every = Math.max(1, inputs.whole('select_every_nth', 1))
  const cap = inputs.whole('frame_load_cap')
  const all = Math.ceil((clip.images.count - skip) / every)
  const count = cap > 0 ? Math.min(cap, all) : all
  const images = { ...clip.images, count, frame: (index: number) => clip.images.frame(skip + index * every) }
  return { outputs: [{ kind: 'images', images }, plain(count), thing('audio'), thing('video_info')] }
}

/** Between each two frames come others, so that n frames become (n-1) times the multiplier and one. */
async function interpolate({ inputs, host }: NodeCall, name: string): Promise<NodeResult> {
  const images = inputs.images(name)
  const multiplier = Math.max(1, inputs.whole('multiplier', 2))
  const pairs = images.count - 1
  for (let value = 1; value <= pairs; value++) await host.step({ value, max: pairs, pauseMs: host.behaviour.tileMs })
  return { outputs: [between(images, multiplier)] }
}

function between(images: Images, multiplier: number): Value {
  const { width, height, count } = images
  return {
    kind: 'images',
    images: makeImages({
      width,
      height,
      count: (count - 1) * multiplier + 1,
      frame: async (index) => {
        const before = Math.floor(index / multiplier)
        const from = await images.frame(before)
        if (index % multiplier === 0) return from
        return mixPictures({ from, to: await images.frame(before + 1), at: (index % multiplier) / multiplier })
      },
    }),
  }
}
