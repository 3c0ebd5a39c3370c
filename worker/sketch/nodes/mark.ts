import { findReachable, type Graph } from '#lib/workflow/graph.ts'
import { isModelName } from '#lib/workflow/model-files.ts'
import { findSeeds } from '#lib/workflow/seeds.ts'
import { stampCaption } from '../drawing/caption.ts'
import { type Images, mapImages } from '../pictures/images.ts'
import type { NodeCall } from './node.ts'

/** What a model would have made is plainly marked when it is saved, each frame of it; what is only computed stays as it is. */
export function markSketch({ nodeId, host }: Pick<NodeCall, 'nodeId' | 'host'>, images: Images): Images {
  const reached = findReachable(host.graph, [nodeId])
  const behind: Graph = Object.fromEntries(Object.entries(host.graph).filter(([id]) => reached.has(id)))
  const [place] = findSeeds(behind)
  const seed = place && behind[place.node]?.inputs[place.input]
  const isSeed = typeof seed === 'bigint' || (typeof seed === 'number' && Number.isInteger(seed))
  const hasModel = Object.values(behind).some(({ inputs }) => Object.values(inputs).some(isModelName))
  if (!isSeed && !hasModel) return images
  return mapImages(images, images, (picture) => stampCaption(picture, isSeed ? BigInt(seed) : undefined))
}
