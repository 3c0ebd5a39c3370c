import type { Images } from '../pictures/images.ts'
import type { NodeImplementation } from './node.ts'
import { type Clip, type Conditioning, thing } from './values.ts'

export const conditioning: Record<string, NodeImplementation> = {
  CLIPTextEncode: ({ inputs }) => ({ outputs: [encode(inputs.clip(), inputs.text('text'))] }),
  ADE_PromptScheduling: ({ inputs }) => ({ outputs: [encode(inputs.clip(), inputs.text('prompts'))] }),
  FluxGuidance: ({ inputs }) => ({ outputs: [inputs.conditioning('conditioning')] }),
  ConditioningZeroOut: ({ inputs }) => ({ outputs: [{ ...inputs.conditioning('conditioning'), text: '' }] }),
  ConditioningCombine({ inputs }) {
    const [first, second] = [inputs.conditioning('conditioning_1'), inputs.conditioning('conditioning_2')]
    const references = [...first.references, ...second.references]
    const controls = [...first.controls, ...second.controls]
    return { outputs: [{ ...first, text: `${first.text} ${second.text}`.trim(), references, controls }] }
  },
  ReferenceLatent({ inputs }) {
    const latent = inputs.has('latent') ? inputs.latent('latent') : undefined
    return { outputs: [withReferences(inputs.conditioning('conditioning'), [latent?.images])] }
  },
  SetUnionControlNetType: ({ inputs }) => ({ outputs: [inputs.demand('control_net', 'thing')] }),
  ControlNetApplyAdvanced({ inputs }) {
    const control = { images: inputs.images('image'), strength: inputs.number('strength', 1) }
    const apply = (to: Conditioning): Conditioning => ({ ...to, controls: [...to.controls, control] })
    return { outputs: [apply(inputs.conditioning('positive')), apply(inputs.conditioning('negative'))] }
  },
  QwenImageDiffsynthControlnet({ inputs }) {
    const control = { images: inputs.images('image'), strength: inputs.number('strength', 1) }
    return { outputs: [{ ...inputs.model(), controls: [...inputs.model().controls, control] }] }
  },
  ModelPatchLoader: ({ inputs }) => ({ outputs: [thing(inputs.text('name'))] }),
  BasicGuider: ({ inputs }) => ({
    outputs: [
      { kind: 'guider', model: inputs.model(), positive: inputs.conditioning('conditioning'), negative: undefined },
    ],
  }),
  CFGGuider: ({ inputs }) => ({
    outputs: [
      {
        kind: 'guider',
        model: inputs.model(),
        positive: inputs.conditioning('positive'),
        negative: inputs.conditioning('negative'),
      },
    ],
  }),
  IPAdapterUnifiedLoader: ({ inputs }) => ({ outputs: [inputs.model(), thing('ipadapter')] }),
  IPAdapterUnifiedLoaderFaceID: ({ inputs }) => ({ outputs: [inputs.model(), thing('ipadapter')] }),
  IPAdapterAdvanced: ({ inputs }) => ({ outputs: [withAdapter(inputs)] }),
  IPAdapterFaceID: ({ inputs }) => ({
    outputs: [withAdapter(inputs), { kind: 'images', images: inputs.images('image') }],
  }),
}

function withAdapter(inputs: Parameters<NodeImplementation>[0]['inputs']) {
  const model = inputs.model()
  return { ...model, references: [...model.references, inputs.images('image')] }
}

function encode(clip: Clip, text: string): Conditioning {
  return { kind: 'conditioning', text, references: [], controls: [], loras: clip.loras }
}

function withReferences(to: Conditioning, images: (Images | undefined)[]): Conditioning {
  return { ...to, references: [...to.references, ...images.filter((image) => image !== undefined)] }
}
