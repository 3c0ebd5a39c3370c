import { stringifyJson } from '#lib/runtime/json.ts'

/** JSON for people and programs: indented, integers past 2^53 exact, and a short list such as a link on one line. */
export function printJson(value: unknown): string {
  return `${indentJson(value, '')}\n`
}

/** What `--json` prints, whatever the command. */
export function printItems(items: readonly unknown[]): string {
  return printJson({ items })
}

function indentJson(value: unknown, before: string): string {
  if (typeof value !== 'object' || value === null) return stringifyJson(value)
  const within = `${before}  `
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item !== 'object' || item === null)) {
      return `[${value.map((item) => stringifyJson(item)).join(', ')}]`
    }
    return `[\n${value.map((item) => within + indentJson(item, within)).join(',\n')}\n${before}]`
  }
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  if (members.length === 0) return '{}'
  const lines = members.map(([key, member]) => `${within}${JSON.stringify(key)}: ${indentJson(member, within)}`)
  return `{\n${lines.join(',\n')}\n${before}}`
}
