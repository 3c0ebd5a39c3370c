import { findOutputs } from './finish.ts'
import { findReachable, type Graph, isGraph, isObject, linksOf, nodeAt, startSentence } from './graph.ts'
import { describeNode } from './known-nodes.ts'
import type { WorkflowManifest } from './manifest.ts'
import { findPlaceholders, type PlaceholderName, placeholders } from './placeholders.ts'
import { findSeeds, readSeed } from './seeds.ts'

export type TemplateProblem = { level: 'error' | 'warning'; message: string; node?: string | undefined }

/** Whether a file holds a graph at all, and if not, what it holds instead. */
export function readGraphJson(json: unknown): { graph: Graph } | { problem: TemplateProblem } {
  if (isObject(json) && Array.isArray(json.nodes)) {
    return fail(
      'This is a workflow as the ComfyUI page saves it, with positions and colours. Open it there, choose Workflow, then ' +
        'Export (API), and use the file that gives.',
    )
  }
  const graph = unwrapGraph(json)
  if (!isObject(graph)) return fail('The file must hold an object of nodes, as ComfyUI exports it with Export (API).')
  const ids = Object.keys(graph)
  if (ids.length === 0) return fail('The file holds no nodes.')
  const broken = Object.entries(graph).find(([, node]) => !isObject(node) || typeof node.class_type !== 'string')
  if (broken) return fail(`Node ${broken[0]} has no class_type, so it is no node of ComfyUI.`, broken[0])
  const bare = Object.entries(graph).find(([, node]) => isObject(node) && !isObject(node.inputs))
  if (bare) return fail(`Node ${bare[0]} has no inputs, so it is no node of ComfyUI.`, bare[0])
  return isGraph(graph) ? { graph } : fail('The nodes of this file cannot be read.')
}

/** Out of what is posted to a server, and out of what it keeps: an entry of its history, or its answer with one in it. */
function unwrapGraph(json: unknown): unknown {
  if (!isObject(json)) return json
  const [only, ...others] = Object.values(json)
  const entry = others.length === 0 && isObject(only) && Array.isArray(only.prompt) ? only : json
  const { prompt } = entry
  if (Array.isArray(prompt) && isObject(prompt[2])) return prompt[2]
  return isObject(prompt) && !('class_type' in prompt) ? prompt : json
}

function fail(message: string, node?: string): { problem: TemplateProblem } {
  return { problem: { level: 'error', message, ...(node !== undefined && { node }) } }
}

/** What makes a graph useless to any server, and to any reader. */
export function checkSoundness(graph: Graph): TemplateProblem[] {
  return [...checkLinks(graph), ...checkCircles(graph), ...checkPlaceholders(graph)]
}

/** Everything wrong or odd about a template, in sentences that name the node. */
export function checkTemplate(graph: Graph, manifest?: WorkflowManifest): TemplateProblem[] {
  return [
    ...checkSoundness(graph),
    ...checkOutputs(graph),
    ...checkSeeds(graph),
    ...(manifest ? checkAgreement(graph, manifest) : checkModel(graph)),
  ]
}

function nameNode(graph: Graph, id: string): string {
  const node = nodeAt(graph, id)
  return node ? `node ${id} (${node._meta?.title ?? node.class_type})` : `node ${id}`
}

function checkLinks(graph: Graph): TemplateProblem[] {
  return Object.entries(graph).flatMap(([id, node]) =>
    linksOf(node).flatMap(({ input, link: [from, slot] }): TemplateProblem[] => {
      const here = `${input} of ${nameNode(graph, id)}`
      if (!Object.hasOwn(graph, from)) {
        return [
          { level: 'error', node: id, message: `The input ${here} is linked to node ${from}, which is not there.` },
        ]
      }
      const outputs = describeNode(graph[from]?.class_type ?? '')?.outputs
      if (!outputs || slot < outputs.length) return []
      const message = `The input ${here} takes output ${slot} of ${nameNode(graph, from)}, which has only ${outputs.length}.`
      return [{ level: 'error', node: id, message }]
    }),
  )
}

function checkCircles(graph: Graph): TemplateProblem[] {
  const done = new Set<string>()
  const problems: TemplateProblem[] = []
  for (const start of Object.keys(graph)) {
    // A stack of our own: a long chain must not exhaust the machine's.
    const stack = [{ id: start, next: 0 }]
    const path = new Set([start])
    while (stack.length > 0) {
      const top = stack.at(-1)
      if (!top) break
      const node = nodeAt(graph, top.id)
      const target = node && !done.has(top.id) ? linksOf(node)[top.next]?.link[0] : undefined
      if (target === undefined) {
        done.add(top.id)
        path.delete(top.id)
        stack.pop()
      } else {
        top.next += 1
        if (path.has(target)) {
          const message = `${nameNode(graph, target)} leans on itself, through ${nameNode(graph, top.id)}.`
          problems.push({ level: 'error', node: target, message: startSentence(message) })
        } else if (Object.hasOwn(graph, target) && !done.has(target)) {
          path.add(target)
          stack.push({ id: target, next: 0 })
        }
      }
    }
  }
  return problems
}

function checkPlaceholders(graph: Graph): TemplateProblem[] {
  return findPlaceholders(graph).flatMap(({ written, name, node, input }): TemplateProblem[] => {
    if (name) return []
    const known = Object.keys(placeholders).join(', ')
    const message = `${startSentence(nameNode(graph, node))} asks for ${written} in ${input}, and no such value exists. There are: ${known}.`
    return [{ level: 'error', node, message }]
  })
}

function checkOutputs(graph: Graph): TemplateProblem[] {
  const outputs = findOutputs(graph)
  if (outputs.length === 0) {
    return [
      {
        level: 'error',
        message: 'Nothing is saved: the graph needs a node such as SaveImage or SaveVideo at its end.',
      },
    ]
  }
  const reached = findReachable(graph, outputs)
  const unreached = findPlaceholders(graph).filter(({ node }) => !reached.has(node))
  return unreached.map(({ written, name, node }) => ({
    level: name === 'prompt' ? 'error' : 'warning',
    node,
    message: `${written} stands in ${nameNode(graph, node)}, from which no way leads to a node that saves: it has no effect.`,
  }))
}

function checkSeeds(graph: Graph): TemplateProblem[] {
  const hasPlaceholder = findPlaceholders(graph).some(({ name }) => name === 'seed')
  return findSeeds(graph).flatMap(({ node, input }): TemplateProblem[] => {
    const value = readSeed(graph[node]?.inputs[input])
    const isRandom = value !== undefined && value < 0
    if (hasPlaceholder && !isRandom) return []
    const here = `${startSentence(nameNode(graph, node))} has ${String(value)} written down as its ${input}`
    const why = isRandom ? 'ComfyUI refuses it, and ' : ''
    return [{ level: 'warning', node, message: `${here}: ${why}the seed of each job is put there instead.` }]
  })
}

/** Nothing but a manifest can say which file is meant. */
function checkModel(graph: Graph): TemplateProblem[] {
  const found = findPlaceholders(graph).find(({ name }) => name === 'model')
  if (!found) return []
  const where = `${startSentence(nameNode(graph, found.node))} asks for ${found.written} in ${found.input}`
  const message = `${where}, and nothing says which file that is: write its name there, or a manifest with a model.`
  return [{ level: 'error', node: found.node, message }]
}

/** What the manifest promises must be in the graph, and what the graph asks for must be in the manifest. */
function checkAgreement(graph: Graph, manifest: WorkflowManifest): TemplateProblem[] {
  const has = new Set(findPlaceholders(graph).map(({ name }) => name))
  const texts = Object.values(graph).flatMap(({ inputs }) => Object.values(inputs).map(String))
  const error = (message: string): TemplateProblem => ({ level: 'error', message })
  const warning = (message: string): TemplateProblem => ({ level: 'warning', message })
  // A clip with frames filled in goes as much faster as it has more of them.
  const followsClip = manifest.task === 'interpolation'
  const needsDefault = (
    ['steps', 'cfg', 'guidance', 'denoise', 'sampler', 'scheduler', 'frames', 'fps', 'model'] as const
  ).filter((name) => has.has(name) && manifest[name] === undefined && !(name === 'fps' && followsClip))
  const unused = (['steps', 'cfg', 'guidance', 'frames'] as const).filter((name) => manifest[name] && !has.has(name))
  const sizes: PlaceholderName[] = ['width', 'height']
  return [
    ...needsDefault.map((name) => {
      const message = `The graph asks for ${name}, but the manifest gives no value for it.`
      return name === 'model' ? error(message) : warning(message)
    }),
    ...unused.map((name) => warning(`The manifest gives ${name}, but no placeholder of the graph takes it.`)),
    ...(sizes.some((name) => has.has(name)) && !manifest.size
      ? [error('The graph asks for a width and a height, but the manifest gives no size.')]
      : []),
    ...(manifest.size && !sizes.every((name) => has.has(name))
      ? [warning('The manifest gives a size, but no placeholder of the graph takes width and height.')]
      : []),
    ...(manifest.task === 'text_to_image' && !has.has('prompt')
      ? [error('The graph has no place for the prompt.')]
      : []),
    ...Object.entries(manifest.models).flatMap(([folder, files]) =>
      hiddenFolders.has(folder)
        ? []
        : files
            .filter((file) => !texts.includes(file) && file !== manifest.model)
            .map((file) => warning(`The manifest lists the model ${file}, but no node of the graph loads it.`)),
    ),
  ]
}

/** Nodes of IP-Adapter look for their files themselves, so that no graph names them. */
const hiddenFolders = new Set(['clip_vision', 'ipadapter', 'insightface', 'loras'])
