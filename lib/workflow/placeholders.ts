import { copyGraph, type Graph, type GraphNode, type GraphValue, isLink, isObject } from './graph.ts'
import { nodeTable } from './node-table.ts'

/** Everything a workflow may leave open. `file` is the name a server gave to an uploaded file. */
export const placeholders = {
  prompt: { isRequired: true, meaning: 'the prompt' },
  negative: { isRequired: false, meaning: 'the negative prompt' },
  seed: { isRequired: true, meaning: 'the seed' },
  steps: { isRequired: false, meaning: 'the number of steps' },
  split_step: { isRequired: false, meaning: 'the step at which the second model takes over' },
  cfg: { isRequired: false, meaning: 'how closely the prompt is followed' },
  guidance: { isRequired: false, meaning: 'the guidance of FLUX' },
  denoise: { isRequired: false, meaning: 'how much a starting picture may change' },
  sampler: { isRequired: false, meaning: 'the sampler' },
  scheduler: { isRequired: false, meaning: 'the scheduler' },
  width: { isRequired: false, meaning: 'the rendered width' },
  height: { isRequired: false, meaning: 'the rendered height' },
  frames: { isRequired: false, meaning: 'the number of frames' },
  fps: { isRequired: false, meaning: 'frames in a second' },
  multiplier: { isRequired: false, meaning: 'how many times more frames' },
  keyframes: { isRequired: true, meaning: 'the prompts by frame' },
  model: { isRequired: false, meaning: 'the model file' },
  init_image: { isRequired: true, meaning: 'a picture to start from' },
  end_image: { isRequired: true, meaning: 'a picture to end with' },
  video: { isRequired: true, meaning: 'a clip' },
  reference_image: { isRequired: true, meaning: 'a reference picture' },
  reference_weight: { isRequired: false, meaning: 'the weight of the reference' },
  control_image: { isRequired: true, meaning: 'a control picture' },
  control_strength: { isRequired: false, meaning: 'the strength of the control' },
  filename_prefix: { isRequired: false, meaning: 'how the output files begin' },
} as const

export type PlaceholderName = keyof typeof placeholders
export type PlaceholderValues = { readonly [Name in PlaceholderName]?: string | number | bigint | undefined }

const otherNames: Readonly<Record<string, PlaceholderName>> = {
  positive: 'prompt',
  positive_prompt: 'prompt',
  negative_prompt: 'negative',
  noise_seed: 'seed',
  sampler_name: 'sampler',
  length: 'frames',
  checkpoint: 'model',
  image: 'init_image',
  start_image: 'init_image',
  input_image: 'init_image',
  last_image: 'end_image',
  strength: 'denoise',
}

/** `{{prompt}}` and `PROMPT_PLACEHOLDER`. */
const spelling = /\{\{\s*([A-Za-z][A-Za-z0-9_]{0,40})\s*\}\}|\b([A-Z][A-Z0-9_]{0,40})_PLACEHOLDER\b/g

/** Undefined for a name that means nothing. */
function nameOf(written: string): PlaceholderName | undefined {
  const name = written.toLowerCase()
  if (isPlaceholderName(name)) return name
  return Object.hasOwn(otherNames, name) ? otherNames[name] : undefined
}

function isPlaceholderName(name: string): name is PlaceholderName {
  return Object.hasOwn(placeholders, name)
}

export type FoundPlaceholder = { written: string; name: PlaceholderName | undefined; node: string; input: string }

export function findPlaceholders(graph: Graph): FoundPlaceholder[] {
  return Object.entries(graph).flatMap(([node, { inputs }]) =>
    Object.entries(inputs).flatMap(([input, value]) =>
      textsOf(value).flatMap((text) =>
        [...text.matchAll(spelling)].map((match) => ({
          written: match[0],
          name: nameOf(match[1] ?? match[2] ?? ''),
          node,
          input,
        })),
      ),
    ),
  )
}

/** Whether a value asks for something, known or not. */
export function hasPlaceholder(value: GraphValue): boolean {
  return textsOf(value).some((text) => text.search(spelling) >= 0)
}

function textsOf(value: GraphValue): string[] {
  if (typeof value === 'string') return [value]
  if (isLink(value)) return []
  if (isList(value)) return value.flatMap(textsOf)
  return isObject(value) ? Object.values(value).flatMap((part) => (isGraphValue(part) ? textsOf(part) : [])) : []
}

function isList(value: GraphValue): value is readonly GraphValue[] {
  return Array.isArray(value)
}

/** Whatever stands in a graph came out of JSON or was made here; only undefined cannot. */
function isGraphValue(value: unknown): value is GraphValue {
  return value !== undefined
}

/**
 * A copy of the graph with the values in. A placeholder that is the whole value keeps the value's type; one without a value
 * takes its input away, so that the node's own default holds. What is put in is never searched again: a prompt may say
 * `{{seed}}` and mean it.
 */
export function fillPlaceholders(graph: Graph, values: PlaceholderValues): Graph {
  const filled = copyGraph(graph)
  for (const node of Object.values(filled)) {
    for (const [input, value] of Object.entries(node.inputs)) {
      const replaced = fillValue(value, { values, isQuoted: isQuotedInput(node, input) })
      if (replaced === undefined) delete node.inputs[input]
      else node.inputs[input] = replaced
    }
  }
  return filled
}

/** Some nodes read a text of their own making, in which what is put between quotes must stay there. */
function isQuotedInput({ class_type }: GraphNode, input: string): boolean {
  const entry = Object.hasOwn(nodeTable, class_type) ? nodeTable[class_type] : undefined
  const what = entry?.required[input] ?? entry?.optional?.[input]
  return what?.kind === 'typed' && what.isQuoted === true
}

type Filling = { values: PlaceholderValues; isQuoted: boolean }

function fillValue(value: GraphValue, filling: Filling): GraphValue | undefined {
  if (typeof value === 'string') return fillText(value, filling)
  if (isLink(value)) return value
  if (isList(value)) return value.map((part) => fillValue(part, filling) ?? null)
  if (!isObject(value)) return value
  const parts = Object.entries(value).flatMap(([key, part]): [string, GraphValue][] => {
    const filled = isGraphValue(part) ? fillValue(part, filling) : undefined
    return filled === undefined ? [] : [[key, filled]]
  })
  return Object.fromEntries(parts)
}

function fillText(text: string, filling: Filling): GraphValue | undefined {
  const [whole] = text.matchAll(spelling)
  if (whole && whole[0] === text.trim()) {
    const name = nameOf(whole[1] ?? whole[2] ?? '')
    return name ? filling.values[name] : text
  }
  return replaceInside(text, filling)
}

function replaceInside(text: string, { values, isQuoted }: Filling): string {
  const parts: string[] = []
  let done = 0
  for (const match of text.matchAll(spelling)) {
    const name = nameOf(match[1] ?? match[2] ?? '')
    if (!name) continue
    const end = match.index + match[0].length
    const value = String(values[name] ?? '')
    // Keyframes come with quotes of their own.
    const mustEscape = isQuoted && name !== 'keyframes'
    parts.push(text.slice(done, match.index), mustEscape ? JSON.stringify(value).slice(1, -1) : value)
    done = end
  }
  return parts.join('') + text.slice(done)
}
