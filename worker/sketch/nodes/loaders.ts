import type { NodeCall, NodeImplementation } from './node.ts'
import { type Clip, type Lora, type Model, thing } from './values.ts'

export const loaders: Record<string, NodeImplementation> = {
  async CheckpointLoaderSimple({ inputs, host }) {
    const name = inputs.text('ckpt_name')
    await host.loadModel(name)
    return { outputs: [makeModel(name), makeClip(name), thing(name)] }
  },
  async UNETLoader({ inputs, host }) {
    const name = inputs.text('unet_name')
    await host.loadModel(name)
    return { outputs: [makeModel(name)] }
  },
  CLIPLoader: ({ inputs }) => ({ outputs: [makeClip(inputs.text('clip_name'))] }),
  DualCLIPLoader: ({ inputs }) => ({ outputs: [makeClip(inputs.text('clip_name1'))] }),
  VAELoader: ({ inputs }) => ({ outputs: [thing(inputs.text('vae_name'))] }),
  ControlNetLoader: ({ inputs }) => ({ outputs: [thing(inputs.text('control_net_name'))] }),
  CLIPVisionLoader: ({ inputs }) => ({ outputs: [thing(inputs.text('clip_name'))] }),
  UpscaleModelLoader({ inputs }) {
    const name = inputs.text('model_name')
    return { outputs: [{ kind: 'upscaler', name, factor: factorOf(name) }] }
  },
  LoraLoader({ inputs }) {
    const [model, clip] = [inputs.model(), inputs.clip()]
    const name = inputs.text('lora_name')
    return {
      outputs: [
        withLora(model, { name, weight: inputs.number('strength_model', 1) }),
        withLora(clip, { name, weight: inputs.number('strength_clip', 1) }),
      ],
    }
  },
  LoraLoaderModelOnly: ({ inputs }) => ({
    outputs: [withLora(inputs.model(), { name: inputs.text('lora_name'), weight: inputs.number('strength_model', 1) })],
  }),
  CLIPSetLastLayer: ({ inputs }) => ({ outputs: [inputs.clip()] }),
  ModelSamplingSD3: passModel,
  ModelSamplingAuraFlow: passModel,
  ADE_AnimateDiffLoaderGen1: ({ inputs }) => ({ outputs: [{ ...inputs.model(), isMotion: true }] }),
}

function passModel({ inputs }: NodeCall) {
  return { outputs: [inputs.model()] }
}

function makeModel(name: string): Model {
  return { kind: 'model', name, loras: [], references: [], controls: [], isMotion: false }
}

function makeClip(name: string): Clip {
  return { kind: 'clip', name, loras: [] }
}

function withLora<T extends { loras: Lora[] }>(to: T, lora: Lora): T {
  return { ...to, loras: [...to.loras, lora] }
}

/** `4x-ESRGAN.pth`, `RealESRGAN_x4plus.pth`: models are named after what they do. */
function factorOf(name: string): number {
  const found = /(?:^|[^\d])([1248])x|x([1248])/i.exec(name)
  return Number(found?.[1] ?? found?.[2] ?? 4)
}
