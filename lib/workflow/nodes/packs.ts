import {
  bool,
  clip,
  files,
  float,
  fraction,
  image,
  int,
  link,
  model,
  type NodeEntry,
  oneOf,
  quotedText,
  text,
  vae,
} from './entry.ts'

const ipadapterPack = { pythonModule: 'custom_nodes.ComfyUI_IPAdapter_plus', category: 'ipadapter' } as const
const animatePack = { pythonModule: 'custom_nodes.ComfyUI-AnimateDiff-Evolved', category: 'Animate Diff' } as const
const videoPack = { pythonModule: 'custom_nodes.ComfyUI-VideoHelperSuite', category: 'Video Helper Suite' } as const
const framePack = { pythonModule: 'custom_nodes.ComfyUI-Frame-Interpolation', category: 'Frame Interpolation' } as const

const ipadapter = link('IPADAPTER')
const visionInputs = { image_negative: image, attn_mask: link('MASK'), clip_vision: link('CLIP_VISION') }
const adapterInputs = {
  weight_type: oneOf([
    ...['linear', 'ease in', 'ease out', 'ease in-out', 'reverse in-out', 'weak input', 'weak output', 'weak middle'],
    ...['strong middle', 'style transfer', 'composition', 'strong style transfer', 'style and composition'],
    ...['style transfer precise', 'composition precise'],
  ]),
  combine_embeds: oneOf(['concat', 'add', 'subtract', 'average', 'norm average']),
  start_at: fraction(0, 0.001),
  end_at: fraction(1, 0.001),
  embeds_scaling: oneOf(['V only', 'K+V', 'K+V w/ C penalty', 'K+mean(V) w/ C penalty']),
}
// The largest whole number a JavaScript front end can hold: the packs use it for "no limit".
const unlimited = int({ default: 0, min: 0, max: Number.MAX_SAFE_INTEGER, step: 1 })

/** The classes of the four packs of nodes that built-in workflows use and that a server has only if someone installed them. */
export const packNodes: Record<string, NodeEntry> = {
  IPAdapterUnifiedLoader: {
    ...ipadapterPack,
    title: 'IPAdapter Unified Loader',
    required: {
      model,
      preset: oneOf([
        ...['LIGHT - SD1.5 only (low strength)', 'STANDARD (medium strength)', 'VIT-G (medium strength)'],
        ...['PLUS (high strength)', 'PLUS FACE (portraits)', 'FULL FACE - SD1.5 only (portraits stronger)'],
      ]),
    },
    optional: { ipadapter },
    outputs: ['MODEL', 'IPADAPTER'],
    outputNames: ['model', 'ipadapter'],
  },
  IPAdapterAdvanced: {
    ...ipadapterPack,
    title: 'IPAdapter Advanced',
    required: { model, ipadapter, image, weight: float({ default: 1, min: -1, max: 5, step: 0.05 }), ...adapterInputs },
    optional: visionInputs,
    outputs: ['MODEL'],
  },
  IPAdapterUnifiedLoaderFaceID: {
    ...ipadapterPack,
    title: 'IPAdapter Unified Loader FaceID',
    required: {
      model,
      preset: oneOf([
        ...['FACEID', 'FACEID PLUS - SD1.5 only', 'FACEID PLUS V2', 'FACEID PORTRAIT (style transfer)'],
        'FACEID PORTRAIT UNNORM - SDXL only (strong)',
      ]),
      lora_strength: fraction(0.6),
      provider: oneOf(['CPU', 'CUDA', 'ROCM', 'DirectML', 'OpenVINO', 'CoreML']),
    },
    optional: { ipadapter },
    outputs: ['MODEL', 'IPADAPTER'],
    outputNames: ['MODEL', 'ipadapter'],
  },
  IPAdapterFaceID: {
    ...ipadapterPack,
    title: 'IPAdapter FaceID',
    required: {
      model,
      ipadapter,
      image,
      weight: float({ default: 1, min: -1, max: 3, step: 0.05 }),
      weight_faceidv2: float({ default: 1, min: -1, max: 5, step: 0.05 }),
      ...adapterInputs,
    },
    optional: { ...visionInputs, insightface: link('INSIGHTFACE') },
    outputs: ['MODEL', 'IMAGE'],
    outputNames: ['MODEL', 'face_image'],
  },
  ADE_StandardStaticContextOptions: {
    ...animatePack,
    required: {
      context_length: int({ default: 16, min: 1, max: 128 }),
      context_overlap: int({ default: 4, min: 0, max: 128 }),
    },
    optional: {
      fuse_method: oneOf(['pyramid', 'relative', 'flat', 'overlap-linear']),
      use_on_equal_length: bool({ default: false }),
      start_percent: fraction(0, 0.001),
      guarantee_steps: int({ default: 1, min: 0, max: Number.MAX_SAFE_INTEGER }),
      prev_context: link('CONTEXT_OPTIONS'),
      view_opts: link('VIEW_OPTS'),
    },
    outputs: ['CONTEXT_OPTIONS'],
    outputNames: ['CONTEXT_OPTS'],
  },
  ADE_AnimateDiffLoaderGen1: {
    ...animatePack,
    required: {
      model,
      model_name: files('animatediff_models'),
      beta_schedule: oneOf(
        [
          ...['autoselect', 'use existing', 'sqrt_linear (AnimateDiff)', 'linear (AnimateDiff-SDXL)'],
          ...['linear (HotshotXL/default)', 'avg(sqrt_linear,linear)', 'lcm avg(sqrt_linear,linear)', 'lcm'],
          ...['lcm[100_ots]', 'lcm >> sqrt_linear', 'sqrt', 'cosine', 'squaredcos_cap_v2'],
        ],
        { default: 'autoselect' },
      ),
    },
    optional: {
      context_options: link('CONTEXT_OPTIONS'),
      motion_lora: link('MOTION_LORA'),
      ad_settings: link('AD_SETTINGS'),
      ad_keyframes: link('AD_KEYFRAMES'),
      sample_settings: link('SAMPLE_SETTINGS'),
      scale_multival: link('MULTIVAL'),
      effect_multival: link('MULTIVAL'),
      per_block: link('PER_BLOCK'),
    },
    outputs: ['MODEL'],
  },
  ADE_PromptScheduling: {
    ...animatePack,
    required: { prompts: quotedText({ multiline: true, default: '' }), clip },
    optional: {
      prepend_text: text({ multiline: true, default: '', forceInput: true }),
      append_text: text({ multiline: true, default: '', forceInput: true }),
      values_replace: link('VALUES_REPLACE'),
      print_schedule: bool({ default: false }),
      max_length: unlimited,
      tensor_interp: oneOf(['lerp', 'slerp']),
    },
    outputs: ['CONDITIONING'],
  },
  VHS_VideoCombine: {
    ...videoPack,
    title: 'Video Combine',
    hidden: ['prompt', 'extra_pnginfo', 'unique_id'],
    isOutput: true,
    required: {
      images: image,
      frame_rate: float({ default: 8, min: 1, step: 1 }),
      loop_count: int({ default: 0, min: 0, max: 100, step: 1 }),
      filename_prefix: text({ default: 'AnimateDiff' }),
      format: oneOf([
        ...['image/gif', 'image/webp', 'video/ProRes', 'video/webm', 'video/ffv1-mkv', 'video/nvenc_av1-mp4'],
        ...['video/h265-mp4', 'video/8bit-png', 'video/h264-mp4', 'video/nvenc_hevc-mp4', 'video/nvenc_h264-mp4'],
        ...['video/ffmpeg-gif', 'video/av1-webm', 'video/16bit-png'],
      ]),
      pingpong: bool({ default: false }),
      save_output: bool({ default: true }),
    },
    optional: { audio: link('AUDIO'), meta_batch: link('VHS_BatchManager'), vae },
    outputs: ['VHS_FILENAMES'],
    outputNames: ['Filenames'],
  },
  VHS_LoadVideo: {
    ...videoPack,
    title: 'Load Video (Upload)',
    hidden: ['unique_id'],
    required: {
      video: files('input_videos'),
      force_rate: float({ default: 0, min: 0, max: 60, step: 1, disable: 0 }),
      custom_width: int({ default: 0, min: 0, max: 8192, disable: 0 }),
      custom_height: int({ default: 0, min: 0, max: 8192, disable: 0 }),
      frame_load_cap: unlimited,
      skip_first_frames: unlimited,
      select_every_nth: int({ default: 1, min: 1, max: Number.MAX_SAFE_INTEGER, step: 1 }),
    },
    optional: { meta_batch: link('VHS_BatchManager'), vae },
    outputs: ['IMAGE', 'INT', 'AUDIO', 'VHS_VIDEOINFO'],
    outputNames: ['IMAGE', 'frame_count', 'audio', 'video_info'],
  },
  'RIFE VFI': {
    ...framePack,
    required: {
      ckpt_name: oneOf(
        ['sudo_rife4_269.662_testV1_scale1.pth', 'rife47.pth', 'rife49.pth', 'rife417.pth', 'rife426.pth'],
        { default: 'rife49.pth' },
      ),
      frames: image,
      clear_cache_after_n_frames: int({ default: 10, min: 1, max: 1000 }),
      multiplier: int({ default: 2, min: 1 }),
      fast_mode: bool({ default: true }),
      ensemble: bool({ default: true }),
      scale_factor: oneOf([0.25, 0.5, 1, 2, 4], { default: 1 }),
      dtype: oneOf(['float32', 'float16', 'bfloat16'], { default: 'float32' }),
      torch_compile: bool({ default: false }),
      batch_size: int({ default: 1, min: 1, max: 64 }),
    },
    optional: { optional_interpolation_states: link('INTERPOLATION_STATES') },
    outputs: ['IMAGE'],
  },
}
