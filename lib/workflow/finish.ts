import { findReachable, type Graph, type GraphNode, isLink, type Link, nodeAt } from './graph.ts'
import { describeNode } from './known-nodes.ts'
import type { ObjectInfo } from './object-info.ts'
import type { PictureSize } from './request.ts'
import type { BindWarning } from './warning.ts'
import { addNode, type Wiring } from './wiring.ts'

/** The nodes whose results are kept or shown: what a server runs a graph for. */
export function findOutputs(graph: Graph, info?: ObjectInfo): string[] {
  return Object.entries(graph).flatMap(([id, node]) => (isOutputNode(node, info) ? [id] : []))
}

function isOutputNode({ class_type }: GraphNode, info?: ObjectInfo): boolean {
  const known = describeNode(class_type, info)
  // A class of a pack we have not met: its name says it, or nothing does.
  return known ? known.isOutput : /^(Save|Preview)|VideoCombine|_Save/.test(class_type)
}

/** Brings what is saved to exactly this size. False when nothing is saved that has one. */
export function scaleResults(wiring: Wiring, size: PictureSize): boolean {
  const places = findOutputs(wiring.graph, wiring.info).flatMap((id) => findPictures(wiring.graph, id))
  const scaled = new Map<string, Link>()
  for (const { node, link } of places) {
    const key = `${link[0]} ${link[1]}`
    const to = scaled.get(key) ?? addScale(wiring, { image: link, size })
    scaled.set(key, to)
    node.inputs.images = to
  }
  return places.length > 0
}

function addScale(wiring: Wiring, { image, size }: { image: Link; size: PictureSize }): Link {
  const { width, height } = size
  const inputs = { image, upscale_method: 'lanczos', width, height, crop: 'center' }
  return [addNode(wiring, { classType: 'ImageScale', title: 'Bring it to the size asked for', inputs }), 0]
}

/** Where the pictures go in: the saving node itself, or the one that makes the clip it saves. */
function findPictures(graph: Graph, id: string): { node: GraphNode; link: Link }[] {
  const node = nodeAt(graph, id)
  if (!node) return []
  if (isLink(node.inputs.images)) return [{ node, link: node.inputs.images }]
  const clip = node.inputs.video
  return isLink(clip) && nodeAt(graph, clip[0])?.class_type === 'CreateVideo' ? findPictures(graph, clip[0]) : []
}

/** Gives every file that is saved the job's own beginning, and warns where the graph makes up its own. */
export function setFilenamePrefix(
  graph: Graph,
  { prefix, info }: { prefix: string; info?: ObjectInfo | undefined },
): BindWarning[] {
  const saving = findOutputs(graph, info).filter((id) => takesPrefix(graph[id], info))
  return saving.flatMap((id, index): BindWarning[] => {
    const node = graph[id]
    if (!node) return []
    if (isLink(node.inputs.filename_prefix)) {
      const message = `Node ${id} (${node.class_type}) is given the name of its files by another node, which keeps it.`
      return [{ code: 'prefix_not_set', node: id, message }]
    }
    // The nodes of a group have a colon in their ids, which is no part of a file name.
    node.inputs.filename_prefix = index === 0 ? prefix : `${prefix}_${id.replaceAll(/[^\w-]/g, '-')}`
    return []
  })
}

function takesPrefix(node: GraphNode | undefined, info?: ObjectInfo): boolean {
  if (!node) return false
  const known = describeNode(node.class_type, info)
  const declared = [...(known?.required ?? []), ...(known?.optional ?? [])]
  return 'filename_prefix' in node.inputs || declared.some(({ name }) => name === 'filename_prefix')
}

/** Takes out what an injection has cut off. What a template left unused itself stays. */
export function dropCutOff(graph: Graph, { before, info }: { before: Graph; info?: ObjectInfo | undefined }): void {
  const usedBefore = findReachable(before, findOutputs(before, info))
  const usedNow = findReachable(graph, findOutputs(graph, info))
  for (const id of Object.keys(graph)) if (!usedNow.has(id) && usedBefore.has(id)) delete graph[id]
}
