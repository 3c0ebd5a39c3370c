import { nameOf } from './safe-text.ts'

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

const modelEnding = /\.(safetensors|sft|ckpt|pt|pth|bin|gguf|onnx|pkl)$/i

/** Whether a value is the name of a model file, as opposed to one of a fixed list of choices. */
export function isModelName(value: unknown): value is string {
  return typeof value === 'string' && modelEnding.test(value)
}

export function modelFolderOf(nodeClass: string, input: string): string | undefined {
  return folders.find(([name, , owner]) => name.test(input) && (!owner || owner.test(nodeClass)))?.[1]
}

/** The name of a model file that a sentence mentions. */
export function findModelName(text: string): string | undefined {
  const found = /[^\s'"`:,;()[\]{}<>|]+\.(?:safetensors|sft|ckpt|pt|pth|gguf|onnx)\b/i.exec(text)?.[0]
  return found === undefined ? undefined : nameOf(found)
}

/** What is most likely meant by a name that is not there: the same file elsewhere, or one spelt nearly so. */
export function findNearest(wanted: string, available: readonly string[]): string | undefined {
  const target = keyOf(wanted)
  const sameFile = available.find((name) => keyOf(nameOf(name)) === keyOf(nameOf(wanted)))
  if (sameFile !== undefined) return sameFile
  // Enough to find a name with another ending, version or separator; more would suggest strangers.
  const reach = Math.ceil(target.length / 4)
  let best: { name: string; distance: number } | undefined
  for (const name of available.slice(0, 5_000)) {
    const key = keyOf(name)
    if (Math.abs(key.length - target.length) > reach) continue
    const distance = countEdits(target, key)
    if (distance <= reach && distance < (best?.distance ?? Number.POSITIVE_INFINITY)) best = { name, distance }
  }
  return best?.name
}

function keyOf(name: string): string {
  return name
    .slice(0, 200)
    .toLowerCase()
    .replaceAll('\\', '/')
    .replace(modelEnding, '')
    .replaceAll(/[-_. ]/g, '')
}

function countEdits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

/** A list for a sentence: the first few, and how many more there are. */
export function listSome(names: readonly string[], most = 6): string {
  const shown = names.slice(0, most).join(', ')
  return names.length > most ? `${shown} and ${names.length - most} more` : shown
}
