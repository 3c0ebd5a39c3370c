/** Of the values that were given, those that differ from what is there. A program may send back all that it was sent. */
export function changesOf<T extends object>(row: T, given: { [Key in keyof T]?: T[Key] | undefined }): Partial<T> {
  // Safe: the keys of an object are keys of its type.
  const keys = Object.keys(given) as (keyof T)[]
  const changed = keys.filter((key) => given[key] !== undefined && !isSame(given[key], row[key]))
  // Safe: each value was taken from where the type says it is.
  return Object.fromEntries(changed.map((key) => [key, given[key]])) as Partial<T>
}

/** Plain values, and lists of them in one order. */
function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}
