import { parseArgs } from 'node:util'
import { findNearest } from '#lib/comfy/model-files.ts'
import { type Command, nameCall, type OptionSpec, type OptionSpecs, refuseUsage, type Typed } from './command.ts'

const help: OptionSpecs = { help: { kind: 'switch', about: 'Say how this is used.', short: 'h' } }
const json: OptionSpecs = {
  json: { kind: 'switch', about: 'Print JSON: {"items": [...]}, or {"error": {...}}.' },
}

/** Its own options, and those that every command has. */
export function optionsOf({ options, program }: Command): OptionSpecs {
  return { ...options, ...(program === undefined && json), ...help }
}

/** Splits the arguments of one command into options and its place. What is unknown, doubled or missing is refused by name. */
export function readArgs(command: Command, args: readonly string[]): Typed {
  const options = optionsOf(command)
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(Object.entries(options).map(([name, option]) => [name, settingsOf(option)])),
    allowPositionals: true,
    // What is wrong is told in our own words, below.
    strict: false,
    tokens: true,
  })
  const typed: Typed = {}
  const placed: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') placed.push(token.value)
    if (token.kind === 'option') take({ command, options, typed, token })
  }
  // Who asks for help has not finished typing.
  return typed.help ? typed : { ...typed, ...readPlace(command, placed) }
}

function settingsOf(option: OptionSpec) {
  if (option.kind === 'value') return { type: 'string' as const, multiple: option.isMany === true }
  return { type: 'boolean' as const, ...(option.short && { short: option.short }) }
}

type Taking = {
  command: Command
  options: OptionSpecs
  typed: Typed
  token: { name: string; rawName: string; value?: string | undefined; inlineValue?: boolean | undefined }
}

function take({ command, options, typed, token: { name, rawName, value, inlineValue } }: Taking): void {
  const option = Object.hasOwn(options, name) ? options[name] : undefined
  if (!option) {
    const nearest = findNearest(name, Object.keys(options))
    const guess = nearest ? `Did you mean --${nearest}? ` : ''
    throw refuseUsage(`There is no option ${rawName}.`, `${guess}${nameOf(command)} takes: ${listOptions(options)}.`)
  }
  if (option.kind === 'switch') {
    if (value !== undefined) throw refuseUsage(`${rawName} takes no value.`, `Write ${rawName} alone.`)
    typed[name] = true
    return
  }
  // `--prompt --seed 5` forgot the prompt; a prompt that begins so can be said with `=`.
  if (value === undefined || (!inlineValue && value.startsWith('--'))) {
    throw refuseUsage(`${rawName} needs a value.`, `Write ${rawName} ${option.value}, or ${rawName}=${option.value}.`)
  }
  if (!option.isMany) {
    if (name in typed) throw refuseUsage(`${rawName} is there twice.`, 'Leave one of them out.')
    typed[name] = value
    return
  }
  const before = typed[name]
  typed[name] = [...(Array.isArray(before) ? before : []), value]
}

function readPlace(command: Command, placed: readonly string[]): Typed {
  const { place } = command
  const [first, ...others] = placed
  const extra = place?.isMany ? [] : place ? others : placed
  if (extra.length > 0) {
    throw refuseUsage(
      `${nameOf(command)} does not know what to do with ${extra.join(' ')}.`,
      'Put quotes around a text of several words.',
    )
  }
  if (!place || first === undefined) {
    if (place?.isNeeded) throw refuseUsage(`${place.name} is missing.`, `See: ${nameCall(command)} --help`)
    return {}
  }
  return { [place.name.toLowerCase()]: place.isMany ? [...placed] : first }
}

/** As it stands in a sentence. */
function nameOf(command: Command): string {
  return nameCall(command).replace(/ --$/, '')
}

function listOptions(options: OptionSpecs): string {
  return Object.keys(options)
    .map((name) => `--${name}`)
    .join(', ')
}
