import { type Command, nameCall, type OptionSpec } from './command.ts'
import { optionsOf } from './read-args.ts'
import { formatTable } from './table.ts'

/** In a clone there is no command of that name on the path. */
const inClone = 'In a clone of the project: npm run -s framewright -- COMMAND'

export function describeCommands(commands: readonly Command[]): string {
  const rows = commands.map((command) => [callOf(command).replace(/^framewright /, ''), command.about])
  return `Usage: framewright COMMAND [--help] [--json]

${formatTable({ rows })}

Exit codes: 0 fine, 1 something is wrong, 2 wrong usage.
${inClone}
`
}

export function describeCommand(command: Command): string {
  const { place, notes = [] } = command
  const options = Object.entries(optionsOf(command))
  const rows = [
    ...(place ? [[place.name, place.about]] : []),
    ...options.map(([name, option]) => [spell(name, option), option.about]),
  ]
  return `Usage: ${callOf(command)} [options]

${command.about}

${formatTable({ rows })}
${notes.map((note) => `\n${note}`).join('')}${notes.length > 0 ? '\n' : ''}`
}

function callOf(command: Command): string {
  const { place } = command
  const call = nameCall(command)
  if (!place) return call
  const name = place.isMany ? `${place.name} …` : place.name
  return place.isNeeded ? `${call} ${name}` : `${call} [${name}]`
}

function spell(name: string, option: OptionSpec): string {
  if (option.kind === 'switch') return option.short ? `--${name}, -${option.short}` : `--${name}`
  return `--${name} ${option.value}${option.isMany ? ' …' : ''}`
}
