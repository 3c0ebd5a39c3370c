import type { NodeInfo } from '#lib/workflow/object-info.ts'
import { conditioning } from './conditioning.ts'
import { imageNodes } from './image-nodes.ts'
import type { RawInputs } from './inputs.ts'
import { latents } from './latents.ts'
import { loaders } from './loaders.ts'
import type { NodeImplementation, NodeResult } from './node.ts'
import { sampling } from './sampling.ts'
import { saveNodes } from './save-nodes.ts'
import { thing, type Value } from './values.ts'
import { videoNodes } from './video-nodes.ts'

const implementations: ReadonlyMap<string, NodeImplementation> = new Map(
  [loaders, conditioning, latents, sampling, imageNodes, videoNodes, saveNodes].flatMap((group) =>
    Object.entries(group),
  ),
)

/** What runs for a class: its own code, or for one that only configures others, its inputs handed through by type. */
export function implementationOf(info: NodeInfo): NodeImplementation {
  return implementations.get(info.name) ?? ((call) => passThrough(info, call.inputs.raw))
}

const kindOf: Record<string, Value['kind']> = {
  MODEL: 'model',
  CLIP: 'clip',
  CONDITIONING: 'conditioning',
  LATENT: 'latent',
  IMAGE: 'images',
  MASK: 'mask',
  VIDEO: 'video',
  GUIDER: 'guider',
  SIGMAS: 'sigmas',
  NOISE: 'noise',
  UPSCALE_MODEL: 'upscaler',
  INT: 'plain',
  FLOAT: 'plain',
  STRING: 'plain',
  BOOLEAN: 'plain',
}

function passThrough(info: NodeInfo, raw: RawInputs): NodeResult {
  const given = Object.values(raw)
  const outputs = info.outputs.map(({ type }) => given.find(({ kind }) => kind === kindOf[type]) ?? thing(info.name))
  return { outputs }
}
