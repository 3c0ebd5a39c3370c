import { type GraphNode, type Link, nodeAt } from './graph.ts'
import { baseName } from './model-files.ts'
import type { LoraRequest } from './request.ts'
import type { BindWarning } from './warning.ts'
import { addNode, findSources, rewire, type Wiring } from './wiring.ts'

type LoraChain = { loras: readonly LoraRequest[]; into: 'model' | 'model_and_clip' }

/** Puts LoRAs between each model and all that uses it, one after another in the order given. */
export function injectLoras(wiring: Wiring, { loras, into }: LoraChain): boolean {
  if (loras.length === 0) return true
  const models = findSources(wiring, 'MODEL')
  const loaders = models.map(([id]) => nodeAt(wiring.graph, id))
  const [clip] = into === 'model_and_clip' ? findSources(wiring, 'CLIP') : []
  for (const [index, model] of models.entries()) {
    const fitting = loras.filter((lora) => fitsExpert(lora, { loader: loaders[index], models: loaders, loras }))
    const isFirst = index === 0
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

type Side = 'high' | 'low'

/**
 * Wan 2.2 draws with two models, and its LoRAs come in pairs that say in their names which of the two they are for. "High"
 * alone may mean anything, so it counts when the other half of the pair is there too.
 */
function fitsExpert({ name }: LoraRequest, { loader, models, loras }: Expert): boolean {
  const sides = models.map((model) => sideOf(fileOf(model)))
  const side = sideOf(fileOf(loader))
  const wanted = sideOfLora(name, loras)
  return !isPair(sides) || side === undefined || wanted === undefined || wanted === side
}

type Expert = { loader: GraphNode | undefined; models: (GraphNode | undefined)[]; loras: readonly LoraRequest[] }

function isPair(sides: readonly (Side | undefined)[]): boolean {
  return sides.includes('high') && sides.includes('low')
}

/** What goes to both experts although its name speaks of one. */
export function warnOfHalves({ graph, info }: Wiring, loras: readonly LoraRequest[]): BindWarning[] {
  const sides = findSources({ graph, info }, 'MODEL').map(([id]) => sideOf(fileOf(nodeAt(graph, id))))
  if (!isPair(sides)) return []
  return loras.flatMap(({ name }): BindWarning[] => {
    if (sideOf(name) === undefined || sideOfLora(name, loras) !== undefined) return []
    const message = `${name} goes to both models: if it is half of a pair, give the other half too.`
    return [{ code: 'lora_on_both', message }]
  })
}

function sideOfLora(name: string, loras: readonly LoraRequest[]): Side | undefined {
  const side = sideOf(name)
  if (side === undefined || /(high|low)[\s_-]?noise/i.test(baseName(name))) return side
  return loras.some((other) => other.name !== name && pairName(other.name) === pairName(name)) ? side : undefined
}

function sideOf(name: string): Side | undefined {
  const [, noise, word] = sidePattern.exec(baseName(name)) ?? []
  const found = (noise ?? word)?.toLowerCase()
  return found === 'high' || found === 'low' ? found : undefined
}

const sidePattern = /(high|low)[\s_-]?noise|(?<![a-z])(high|low)(?![a-z])/i

/** The same for both halves of a pair. */
function pairName(name: string): string {
  return baseName(name).toLowerCase().replace(sidePattern, '*')
}

function fileOf(loader: GraphNode | undefined): string {
  return Object.values(loader?.inputs ?? {}).find((value) => typeof value === 'string') ?? ''
}
