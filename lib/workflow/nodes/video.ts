import {
  batchSize,
  bool,
  conditioning,
  files,
  float,
  type InputEntry,
  image,
  int,
  link,
  maxSide,
  type NodeEntry,
  oneOf,
  side,
  text,
  vae,
} from './entry.ts'

const extra = (module: string) => ({ pythonModule: `comfy_extras.${module}`, category: 'video', isV3: true })
const saves = { hidden: ['prompt', 'extra_pnginfo'], isOutput: true } as const
const vision = link('CLIP_VISION_OUTPUT')

const wanFrames = (isLast: boolean): NodeEntry => ({
  ...extra('nodes_wan'),
  required: {
    positive: conditioning,
    negative: conditioning,
    vae,
    width: side(832, 16),
    height: side(480, 16),
    length: int({ default: 81, min: 1, max: maxSide, step: 4 }),
    batch_size: batchSize,
  },
  optional: isLast
    ? { clip_vision_start_image: vision, clip_vision_end_image: vision, start_image: image, end_image: image }
    : { clip_vision_output: vision, start_image: image },
  outputs: ['CONDITIONING', 'CONDITIONING', 'LATENT'],
  outputNames: ['positive', 'negative', 'latent'],
})

const colorSpace = ['COMBO', { default: 'auto', multiselect: false, options: ['auto', 'sRGB', 'HDR', 'HDR PQ'] }]

function codec(key: string, crf: { default: number; max: number }) {
  const reEncode = { crf: ['FLOAT', { ...crf, min: 0, step: 1 }], color_space: colorSpace }
  const encodings = [
    { key: 'auto', inputs: { required: {} } },
    { key: 're-encode', inputs: { required: reEncode } },
  ]
  const encoding = ['COMFY_DYNAMICCOMBO_V3', { display_name: 'encoding mode', options: encodings }]
  return { key, inputs: { required: {}, optional: { encoding } } }
}

const h264 = codec('h264', { default: 23, max: 51 })
const av1 = codec('av1', { default: 30, max: 63 })
const autoCodec = { key: 'auto', inputs: { required: {} } }

function container(key: string, codecs: unknown[]) {
  return { key, inputs: { required: { codec: ['COMFY_DYNAMICCOMBO_V3', { options: codecs }] } } }
}

const allCodecs = [autoCodec, h264, av1]
const videoFormat: InputEntry = link('COMFY_DYNAMICCOMBO_V3', {
  options: [...['auto', 'mp4', 'mkv'].map((key) => container(key, allCodecs)), container('webm', [autoCodec, av1])],
})

/** The classes that make, read and save clips. */
export const videoNodes: Record<string, NodeEntry> = {
  WanImageToVideo: wanFrames(false),
  WanFirstLastFrameToVideo: wanFrames(true),
  Wan22ImageToVideoLatent: {
    ...extra('nodes_wan'),
    required: {
      vae,
      width: side(1280, 32, 32),
      height: side(704, 32, 32),
      length: int({ default: 49, min: 1, max: maxSide, step: 4 }),
      batch_size: batchSize,
    },
    optional: { start_image: image },
    outputs: ['LATENT'],
  },
  CreateVideo: {
    ...extra('nodes_video'),
    title: 'Create Video',
    required: { images: image, fps: float({ default: 30, min: 1, max: 120, step: 1 }) },
    optional: {
      audio: link('AUDIO'),
      bit_depth: int({ default: 8, min: 8, max: 10, step: 2, display: 'number' }),
    },
    outputs: ['VIDEO'],
  },
  SaveVideo: {
    ...extra('nodes_video'),
    ...saves,
    title: 'Save Video',
    required: {
      video: link('VIDEO'),
      filename_prefix: text({ default: 'video/ComfyUI', multiline: false }),
      format: videoFormat,
    },
    // Where graphs of older servers put it; newer ones look under format.
    optional: { codec: link('COMFY_DYNAMICCOMBO_V3', { hidden: true, options: allCodecs }) },
    outputs: ['VIDEO'],
    outputNames: ['video'],
  },
  LoadVideo: {
    ...extra('nodes_video'),
    title: 'Load Video',
    required: { file: files('input_videos', { video_upload: true }) },
    outputs: ['VIDEO'],
  },
  GetVideoComponents: {
    ...extra('nodes_video'),
    title: 'Get Video Components',
    required: { video: link('VIDEO') },
    outputs: ['IMAGE', 'AUDIO', 'FLOAT', 'INT', 'COMBO'],
    outputNames: ['images', 'audio', 'fps', 'bit_depth', 'color_space'],
  },
  FrameInterpolate: {
    ...extra('nodes_frame_interpolation'),
    title: 'Run Frame Interpolation Model',
    required: {
      interp_model: link('INTERP_MODEL'),
      images: image,
      multiplier: int({ default: 2, min: 2, max: 16 }),
    },
    outputs: ['IMAGE'],
  },
  SaveAnimatedWEBP: {
    ...extra('nodes_images'),
    ...saves,
    title: 'Save Animated WEBP',
    required: {
      images: image,
      filename_prefix: text({ default: 'ComfyUI', multiline: false }),
      fps: float({ default: 6, min: 0.01, max: 1000, step: 0.01 }),
      lossless: bool({ default: true }),
      quality: int({ default: 80, min: 0, max: 100 }),
      method: oneOf(['default', 'fastest', 'slowest']),
    },
    outputs: ['IMAGE'],
    outputNames: ['images'],
  },
  SaveWEBM: {
    ...extra('nodes_video'),
    ...saves,
    title: 'Save WEBM',
    required: {
      images: image,
      filename_prefix: text({ default: 'ComfyUI', multiline: false }),
      codec: oneOf(['vp9', 'av1']),
      fps: float({ default: 24, min: 0.01, max: 1000, step: 0.01 }),
      crf: float({ default: 32, min: 0, max: 63, step: 1 }),
    },
    outputs: ['IMAGE'],
    outputNames: ['images'],
  },
}
