import {
  batchSize,
  clip,
  conditioning,
  float,
  fraction,
  image,
  int,
  latent,
  link,
  model,
  type NodeEntry,
  oneOf,
  samplers,
  schedulers,
  seed,
  side,
  text,
  vae,
} from './entry.ts'

const cfg = float({ default: 8, min: 0, max: 100, step: 0.1, round: 0.01 })
const steps = int({ default: 20, min: 1, max: 10_000 })
const shift = (value: number) => float({ default: value, min: 0, max: 100, step: 0.01 })
const prompt = text({ multiline: true, dynamicPrompts: true })
const tile = (value: number, step: number) => int({ default: value, min: 64, max: 4096, step, advanced: true })
const overlap = int({ default: 64, min: 0, max: 4096, step: 32, advanced: true })
const temporal = {
  temporal_size: int({ default: 64, min: 8, max: 4096, step: 4, advanced: true }),
  temporal_overlap: int({ default: 8, min: 4, max: 4096, step: 4, advanced: true }),
}

const core = (category: string) => ({ pythonModule: 'nodes', category })
const custom = { pythonModule: 'comfy_extras.nodes_custom_sampler', category: 'model/sampling', isV3: true }
const flux = { pythonModule: 'comfy_extras.nodes_flux', category: 'model/conditioning/flux', isV3: true }

/** The classes between a prompt and a latent, and those that turn pictures into latents and back. */
export const samplingNodes: Record<string, NodeEntry> = {
  CLIPTextEncode: {
    ...core('model/conditioning'),
    title: 'CLIP Text Encode (Prompt)',
    required: { text: prompt, clip },
    outputs: ['CONDITIONING'],
  },
  CLIPSetLastLayer: {
    ...core('model/conditioning'),
    title: 'CLIP Set Last Layer',
    required: { clip, stop_at_clip_layer: int({ default: -1, min: -24, max: -1, step: 1, advanced: true }) },
    outputs: ['CLIP'],
  },
  ConditioningZeroOut: {
    ...core('model/conditioning/transform'),
    title: 'Conditioning Zero Out',
    required: { conditioning },
    outputs: ['CONDITIONING'],
  },
  ConditioningCombine: {
    ...core('model/conditioning/transform'),
    title: 'Conditioning (Combine)',
    required: { conditioning_1: conditioning, conditioning_2: conditioning },
    outputs: ['CONDITIONING'],
  },
  ControlNetApplyAdvanced: {
    ...core('model/conditioning/controlnet'),
    title: 'Apply ControlNet',
    required: {
      positive: conditioning,
      negative: conditioning,
      control_net: link('CONTROL_NET'),
      image,
      strength: float({ default: 1, min: 0, max: 10, step: 0.01 }),
      start_percent: fraction(0, 0.001),
      end_percent: fraction(1, 0.001),
    },
    optional: { vae },
    outputs: ['CONDITIONING', 'CONDITIONING'],
    outputNames: ['positive', 'negative'],
  },
  EmptyLatentImage: {
    ...core('model/latent'),
    title: 'Empty Latent Image',
    required: { width: side(512, 8), height: side(512, 8), batch_size: batchSize },
    outputs: ['LATENT'],
  },
  EmptySD3LatentImage: {
    pythonModule: 'comfy_extras.nodes_sd3',
    category: 'model/latent/stable diffusion',
    isV3: true,
    required: { width: side(1024, 16), height: side(1024, 16), batch_size: batchSize },
    outputs: ['LATENT'],
  },
  EmptyFlux2LatentImage: {
    ...flux,
    title: 'Empty Flux 2 Latent',
    required: { width: side(1024, 16), height: side(1024, 16), batch_size: batchSize },
    outputs: ['LATENT'],
  },
  KSampler: {
    ...core('model/sampling'),
    required: {
      model,
      seed: seed(),
      steps,
      cfg,
      sampler_name: oneOf(samplers),
      scheduler: oneOf(schedulers),
      positive: conditioning,
      negative: conditioning,
      latent_image: latent,
      denoise: fraction(1),
    },
    outputs: ['LATENT'],
  },
  KSamplerAdvanced: {
    ...core('model/sampling'),
    title: 'KSampler (Advanced)',
    required: {
      model,
      add_noise: oneOf(['enable', 'disable'], { advanced: true }),
      noise_seed: seed(),
      steps,
      cfg,
      sampler_name: oneOf(samplers),
      scheduler: oneOf(schedulers),
      positive: conditioning,
      negative: conditioning,
      latent_image: latent,
      start_at_step: int({ default: 0, min: 0, max: 10_000, advanced: true }),
      end_at_step: int({ default: 10_000, min: 0, max: 10_000, advanced: true }),
      return_with_leftover_noise: oneOf(['disable', 'enable'], { advanced: true }),
    },
    outputs: ['LATENT'],
  },
  KSamplerSelect: { ...custom, required: { sampler_name: oneOf(samplers) }, outputs: ['SAMPLER'] },
  BasicScheduler: {
    ...custom,
    required: { model, scheduler: oneOf(schedulers), steps, denoise: fraction(1) },
    outputs: ['SIGMAS'],
  },
  Flux2Scheduler: {
    ...flux,
    required: { steps: int({ default: 20, min: 1, max: 4096 }), width: side(1024, 1), height: side(1024, 1) },
    outputs: ['SIGMAS'],
  },
  SplitSigmas: {
    ...custom,
    required: { sigmas: link('SIGMAS'), step: int({ default: 0, min: 0, max: 10_000 }) },
    outputs: ['SIGMAS', 'SIGMAS'],
    outputNames: ['high_sigmas', 'low_sigmas'],
  },
  SplitSigmasDenoise: {
    ...custom,
    required: { sigmas: link('SIGMAS'), denoise: fraction(1) },
    outputs: ['SIGMAS', 'SIGMAS'],
    outputNames: ['high_sigmas', 'low_sigmas'],
  },
  RandomNoise: { ...custom, required: { noise_seed: seed() }, outputs: ['NOISE'] },
  BasicGuider: { ...custom, title: 'Basic Guider', required: { model, conditioning }, outputs: ['GUIDER'] },
  CFGGuider: {
    ...custom,
    title: 'CFG Guider',
    required: { model, positive: conditioning, negative: conditioning, cfg },
    outputs: ['GUIDER'],
  },
  SamplerCustomAdvanced: {
    ...custom,
    required: {
      noise: link('NOISE'),
      guider: link('GUIDER'),
      sampler: link('SAMPLER'),
      sigmas: link('SIGMAS'),
      latent_image: latent,
    },
    outputs: ['LATENT', 'LATENT'],
    outputNames: ['output', 'denoised_output'],
  },
  FluxGuidance: {
    ...flux,
    required: { conditioning, guidance: float({ default: 3.5, min: 0, max: 100, step: 0.1 }) },
    outputs: ['CONDITIONING'],
  },
  ReferenceLatent: {
    pythonModule: 'comfy_extras.nodes_edit_model',
    category: 'model/conditioning',
    title: 'Set Reference Latent',
    isV3: true,
    required: { conditioning },
    optional: { latent },
    outputs: ['CONDITIONING'],
  },
  ModelSamplingSD3: {
    pythonModule: 'comfy_extras.nodes_model_advanced',
    category: 'model/patch/stable diffusion',
    required: { model, shift: shift(3) },
    outputs: ['MODEL'],
  },
  ModelSamplingAuraFlow: {
    pythonModule: 'comfy_extras.nodes_model_advanced',
    category: 'model/patch',
    required: { model, shift: shift(1.73) },
    outputs: ['MODEL'],
  },
  QwenImageDiffsynthControlnet: {
    pythonModule: 'comfy_extras.nodes_model_patch',
    category: 'model/patch/qwen',
    title: 'Apply Qwen Image DiffSynth ControlNet',
    required: {
      model,
      model_patch: link('MODEL_PATCH'),
      vae,
      image,
      strength: float({ default: 1, min: -10, max: 10, step: 0.01 }),
    },
    optional: { mask: link('MASK') },
    outputs: ['MODEL'],
  },
  VAEDecode: { ...core('model/latent'), title: 'VAE Decode', required: { samples: latent, vae }, outputs: ['IMAGE'] },
  VAEEncode: { ...core('model/latent'), title: 'VAE Encode', required: { pixels: image, vae }, outputs: ['LATENT'] },
  VAEDecodeTiled: {
    ...core('model/latent'),
    title: 'VAE Decode (Tiled)',
    required: { samples: latent, vae, tile_size: tile(512, 32), overlap, ...temporal },
    outputs: ['IMAGE'],
  },
  VAEEncodeTiled: {
    ...core('model/latent'),
    title: 'VAE Encode (Tiled)',
    required: { pixels: image, vae, tile_size: tile(512, 64), overlap, ...temporal },
    outputs: ['LATENT'],
  },
  VAEEncodeForInpaint: {
    ...core('model/latent'),
    title: 'VAE Encode (for Inpainting)',
    required: { pixels: image, vae, mask: link('MASK'), grow_mask_by: int({ default: 6, min: 0, max: 64, step: 1 }) },
    outputs: ['LATENT'],
  },
  SetLatentNoiseMask: {
    ...core('model/latent'),
    title: 'Set Latent Noise Mask',
    required: { samples: latent, mask: link('MASK') },
    outputs: ['LATENT'],
  },
  LatentUpscaleBy: {
    ...core('model/latent'),
    title: 'Upscale Latent By',
    required: {
      samples: latent,
      upscale_method: oneOf(['nearest-exact', 'bilinear', 'area', 'bicubic', 'bislerp']),
      scale_by: float({ default: 1.5, min: 0.01, max: 8, step: 0.01 }),
    },
    outputs: ['LATENT'],
  },
  LatentFromBatch: {
    ...core('model/latent/batch'),
    title: 'Get Latent From Batch',
    required: {
      samples: latent,
      batch_index: int({ default: 0, min: -16_384, max: 16_384 }),
      length: int({ default: 1, min: 1, max: 64 }),
    },
    outputs: ['LATENT'],
  },
  RepeatLatentBatch: {
    ...core('model/latent/batch'),
    title: 'Repeat Latent Batch',
    required: { samples: latent, amount: int({ default: 1, min: 1, max: 64 }) },
    outputs: ['LATENT'],
  },
}
