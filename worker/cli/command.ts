import type { z } from 'zod'
import type { Env } from '#lib/runtime/env.ts'
import { AppError } from '#lib/runtime/errors.ts'
import { explainIssue } from '#lib/runtime/plain-issues.ts'

/** What a command works with besides its own input; tests bring their own. */
export type Surroundings = {
  /** Where results go. */
  write(text: string): void
  /** Where warnings and errors go, so that results can be piped on. */
  warn(text: string): void
  /** Read only when needed: help must come even when the settings are wrong. */
  readEnv(): Env
  /** What a person's file names are relative to. */
  cwd: string
}

export type OptionSpec =
  | { kind: 'switch'; about: string; short?: string }
  | { kind: 'value'; value: string; about: string; isMany?: boolean }

export type OptionSpecs = Readonly<Record<string, OptionSpec>>

export type Place = { name: string; isNeeded: boolean; isMany?: boolean; about: string }

/** What was typed, not yet checked: options and places by name. */
export type Typed = Record<string, string | boolean | string[]>

export type Command = {
  /** The words that call it, such as `workflows list`. */
  words: readonly string[]
  /** How it is called where it is no command of `framewright`. It prints no results then. */
  program?: string
  about: string
  /** The argument that may follow the words. */
  place?: Place
  options: OptionSpecs
  /** What else a person should know, a line each. */
  notes?: readonly string[]
  execute(typed: Typed, surroundings: Surroundings): Promise<number>
}

type Definition<Schema extends z.ZodType> = Omit<Command, 'execute'> & {
  input: Schema
  run(input: z.output<Schema>, surroundings: Surroundings): Promise<number>
}

export const exitCodes = { fine: 0, wrong: 1, usage: 2 } as const

/** Ties a command's schema to the function that runs it. */
export function defineCommand<Schema extends z.ZodType>({ input, run, ...command }: Definition<Schema>): Command {
  return {
    ...command,
    execute: async (typed, surroundings) => {
      const parsed = input.safeParse(typed, { error: explainIssue })
      if (parsed.success) return await run(parsed.data, surroundings)
      throw refuseUsage(
        `${parsed.error.issues.map(({ path: [name], message }) => `${nameTyped(command, name)} ${message}`).join('; ')}.`,
        `See: ${nameCall(command)} --help`,
      )
    },
  }
}

/** What is typed to call a command, without options. */
export function nameCall({ program = 'framewright', words }: Pick<Command, 'program' | 'words'>): string {
  return [program, ...words].join(' ')
}

function nameTyped({ options, place }: Pick<Command, 'options' | 'place'>, name: PropertyKey | undefined): string {
  const text = String(name)
  if (Object.hasOwn(options, text)) return `--${text}`
  return place ? place.name : text
}

/** For what was typed wrongly, as opposed to what went wrong. */
export function refuseUsage(message: string, suggestion: string): AppError {
  return new AppError({ code: 'INVALID_INPUT', message, suggestion })
}
