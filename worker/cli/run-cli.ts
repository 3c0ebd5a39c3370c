import { findNearest } from '#lib/comfy/model-files.ts'
import { describeError, isAppError, toErrorBody } from '#lib/runtime/errors.ts'
import { type Command, exitCodes, refuseUsage, type Surroundings } from './command.ts'
import { doctor } from './doctor.ts'
import { describeCommand, describeCommands } from './help.ts'
import { printJson } from './print-json.ts'
import { readArgs } from './read-args.ts'
import { bindOne } from './workflows-bind.ts'
import { checkWorkflows } from './workflows-check.ts'
import { listAll } from './workflows-list.ts'

const commands: readonly Command[] = [listAll, checkWorkflows, bindOne, doctor]

/** Runs one command line to its exit code. Only what nobody foresaw is thrown. */
export async function runCli(args: readonly string[], given: Surroundings): Promise<number> {
  return await answerErrors(args, given, (surroundings) => dispatch(args, surroundings))
}

/** Runs a program that is one command by itself. */
export async function runProgram(command: Command, args: readonly string[], given: Surroundings): Promise<number> {
  return await answerErrors(args, given, (surroundings) => runCommand(command, args, surroundings))
}

async function answerErrors(
  args: readonly string[],
  given: Surroundings,
  work: (surroundings: Surroundings) => Promise<number>,
): Promise<number> {
  const surroundings = {
    ...given,
    write: (text: string) => given.write(stripControls(text)),
    warn: (text: string) => given.warn(stripControls(text)),
  }
  try {
    return await work(surroundings)
  } catch (error) {
    if (!isAppError(error)) throw error
    if (args.includes('--json')) surroundings.write(printJson({ error: toErrorBody(error) }))
    else surroundings.warn(`${describeError(error)}\n`)
    return error.code === 'INVALID_INPUT' ? exitCodes.usage : exitCodes.wrong
  }
}

async function runCommand(command: Command, args: readonly string[], surroundings: Surroundings): Promise<number> {
  const typed = readArgs(command, args)
  if (!typed.help) return await command.execute(typed, surroundings)
  surroundings.write(describeCommand(command))
  return exitCodes.fine
}

async function dispatch(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const command = commands.find(({ words }) => words.every((word, index) => args[index] === word))
  if (command) return await runCommand(command, args.slice(command.words.length), surroundings)
  const [group] = args
  const ofGroup = commands.filter(({ words: [first] }) => first === group)
  const shown = describeCommands(ofGroup.length > 0 ? ofGroup : commands)
  const rest = args.slice(ofGroup.length > 0 ? 1 : 0)
  const asksForHelp = ['--help', '-h', 'help'].includes(rest[0] ?? '')
  if (asksForHelp || rest.length === 0) {
    // Without a command nothing was done, which a script should notice.
    if (asksForHelp) surroundings.write(shown)
    else surroundings.warn(shown)
    return asksForHelp ? exitCodes.fine : exitCodes.usage
  }
  const calls = commands.map(({ words }) => words.join(' '))
  const nearest = findNearest(args.slice(0, 2).join(' '), calls) ?? findNearest(group ?? '', calls)
  throw refuseUsage(
    rest[0]?.startsWith('-') ? 'The command comes first, then its options.' : `There is no command ${args.join(' ')}.`,
    `${nearest ? `Did you mean ${nearest}? ` : ''}There are: ${calls.join(', ')}.`,
  )
}

/** Names come from servers and files; a terminal would obey what is hidden in them. */
function stripControls(text: string): string {
  return text.replaceAll(controls, '')
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach the terminal; line ends may.
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g
