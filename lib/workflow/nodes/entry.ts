import type { ComboValue } from '../object-info.ts'
import { maxSeed } from '../request.ts'

/** One node class as we restate it: enough for a server to announce it and for a graph to be held against it. */
export type NodeEntry = {
  required: Record<string, InputEntry>
  optional?: Record<string, InputEntry>
  hidden?: readonly ('prompt' | 'extra_pnginfo' | 'unique_id')[]
  outputs: readonly string[]
  outputNames?: readonly string[]
  isOutput?: boolean
  title?: string
  category?: string
  pythonModule: string
  /** Newer classes encode their choices differently and carry every key. */
  isV3?: boolean
}

export type InputEntry =
  | { kind: 'typed'; type: string; settings: Record<string, unknown>; isQuoted?: boolean }
  | { kind: 'combo'; options: readonly ComboValue[]; settings: Record<string, unknown> }
  | { kind: 'files'; folder: ModelFolder; alsoOffers: readonly string[]; settings: Record<string, unknown> }

/** ComfyUI's names of its model folders, and the three kinds of files it takes as input. */
const modelFolders = [
  ...(['checkpoints', 'diffusion_models', 'text_encoders', 'vae', 'loras', 'controlnet', 'upscale_models'] as const),
  ...(['clip_vision', 'ipadapter', 'model_patches', 'frame_interpolation', 'animatediff_models'] as const),
  ...(['input_images', 'input_videos', 'input_latents'] as const),
] as const

export type ModelFolder = (typeof modelFolders)[number]

export function isModelFolder(folder: string): folder is ModelFolder {
  return modelFolders.some((known) => known === folder)
}

export const maxSide = 16_384

type Settings = Record<string, unknown>

export function link(type: string, settings: Settings = {}): InputEntry {
  return { kind: 'typed', type, settings }
}

export function int(
  range: { default?: number; min?: number | bigint; max?: number | bigint; step?: number } & Settings,
) {
  return link('INT', range)
}

export function float(range: { default?: number; min?: number; max?: number; step?: number } & Settings): InputEntry {
  return link('FLOAT', range)
}

export function text(settings: { default?: string; multiline?: boolean } & Settings = {}): InputEntry {
  return link('STRING', settings)
}

/** A text out of which the node reads pieces between quotes. */
export function quotedText(settings: Settings): InputEntry {
  return { kind: 'typed', type: 'STRING', settings, isQuoted: true }
}

export function bool(settings: { default?: boolean } & Settings = {}): InputEntry {
  return link('BOOLEAN', settings)
}

export function oneOf(options: readonly ComboValue[], settings: Settings = {}): InputEntry {
  return { kind: 'combo', options, settings }
}

export function files(folder: ModelFolder, settings: Settings & { alsoOffers?: readonly string[] } = {}): InputEntry {
  const { alsoOffers = [], ...rest } = settings
  return { kind: 'files', folder, alsoOffers, settings: rest }
}

/** A side of a picture or latent. */
export function side(value: number, step: number, min = 16): InputEntry {
  return int({ default: value, min, max: maxSide, step })
}

export function seed(): InputEntry {
  return int({ default: 0, min: 0, max: maxSeed, control_after_generate: true })
}

export const batchSize = int({ default: 1, min: 1, max: 4096 })
export const fraction = (value: number, step = 0.01) => float({ default: value, min: 0, max: 1, step })
export const image = link('IMAGE')
export const model = link('MODEL')
export const clip = link('CLIP')
export const vae = link('VAE')
export const latent = link('LATENT')
export const conditioning = link('CONDITIONING')

export const scaleMethods = ['nearest-exact', 'bilinear', 'area', 'bicubic', 'lanczos'] as const

export const samplers = [
  ...['euler', 'euler_cfg_pp', 'euler_ancestral', 'euler_ancestral_cfg_pp', 'heun', 'heunpp2', 'exp_heun_2_x0'],
  ...['exp_heun_2_x0_sde', 'dpm_2', 'dpm_2_ancestral', 'lms', 'dpm_fast', 'dpm_adaptive', 'dpmpp_2s_ancestral'],
  ...['dpmpp_2s_ancestral_cfg_pp', 'dpmpp_sde', 'dpmpp_sde_gpu', 'dpmpp_2m', 'dpmpp_2m_cfg_pp', 'dpmpp_2m_sde'],
  ...['dpmpp_2m_sde_gpu', 'dpmpp_2m_sde_heun', 'dpmpp_2m_sde_heun_gpu', 'dpmpp_3m_sde', 'dpmpp_3m_sde_gpu', 'ddpm'],
  ...['lcm', 'ipndm', 'ipndm_v', 'deis', 'res_multistep', 'res_multistep_cfg_pp', 'res_multistep_ancestral'],
  ...['res_multistep_ancestral_cfg_pp', 'gradient_estimation', 'gradient_estimation_cfg_pp', 'er_sde', 'seeds_2'],
  ...['seeds_3', 'sa_solver', 'sa_solver_pece', 'ddim', 'uni_pc', 'uni_pc_bh2'],
]

export const schedulers = [
  ...['simple', 'sgm_uniform', 'karras', 'exponential', 'ddim_uniform', 'beta', 'normal', 'linear_quadratic'],
  'kl_optimal',
]
