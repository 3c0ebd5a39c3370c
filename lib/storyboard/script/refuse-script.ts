import { AppError } from '#lib/runtime/errors.ts'

/** A script that cannot be read, with what helps. */
export function refuseScript(message: string, suggestion: string): AppError {
  return new AppError({ code: 'INVALID_INPUT', message, suggestion })
}

export function refuseBinary(what: string): AppError {
  return refuseScript(
    `This is ${what}, not a script.`,
    'Import text, Markdown, Fountain, Final Draft (.fdx), Word (.docx) or CSV, or paste the words.',
  )
}

export function tooLong(limit: string): AppError {
  return refuseScript(`The script has more than ${limit}.`, 'Import it in parts, each into a project of its own.')
}
