import { drawScene } from '../drawing/draw-scene.ts'
import type { Scene } from '../drawing/scene.ts'
import { animate } from '../pictures/animate.ts'
import { type Images, makeImages, type Picture, toSharp } from '../pictures/images.ts'
import type { Inputs } from './inputs.ts'
import type { NodeCall, NodeHost, NodeImplementation, NodeResult, Preview } from './node.ts'
import { type Conditioning, type Latent, type Model, type Sigmas, thing } from './values.ts'

export const sampling: Record<string, NodeImplementation> = {
  KSampler: async (call) => {
    const { inputs } = call
    const run = readRun(inputs, { seed: inputs.seed('seed'), denoise: inputs.number('denoise', 1) })
    return { outputs: [await sample(call, run)] }
  },
  KSamplerAdvanced: async (call) => {
    const { inputs } = call
    const steps = inputs.whole('steps', 20)
    const until = Math.min(steps, inputs.whole('end_at_step', steps))
    const from = Math.min(until, inputs.whole('start_at_step'))
    const run = readRun(inputs, { seed: inputs.seed('noise_seed'), denoise: 1, steps: until - from })
    // The second of two experts goes on with what the first began.
    const isContinued = inputs.text('add_noise') === 'disable'
    return { outputs: [await sample(call, { ...run, isContinued })] }
  },
  SamplerCustomAdvanced: async (call) => {
    const { inputs } = call
    const guider = inputs.demand('guider', 'guider')
    const sigmas = inputs.demand('sigmas', 'sigmas')
    const latent = await sample(call, {
      model: guider.model,
      positive: guider.positive,
      latent: inputs.latent('latent_image'),
      seed: inputs.demand('noise', 'noise').seed,
      steps: sigmas.steps,
      denoise: sigmas.denoise,
      isContinued: false,
    })
    return { outputs: [latent, latent] }
  },
  SplitSigmas({ inputs }) {
    const sigmas = inputs.demand('sigmas', 'sigmas')
    return splitSteps(sigmas, inputs.whole('step'))
  },
  SplitSigmasDenoise({ inputs }) {
    const sigmas = inputs.demand('sigmas', 'sigmas')
    return splitSteps(sigmas, sigmas.steps - Math.round(sigmas.steps * inputs.number('denoise', 1)))
  },
  KSamplerSelect: ({ inputs }) => ({ outputs: [thing(inputs.text('sampler_name'))] }),
  RandomNoise: ({ inputs }) => ({ outputs: [{ kind: 'noise', seed: inputs.seed('noise_seed') }] }),
  Flux2Scheduler: ({ inputs }) => ({ outputs: [{ kind: 'sigmas', steps: inputs.whole('steps', 20), denoise: 1 }] }),
  BasicScheduler: ({ inputs }) => ({
    outputs: [{ kind: 'sigmas', steps: inputs.whole('steps', 20), denoise: inputs.number('denoise', 1) }],
  }),
}

function splitSteps(sigmas: Sigmas, at: number): NodeResult {
  const first = Math.max(0, Math.min(sigmas.steps, at))
  const rest = sigmas.steps - first
  // The last of the steps change no more of a picture than their share.
  const denoise = sigmas.steps === 0 ? 0 : (sigmas.denoise * rest) / sigmas.steps
  return {
    outputs: [
      { ...sigmas, steps: first },
      { ...sigmas, steps: rest, denoise },
    ],
  }
}

type Run = {
  model: Model
  positive: Conditioning
  latent: Latent
  seed: bigint
  steps: number
  denoise: number
  isContinued: boolean
}

function readRun(inputs: Inputs, given: { seed: bigint; denoise: number; steps?: number }): Run {
  return {
    model: inputs.model(),
    positive: inputs.conditioning('positive'),
    latent: inputs.latent('latent_image'),
    steps: given.steps ?? inputs.whole('steps', 20),
    seed: given.seed,
    denoise: given.denoise,
    isContinued: false,
  }
}

async function sample({ host }: NodeCall, run: Run): Promise<Latent> {
  const { latent, model, steps } = run
  host.claimMemory({ model: model.name, megapixels: (latent.width * latent.height * latent.count) / 1e6 })
  if (latent.isClip) await host.loadModel(model.name)
  const images =
    run.denoise === 0 && latent.images ? latent.images : paint({ ...run, isCoarse: host.behaviour.isCoarse })
  const preview = previewOf(images, host)
  for (let value = 1; value <= steps; value++) {
    await host.step({
      value,
      max: steps,
      pauseMs: host.behaviour.stepMs,
      preview: preview && (() => preview(value / steps)),
    })
  }
  return { ...latent, images }
}

type Painting = Run & { isCoarse: boolean }

function paint(run: Painting): Images {
  const { latent, model } = run
  const { width, height, count } = latent
  if (run.isContinued && latent.images) return latent.images
  if (latent.isClip || (model.isMotion && count > 1)) {
    const still = makeImages({ width, height, count: 1, frame: async () => drawScene(sceneOf(run, 0)) })
    return animate({ still, start: latent.start, end: latent.end, count, seed: run.seed })
  }
  return makeImages({ width, height, count, frame: async (index) => drawScene(await withInit(run, index)) })
}

async function withInit(run: Painting, index: number): Promise<Scene> {
  const init = run.denoise < 1 && run.latent.images ? await run.latent.images.frame(index) : undefined
  return { ...sceneOf(run, index), ...(init && { init: { picture: init, strength: run.denoise } }) }
}

function sceneOf({ model, positive, latent, seed, isCoarse }: Painting, index: number): Scene {
  return {
    width: latent.width,
    height: latent.height,
    words: positive.text,
    isCoarse,
    seed: seed + BigInt((latent.from ?? 0) + index),
    model: model.name,
    // A LoRA hangs on the model, on the words, or on both: it counts once.
    loras: model.loras.length > 0 ? model.loras : positive.loras,
    references: [...positive.references, ...model.references],
    controls: [...positive.controls, ...model.controls],
  }
}

/** At most this many pixels on the longer side, as ComfyUI's own. */
const previewSide = 512

/** From a blur to the picture; the small copy is made once and only when somebody looks. */
function previewOf(images: Images, host: NodeHost): ((share: number) => Promise<Preview>) | undefined {
  if (!host.wantsPreviews) return undefined
  let small: Promise<Picture> | undefined
  return async (share) => {
    small ??= images.frame(0)
    const sigma = 0.3 + (1 - share) * 18
    const bytes = await toSharp(await small)
      .resize({ width: previewSide, height: previewSide, fit: 'inside' })
      .blur(sigma)
      .jpeg({ quality: 85 })
      .toBuffer()
    return { bytes, type: 'image/jpeg' }
  }
}
