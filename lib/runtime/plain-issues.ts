import type { z } from 'zod'

/** For `safeParse(value, { error: explainIssue })`: what is wrong, in words for somebody who wrote a file and has never heard of types. */
export function explainIssue(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be ${kinds[issue.expected] ?? issue.expected}`
    case 'unrecognized_keys':
      return `knows no ${issue.keys.map((key) => JSON.stringify(key)).join(' and no ')}`
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`
    case 'too_small':
      return issue.origin === 'array' ? 'has too few entries' : `must be ${issue.minimum} or more`
    case 'too_big':
      return issue.origin === 'array' ? 'has too many entries' : `must be ${issue.maximum} or less`
    case 'invalid_key':
      return 'is no name that may stand here'
    case 'invalid_union':
      return 'is none of the things that may stand here'
    default:
      return undefined
  }
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'lines of names and values',
  record: 'lines of names and values',
}
