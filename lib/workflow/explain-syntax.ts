/** Where a text stops being JSON, for somebody who wrote it by hand. Parsers tell the place, if at all, each in its own way. */
export function explainJsonError(error: SyntaxError, text: string): string {
  const place = placeOf(error.message, text)
  if (/end of (JSON )?input/i.test(error.message) || (place && text.slice(place.at).trim() === '')) {
    return 'The file is not JSON: it ends in the middle.'
  }
  if (/too deeply/.test(error.message)) return 'The file is not a graph: its JSON is nested too deeply.'
  if (!place) return 'The file is not JSON: it must hold a graph as ComfyUI exports it with Export (API).'
  const { line, column } = place
  return `The file is not JSON: line ${line}, column ${column} is not as expected. A comma or a quote may be missing or one too many.`
}

/** The same for YAML, as the end of a sentence. */
export function explainYamlError(message: string): string {
  const [, line, column] = /line (\d+), column (\d+)/.exec(message) ?? []
  if (line === undefined) return 'it is not YAML'
  const why = /tab/i.test(message)
    ? 'Spaces go before a line, and no tabs'
    : 'Often it is a quote, a colon or the spaces before'
  return `it is not YAML at line ${line}, column ${column}. ${why}`
}

function placeOf(message: string, text: string): { at: number; line: number; column: number } | undefined {
  const [, position] = /position (\d+)/.exec(message) ?? []
  if (position === undefined) return undefined
  const at = Number(position)
  const before = text.slice(0, at).split('\n')
  return { at, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
