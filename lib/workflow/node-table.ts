import type { InputEntry, ModelFolder, NodeEntry } from './nodes/entry.ts'
import { imageNodes } from './nodes/images.ts'
import { loaderNodes } from './nodes/loaders.ts'
import { packNodes } from './nodes/packs.ts'
import { samplingNodes } from './nodes/sampling.ts'
import { videoNodes } from './nodes/video.ts'

/**
 * The node classes that are known here: those of the built-in workflows, and others that people's own often have. Names,
 * types, ranges and defaults are as a current ComfyUI announces them. It stands in where no server was asked, and the sketch
 * renderer serves it.
 */
export const nodeTable: NodeTable = {
  ...loaderNodes,
  ...samplingNodes,
  ...imageNodes,
  ...videoNodes,
  ...packNodes,
}

export type NodeTable = Readonly<Record<string, NodeEntry>>
/** The file names in each model folder. */
export type ModelNames = { readonly [Folder in ModelFolder]?: readonly string[] }

/** What ComfyUI would answer to `GET /object_info` with these files in its folders. */
export function toObjectInfoJson(table: NodeTable, models: ModelNames): Record<string, Record<string, unknown>> {
  return Object.fromEntries(Object.entries(table).map(([name, entry]) => [name, nodeJson({ name, entry, models })]))
}

type Naming = { name: string; entry: NodeEntry; models: ModelNames }

function nodeJson({ name, entry, models }: Naming): Record<string, unknown> {
  const isV3 = entry.isV3 === true
  const encode = (inputs: Record<string, InputEntry>) =>
    Object.fromEntries(Object.entries(inputs).map(([input, what]) => [input, inputJson({ what, isV3, models })]))
  const hidden = entry.hidden?.map((input): [string, unknown] => {
    const type = input.toUpperCase()
    return [input, isV3 ? [type] : type]
  })
  const order = { required: entry.required, ...(entry.optional && { optional: entry.optional }) }
  return {
    input: {
      required: encode(entry.required),
      ...(entry.optional && { optional: encode(entry.optional) }),
      ...(hidden && { hidden: Object.fromEntries(hidden) }),
    },
    input_order: {
      ...Object.fromEntries(Object.entries(order).map(([kind, inputs]) => [kind, Object.keys(inputs)])),
      ...(entry.hidden && { hidden: entry.hidden }),
    },
    is_input_list: false,
    output: entry.outputs,
    output_is_list: entry.outputs.map(() => false),
    output_name: entry.outputNames ?? entry.outputs,
    name,
    display_name: entry.title ?? (isV3 ? null : name),
    description: '',
    python_module: entry.pythonModule,
    category: entry.category ?? '',
    output_node: entry.isOutput === true,
    has_intermediate_output: false,
    search_aliases: [],
    ...(isV3 && newerKeys(entry)),
  }
}

/** A newer class says everything, also what it has nothing to say about. */
function newerKeys(entry: NodeEntry): Record<string, unknown> {
  return {
    output_tooltips: entry.outputs.map(() => null),
    output_matchtypes: null,
    deprecated: false,
    experimental: false,
    dev_only: false,
    api_node: false,
    price_badge: null,
    essentials_category: null,
  }
}

function inputJson({ what, isV3, models }: { what: InputEntry; isV3: boolean; models: ModelNames }): unknown {
  const options = optionsOf(what, models)
  if (isV3)
    return options ? ['COMBO', { ...what.settings, multiselect: false, options }] : [typeOf(what), what.settings]
  // An older class leaves out the settings it has not.
  const hasSettings = Object.keys(what.settings).length > 0
  return [options ?? typeOf(what), ...(hasSettings ? [what.settings] : [])]
}

function optionsOf(what: InputEntry, models: ModelNames) {
  if (what.kind === 'typed') return undefined
  return what.kind === 'combo' ? what.options : [...(models[what.folder] ?? []), ...what.alsoOffers]
}

function typeOf(what: InputEntry): string {
  return what.kind === 'typed' ? what.type : 'COMBO'
}
