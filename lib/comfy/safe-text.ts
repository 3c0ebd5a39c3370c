import { baseName } from '#lib/workflow/model-files.ts'

/**
 * Makes a server's own words fit to be shown: one line, no paths of its disk, no tracebacks, and not too long. A path
 * becomes the name of its file, which is what a person needs of it.
 */
export function toSafeText(text: string, maxLength = 240): string {
  const lines = text.slice(0, 20_000).replaceAll(controlCharacters, '\n').split('\n')
  const line = lines.map((part) => part.trim()).find(isWorthShowing) ?? ''
  const safe = line
    .slice(0, 2_000)
    .replace(/Traceback \(most.*$/, '')
    .replaceAll(quotedPath, (_, quote: string, path: string) => `${quote}${baseName(path)}${quote}`)
    .replaceAll(barePath, (_, before: string, path: string) => `${before}${baseName(path)}`)
    .replaceAll(/\s+/g, ' ')
    .trim()
  // A cut may fall between the halves of a character.
  return (safe.length > maxLength ? `${safe.slice(0, maxLength - 1).trimEnd()}…` : safe).toWellFormed()
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: a server's text may hold any, and a terminal obeys them.
const controlCharacters = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g
const quotedPath = /(['"`])((?:[A-Za-z]:[\\/]|[\\/]|~[\\/]|file:)[^'"`]*)\1/g
const beforePath = /(^|[\s([{=:,;<>'"`|])/
const rootOfPath = /(?:file:\/*)?(?:[A-Za-z]:[\\/]|[\\/~](?=\S))/
/** A folder may have a space or two in its name; with more it is taken for the rest of the sentence. */
const restOfPath = /(?:[^\\/'"`,;\s]*(?: [^\\/'"`,;\s]+){0,2}[\\/])*[^\s\\/'"`,;)\]}>|]*/
const barePath = new RegExp(`${beforePath.source}(${rootOfPath.source}${restOfPath.source})`, 'g')

function isWorthShowing(line: string): boolean {
  return line !== '' && !/^(Traceback \(|File "|\*+$|-+$|=+$)/.test(line)
}
