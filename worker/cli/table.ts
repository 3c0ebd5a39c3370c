type Table = {
  head?: readonly string[]
  rows: readonly (readonly string[])[]
  /** Spaces before every line. */
  indent?: number
}

const gap = '  '

/** Columns as wide as they must be; the last one is left as long as it is. */
export function formatTable({ head, rows, indent = 2 }: Table): string {
  const lines = head ? [head.map((title) => title.toUpperCase()), ...rows] : rows
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => widthOf(line[column] ?? ''))))
  const before = ' '.repeat(indent)
  return lines
    .map((line) => line.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell))).join(gap))
    .map((line) => (before + line).trimEnd())
    .join('\n')
}

/** Characters as a person counts them, near enough: an accent in a file name is none of its own. */
function widthOf(text: string): number {
  return [...text.normalize('NFC')].length
}
