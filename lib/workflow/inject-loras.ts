import type { GraphNode, Link } from './graph.ts'
import type { LoraRequest } from './request.ts'
import { addNode, findSources, rewire, type Wiring } from './wiring.ts'

type LoraChain = { loras: readonly LoraRequest[]; into: 'model' | 'model_and_clip' }

/** Puts LoRAs between each model and all that uses it, one after another in the order given. */
export function injectLoras(wiring: Wiring, { loras, into }: LoraChain): boolean {
  if (loras.length === 0) return true
  const models = findSources(wiring, 'MODEL')
  const [clip] = into === 'model_and_clip' ? findSources(wiring, 'CLIP') : []
  for (const model of models) {
    const loader = wiring.graph[model[0]]
    const fitting = loras.filter((lora) => fitsExpert(lora, loader))
    const isFirst = model === models[0]
    chain(wiring, { model, clip: isFirst ? clip : undefined, loras: fitting })
  }
  return models.length > 0
}

type Chain = { model: Link; clip: Link | undefined; loras: readonly LoraRequest[] }

function chain(wiring: Wiring, { model, clip, loras }: Chain): void {
  const added: string[] = []
  let [lastModel, lastClip] = [model, clip]
  for (const { name, weight, clipWeight } of loras) {
    const strengths = { lora_name: name, strength_model: weight }
    const id = lastClip
      ? addNode(wiring, {
          classType: 'LoraLoader',
          title: `LoRA ${name}`,
          inputs: { model: lastModel, clip: lastClip, ...strengths, strength_clip: clipWeight ?? weight },
        })
      : addNode(wiring, {
          classType: 'LoraLoaderModelOnly',
          title: `LoRA ${name}`,
          inputs: { model: lastModel, ...strengths },
        })
    added.push(id)
    lastModel = [id, 0]
    if (lastClip) lastClip = [id, 1]
  }
  rewire(wiring, model, { to: lastModel, except: added })
  if (clip && lastClip) rewire(wiring, clip, { to: lastClip, except: added })
}

/** Wan 2.2 draws with two models, and its LoRAs come in pairs that say in their names which of the two they are for. */
function fitsExpert({ name }: LoraRequest, loader: GraphNode | undefined): boolean {
  const experts = ['high_noise', 'low_noise']
  const expert = experts.find((part) => name.toLowerCase().includes(part))
  const file = Object.values(loader?.inputs ?? {}).find((value) => typeof value === 'string') ?? ''
  const isExpert = experts.some((part) => String(file).toLowerCase().includes(part))
  return !expert || !isExpert || String(file).toLowerCase().includes(expert)
}
