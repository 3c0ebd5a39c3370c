import { nodeTable, toObjectInfoJson } from '#lib/workflow/node-table.ts'
import type { InputEntry, ModelFolder } from '#lib/workflow/nodes/entry.ts'
import type { Behaviour } from './behaviour.ts'

export type ModelLists = Record<string, readonly string[]>

/** What lies in the pretended model folders: the files that the usual workflows ask for, and some LoRAs to try. */
const usualModels: ModelLists = {
  checkpoints: [
    'flux1-dev-fp8.safetensors',
    'sd15.safetensors',
    'sd_xl_base_1.0.safetensors',
    'sdxl.safetensors',
    'v1-5-pruned-emaonly.safetensors',
  ],
  diffusion_models: [
    'flux2_dev_fp8mixed.safetensors',
    'qwen_image_fp8_e4m3fn.safetensors',
    'wan2.2_i2v_high_noise_14B_fp8_scaled.safetensors',
    'wan2.2_i2v_low_noise_14B_fp8_scaled.safetensors',
    'wan2.2_ti2v_5B_fp16.safetensors',
    'z_image_turbo_bf16.safetensors',
  ],
  text_encoders: [
    'clip_l.safetensors',
    'mistral_3_small_flux2_bf16.safetensors',
    'qwen_2.5_vl_7b_fp8_scaled.safetensors',
    'qwen_3_4b.safetensors',
    't5xxl_fp16.safetensors',
    'umt5_xxl_fp8_e4m3fn_scaled.safetensors',
  ],
  vae: [
    'ae.safetensors',
    'flux2-vae.safetensors',
    'qwen_image_vae.safetensors',
    'wan2.2_vae.safetensors',
    'wan_2.1_vae.safetensors',
  ],
  loras: ['dusk.safetensors', 'ink.safetensors', 'neon.safetensors', 'style.safetensors', 'watercolour.safetensors'],
  controlnet: ['control_v11p_sd15_canny.safetensors', 'controlnet-union-sdxl.safetensors'],
  upscale_models: ['2x-sketch.pth', '4x-ESRGAN.pth', '4x-UltraSharp.pth'],
  clip_vision: ['CLIP-ViT-H-14-laion2B-s32B-b79K.safetensors'],
  ipadapter: ['ip-adapter-plus_sd15.safetensors', 'ip-adapter-plus_sdxl_vit-h.safetensors'],
  model_patches: ['Z-Image-Turbo-Fun-Controlnet-Union.safetensors'],
  frame_interpolation: ['film_net_fp16.safetensors'],
  animatediff_models: ['mm_sd_v15_v2.ckpt'],
}

const otherFolders = [
  ...['configs', 'style_models', 'embeddings', 'diffusers', 'vae_approx', 'gligen', 'latent_upscale_models'],
  ...['custom_nodes', 'datasets', 'hypernetworks', 'photomaker', 'classifiers', 'audio_encoders'],
  ...['background_removal', 'geometry_estimation', 'optical_flow', 'detection'],
]

/** The model names of every folder, with what the templates of this installation name beside the usual ones. */
export function listModels(behaviour: Behaviour, fromTemplates: ModelLists = {}): Record<string, string[]> {
  const folders = new Set([...Object.keys(usualModels), ...Object.keys(fromTemplates), ...otherFolders])
  const lists = [...folders].map((folder): [string, string[]] => {
    const usual = [...(usualModels[folder] ?? []), ...(fromTemplates[folder] ?? [])]
    return [folder, [...new Set(behaviour.models[folder] ?? usual)].sort()]
  })
  return Object.fromEntries(lists)
}

/** The answer to /object_info: our node table with the models filled in and the input folder as it is now. */
export function describeNodes(input: { behaviour: Behaviour; inputs: string[]; fromTemplates: ModelLists }) {
  const { behaviour, inputs, fromTemplates } = input
  const isVideo = (name: string) => /\.(mp4|webm|mkv|mov|avi|gif)$/i.test(name)
  const json = toObjectInfoJson(nodeTable, {
    ...listModels(behaviour, fromTemplates),
    input_images: inputs.filter((name) => /\.(png|jpe?g|webp|gif|bmp|avif|tiff?)$/i.test(name)),
    input_videos: inputs.filter(isVideo),
  })
  for (const name of behaviour.missingNodes) delete json[name]
  return json
}

/** Which model files a graph names, by folder: the inputs that our table says are files. */
export function modelsNamedBy(graph: unknown): [folder: ModelFolder, name: string][] {
  if (typeof graph !== 'object' || graph === null) return []
  return Object.values(graph).flatMap((node: unknown) => {
    if (typeof node !== 'object' || node === null || !('class_type' in node) || !('inputs' in node)) return []
    const entry = nodeTable[String(node.class_type)]
    const { inputs } = node
    if (!entry || typeof inputs !== 'object' || inputs === null) return []
    const declared: Record<string, InputEntry> = { ...entry.optional, ...entry.required }
    return Object.entries(inputs).flatMap(([name, value]: [string, unknown]): [ModelFolder, string][] => {
      const input = declared[name]
      const isName = typeof value === 'string' && !/\{\{|PLACEHOLDER/.test(value)
      return input?.kind === 'files' && isName ? [[input.folder, value]] : []
    })
  })
}
