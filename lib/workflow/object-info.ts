import { isObject } from './graph.ts'

/** What a server says about its node classes, whichever of its encodings it used. */
export type ObjectInfo = ReadonlyMap<string, NodeInfo>

export type NodeInfo = {
  name: string
  displayName: string
  required: readonly InputInfo[]
  optional: readonly InputInfo[]
  hidden: readonly string[]
  outputs: readonly { name: string; type: string }[]
  isOutput: boolean
  /** Newer classes declare inputs that depend on the value of others. */
  isV3: boolean
  pythonModule: string
}

export type InputInfo = {
  name: string
  /** INT, FLOAT, STRING, BOOLEAN, COMBO, a union such as `IMAGE,MASK`, `*`, or the name of what a link must carry. */
  type: string
  /** For COMBO: what may be chosen. Undefined when the server fills the list elsewhere. */
  options?: readonly ComboValue[]
  isMultiselect: boolean
  default?: unknown
  min?: number | bigint
  max?: number | bigint
  /** What a page counts in. A server takes what lies between, and some nodes then round without a word. */
  step?: number | bigint
  /** For a dynamic combo: the inputs that each choice brings. */
  choices?: readonly { key: string; required: readonly InputInfo[]; optional: readonly InputInfo[] }[]
  /** For an input that grows: what each of its parts is, how they are named and how many there may be. */
  grows?: { of: InputInfo; names: readonly string[]; min: number }
  /** Typed by hand, not by a link. */
  isWidget: boolean
  /** As the server gave it: it repeats this in its complaints. */
  config: unknown
}

export type ComboValue = string | number | boolean | bigint

/** Reads the answer of `GET /object_info`. What cannot be understood is left out, because one odd node must not hide the rest. */
export function parseObjectInfo(json: unknown): ObjectInfo {
  if (!isObject(json)) return new Map()
  return new Map(
    Object.entries(json).flatMap(([name, info]): [string, NodeInfo][] =>
      isObject(info) ? [[name, parseNodeInfo(name, info)]] : [],
    ),
  )
}

function parseNodeInfo(name: string, info: Record<string, unknown>): NodeInfo {
  const inputs = isObject(info.input) ? info.input : {}
  const names = Array.isArray(info.output_name) ? info.output_name : []
  const types = Array.isArray(info.output) ? info.output : []
  return {
    name,
    displayName: typeof info.display_name === 'string' && info.display_name !== '' ? info.display_name : name,
    required: parseInputs(inputs.required),
    optional: parseInputs(inputs.optional),
    hidden: isObject(inputs.hidden) ? Object.keys(inputs.hidden) : [],
    // An old class may give its list of choices as the type of an output.
    outputs: types.map((type: unknown, slot) => {
      const typeName = typeof type === 'string' ? type : 'COMBO'
      const given: unknown = names[slot]
      return { type: typeName, name: typeof given === 'string' ? given : typeName }
    }),
    isOutput: info.output_node === true,
    isV3: 'price_badge' in info || 'output_matchtypes' in info,
    pythonModule: typeof info.python_module === 'string' ? info.python_module : '',
  }
}

function parseInputs(inputs: unknown): InputInfo[] {
  if (!isObject(inputs)) return []
  return Object.entries(inputs).map(([name, config]) => parseInput(name, config))
}

function parseInput(name: string, config: unknown): InputInfo {
  const [declared, given]: readonly unknown[] = Array.isArray(config) ? config : [config]
  const settings = isObject(given) ? given : {}
  const listed = Array.isArray(declared) ? declared : settings.options
  const type = Array.isArray(declared) ? 'COMBO' : typeof declared === 'string' ? declared : '*'
  const min = numberOf(settings.min)
  const max = numberOf(settings.max)
  const step = numberOf(settings.step)
  const options = type === 'COMBO' && Array.isArray(listed) ? listed.filter(isComboValue) : undefined
  const choices = type === 'COMFY_DYNAMICCOMBO_V3' ? parseChoices(settings.options) : undefined
  const grows = type === 'COMFY_AUTOGROW_V3' ? parseGrowth(settings.template) : undefined
  return {
    name,
    type,
    ...(options && { options }),
    isMultiselect: settings.multiselect === true,
    ...('default' in settings && { default: settings.default }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(step !== undefined && { step }),
    ...(choices && { choices }),
    ...(grows && { grows }),
    isWidget: widgetTypes.has(type) && settings.forceInput !== true,
    config: Array.isArray(config) && config.length === 1 ? [declared, {}] : config,
  }
}

const widgetTypes = new Set(['INT', 'FLOAT', 'STRING', 'BOOLEAN', 'COMBO', 'COMFY_DYNAMICCOMBO_V3'])

function parseChoices(options: unknown): NonNullable<InputInfo['choices']> {
  if (!Array.isArray(options)) return []
  return options.flatMap((option: unknown) => {
    if (!isObject(option) || typeof option.key !== 'string') return []
    const inputs = isObject(option.inputs) ? option.inputs : {}
    return [{ key: option.key, required: parseInputs(inputs.required), optional: parseInputs(inputs.optional) }]
  })
}

/** More parts than any graph has; a server that names a larger number only costs memory. */
const mostParts = 1000

function parseGrowth(template: unknown): InputInfo['grows'] {
  if (!isObject(template) || !isObject(template.input)) return undefined
  const [of] = [...parseInputs(template.input.required), ...parseInputs(template.input.optional)]
  if (!of) return undefined
  const count = Math.min(typeof template.max === 'number' ? template.max : 1, mostParts)
  const listed = Array.isArray(template.names) ? template.names.filter((name) => typeof name === 'string') : undefined
  const prefix = typeof template.prefix === 'string' ? template.prefix : of.name
  const names = listed ?? Array.from({ length: Math.max(0, count) }, (_, index) => `${prefix}${index}`)
  return { of, names, min: typeof template.min === 'number' ? template.min : 0 }
}

function numberOf(value: unknown): number | bigint | undefined {
  return typeof value === 'number' || typeof value === 'bigint' ? value : undefined
}

function isComboValue(value: unknown): value is ComboValue {
  return ['string', 'number', 'boolean', 'bigint'].includes(typeof value)
}

export type NodeInputs = { required: readonly InputInfo[]; optional: readonly InputInfo[] }

/**
 * The inputs a node has with the values it was given: a dynamic combo brings those of the choice made, and an input that
 * grows is spread out, all named with dots. A dynamic combo without a known choice brings nothing, not even itself.
 */
export function inputsFor(info: NodeInfo, given: Readonly<Record<string, unknown>>): NodeInputs {
  if (![...info.required, ...info.optional].some(({ choices, grows }) => choices || grows)) return info
  const found: { required: InputInfo[]; optional: InputInfo[] } = { required: [], optional: [] }
  expand({ inputs: info, prefix: '', given, found })
  return found
}

/** The choices that are needed and not made, also within choices that are: a server misses them only when the node runs. */
export function findOpenChoices(info: NodeInfo, given: Readonly<Record<string, unknown>>): InputInfo[] {
  const look = (inputs: readonly InputInfo[], prefix: string): InputInfo[] =>
    inputs.flatMap((input) => {
      const name = `${prefix}${input.name}`
      if (!input.choices) return []
      if (given[name] === undefined) return [{ ...input, name }]
      return look(input.choices.find(({ key }) => key === given[name])?.required ?? [], `${name}.`)
    })
  return look(info.required, '')
}

type Expansion = {
  inputs: NodeInputs
  prefix: string
  given: Readonly<Record<string, unknown>>
  found: { required: InputInfo[]; optional: InputInfo[] }
}

function expand({ inputs, prefix, given, found }: Expansion): void {
  for (const kind of ['required', 'optional'] as const) {
    for (const input of inputs[kind]) {
      const name = `${prefix}${input.name}`
      if (input.choices) {
        const chosen = input.choices.find(({ key }) => key === given[name])
        if (!chosen) continue
        found[kind].push({ ...input, name })
        expand({ inputs: chosen, prefix: `${name}.`, given, found })
      } else if (input.grows) {
        const { of, names, min } = input.grows
        names.forEach((part, index) => {
          found[kind === 'required' && index < min ? 'required' : 'optional'].push({ ...of, name: `${name}.${part}` })
        })
      } else found[kind].push(prefix === '' ? input : { ...input, name })
    }
  }
}

/** Whether an output may be linked to an input: the same type, a type they share, or anything at all. */
export function canLink(outputType: string, inputType: string): boolean {
  if (outputType === inputType) return true
  const [given, wanted] = [outputType, inputType].map((types) => types.split(',').map((type) => type.trim()))
  if (!given || !wanted) return false
  const isAny = (type: string) => type === '*' || type === 'COMFY_MATCHTYPE_V3'
  return given.some(isAny) || wanted.some(isAny) || given.some((type) => wanted.includes(type))
}
