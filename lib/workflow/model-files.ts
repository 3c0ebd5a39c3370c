import { nodeTable } from './node-table.ts'

export const modelEnding = /\.(safetensors|sft|ckpt|pt|pth|bin|gguf|onnx|pkl)$/i

/** Whether a value is the name of a model file, as opposed to one of a fixed list of choices. */
export function isModelName(value: unknown): value is string {
  return typeof value === 'string' && modelEnding.test(value)
}

/** A model, or a picture, clip or latent: a name that is good on one server and unknown to another. */
export function isFileName(value: unknown): value is string {
  return isModelName(value) || (typeof value === 'string' && /\.(png|jpe?g|webp|mp4|webm|latent)$/i.test(value))
}

/** The last part of a path of either kind of system. */
export function baseName(file: string): string {
  return file.split(/[\\/]+/).findLast((part) => part !== '') ?? ''
}

/** The folder under ComfyUI's `models` whose files an input chooses from, by the input's name and, where that says too
 * little, the node class. */
const folders: readonly [input: RegExp, folder: string, nodeClass?: RegExp][] = [
  [/./, 'upscale_models', /^UpscaleModelLoader$/],
  [/./, 'animatediff_models', /^ADE_|AnimateDiff/],
  [/./, 'frame_interpolation', /^FrameInterpolation/],
  [/./, 'model_patches', /^ModelPatchLoader$/],
  [/./, 'clip_vision', /^CLIPVisionLoader/],
  [/./, 'photomaker', /^PhotoMaker/],
  [/^ckpt_name/, 'checkpoints', /Checkpoint|^unCLIP|^ImageOnly/],
  [/^lora(_name)?(_\d+)?$/, 'loras'],
  [/^(unet|diffusion)_name/, 'diffusion_models'],
  [/^vae_name/, 'vae'],
  [/^(clip|text_encoder)_name\d?$/, 'text_encoders'],
  [/^control_net_name/, 'controlnet'],
  [/^style_model_name/, 'style_models'],
  [/^ipadapter_file/, 'ipadapter'],
  [/^gligen_name/, 'gligen'],
  [/^hypernetwork_name/, 'hypernetworks'],
]

/** Undefined for what is no model, or is not known to be one. */
export function modelFolderOf(nodeClass: string, input: string): string | undefined {
  const entry = Object.hasOwn(nodeTable, nodeClass) ? nodeTable[nodeClass] : undefined
  const what = entry?.required[input] ?? entry?.optional?.[input]
  if (what) return what.kind === 'files' && !what.folder.startsWith('input_') ? what.folder : undefined
  return folders.find(([name, , owner]) => name.test(input) && (!owner || owner.test(nodeClass)))?.[1]
}
