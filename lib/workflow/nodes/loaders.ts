import { clip, files, float, link, model, type NodeEntry, oneOf } from './entry.ts'

const encoderTypes = [
  ...['stable_diffusion', 'stable_cascade', 'sd3', 'stable_audio', 'mochi', 'ltxv', 'pixart', 'cosmos', 'lumina2'],
  ...['wan', 'hidream', 'chroma', 'ace', 'omnigen2', 'qwen_image', 'hunyuan_image', 'flux2', 'ovis', 'longcat_image'],
  ...['cogvideox', 'lens', 'pixeldit', 'ideogram4', 'boogu', 'krea2', 'joyimage', 'mage', 'minimax'],
]

const pairedEncoderTypes = [
  ...['sdxl', 'sd3', 'flux', 'hunyuan_video', 'hidream', 'hunyuan_image', 'hunyuan_video_15', 'kandinsky5'],
  ...['kandinsky5_image', 'ltxv', 'newbie', 'ace'],
]

const strength = float({ default: 1, min: -100, max: 100, step: 0.01 })
const device = oneOf(['default', 'cpu'], { advanced: true })

const core = { pythonModule: 'nodes', category: 'model/loaders' } as const

/** The classes that read model files. */
export const loaderNodes: Record<string, NodeEntry> = {
  CheckpointLoaderSimple: {
    ...core,
    title: 'Load Checkpoint',
    required: { ckpt_name: files('checkpoints') },
    outputs: ['MODEL', 'CLIP', 'VAE'],
  },
  UNETLoader: {
    ...core,
    title: 'Load Diffusion Model',
    required: {
      unet_name: files('diffusion_models'),
      weight_dtype: oneOf(['default', 'fp8_e4m3fn', 'fp8_e4m3fn_fast', 'fp8_e5m2'], { advanced: true }),
    },
    outputs: ['MODEL'],
  },
  CLIPLoader: {
    ...core,
    title: 'Load CLIP',
    required: { clip_name: files('text_encoders'), type: oneOf(encoderTypes) },
    optional: { device },
    outputs: ['CLIP'],
  },
  DualCLIPLoader: {
    ...core,
    title: 'Load CLIP (Dual)',
    required: {
      clip_name1: files('text_encoders'),
      clip_name2: files('text_encoders'),
      type: oneOf(pairedEncoderTypes),
    },
    optional: { device },
    outputs: ['CLIP'],
  },
  VAELoader: {
    ...core,
    title: 'Load VAE',
    // Needs no file: a picture is its own latent.
    required: { vae_name: files('vae', { alsoOffers: ['pixel_space'] }) },
    outputs: ['VAE'],
  },
  LoraLoader: {
    ...core,
    title: 'Load LoRA (Model and CLIP)',
    required: { model, clip, lora_name: files('loras'), strength_model: strength, strength_clip: strength },
    outputs: ['MODEL', 'CLIP'],
  },
  LoraLoaderModelOnly: {
    ...core,
    title: 'Load LoRA',
    required: { model, lora_name: files('loras'), strength_model: strength },
    outputs: ['MODEL'],
  },
  ControlNetLoader: {
    ...core,
    title: 'Load ControlNet Model',
    required: { control_net_name: files('controlnet') },
    outputs: ['CONTROL_NET'],
  },
  CLIPVisionLoader: {
    ...core,
    title: 'Load CLIP Vision',
    required: { clip_name: files('clip_vision') },
    outputs: ['CLIP_VISION'],
  },
  UpscaleModelLoader: {
    pythonModule: 'comfy_extras.nodes_upscale_model',
    category: 'model/loaders',
    title: 'Load Upscale Model',
    isV3: true,
    required: { model_name: files('upscale_models') },
    outputs: ['UPSCALE_MODEL'],
  },
  FrameInterpolationModelLoader: {
    pythonModule: 'comfy_extras.nodes_frame_interpolation',
    category: 'model/loaders',
    title: 'Load Frame Interpolation Model',
    isV3: true,
    required: { model_name: files('frame_interpolation') },
    outputs: ['INTERP_MODEL'],
  },
  ModelPatchLoader: {
    pythonModule: 'comfy_extras.nodes_model_patch',
    category: 'model/loaders',
    title: 'Load Model Patch',
    required: { name: files('model_patches') },
    outputs: ['MODEL_PATCH'],
  },
  SetUnionControlNetType: {
    pythonModule: 'comfy_extras.nodes_controlnet',
    category: 'model/conditioning/controlnet',
    title: 'Set Union ControlNet Type',
    isV3: true,
    required: {
      control_net: link('CONTROL_NET'),
      type: oneOf([
        ...['auto', 'openpose', 'depth', 'hed/pidi/scribble/ted', 'canny/lineart/anime_lineart/mlsd', 'normal'],
        ...['segment', 'tile', 'repaint'],
      ]),
    },
    outputs: ['CONTROL_NET'],
  },
}
