import type { Command, OptionSpec } from './command.ts'
import { commonOptions } from './read-args.ts'
import { formatTable } from './table.ts'

/** In a clone there is no command of that name on the path. */
const inClone = 'In a clone of the project: npm run -s framewright -- COMMAND'

export function describeCommands(commands: readonly Command[]): string {
  const rows = commands.map((command) => [callOf(command), command.about])
  return `Usage: framewright COMMAND [--help] [--json]

${formatTable({ rows })}

Exit codes: 0 fine, 1 something is wrong, 2 wrong usage.
${inClone}
`
}

export function describeCommand(command: Command): string {
  const { place, notes = [] } = command
  const options = Object.entries({ ...command.options, ...commonOptions })
  const rows = [
    ...(place ? [[place.name, place.about]] : []),
    ...options.map(([name, option]) => [spell(name, option), option.about]),
  ]
  return `Usage: framewright ${callOf(command)} [options]

${command.about}

${formatTable({ rows })}
${notes.map((note) => `\n${note}`).join('')}${notes.length > 0 ? '\n' : ''}`
}

function callOf({ words, place }: Command): string {
  const call = words.join(' ')
  if (!place) return call
  return place.isNeeded ? `${call} ${place.name}` : `${call} [${place.name}]`
}

function spell(name: string, option: OptionSpec): string {
  if (option.kind === 'switch') return option.short ? `--${name}, -${option.short}` : `--${name}`
  return `--${name} ${option.value}${option.isMany ? ' …' : ''}`
}
