/** What Postgres and JSON carry unchanged. */
export type PlainJson = string | number | boolean | null | PlainJson[] | { [key: string]: PlainJson }

/**
 * A value as a JSON column takes it. Texts of others may hold half a surrogate pair or a NUL, which Postgres refuses with the whole
 * row; large integers become text, because most readers would lose their last digits.
 */
export function toPlainJson(value: unknown): PlainJson {
  return JSON.parse(
    JSON.stringify(value, (_, inner) => {
      if (typeof inner === 'string') return inner.toWellFormed().replaceAll('\0', '')
      return typeof inner === 'bigint' ? String(inner) : inner
    }) ?? 'null',
  )
}
