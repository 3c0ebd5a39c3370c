export type JsonValue = string | number | bigint | boolean | null | JsonValue[] | { [key: string]: JsonValue }

/**
 * Reads what Python calls JSON: NaN and Infinity are numbers, and an integer past 2^53 comes back as a bigint, exact.
 * Throws a SyntaxError for what is not JSON even so.
 */
export function parseJson(text: string): JsonValue {
  if (needsCare.test(text)) return readDocument(text)
  if (isTooDeep(text)) throw tooDeep()
  return JSON.parse(text)
}

/** Writes what Python reads: the other way round, so that a seed of 2^64-1 arrives as it was asked for. */
export function stringifyJson(value: unknown): string {
  return write(value) ?? 'null'
}

/** What the built-in parser refuses or rounds. Digits inside a string match too, which costs time and nothing else. */
const needsCare = /NaN|Infinity|\d{16}/
const numberPattern = /-?(?:NaN|Infinity|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/y
const integerPattern = /^-?\d+$/
const spacePattern = /[ \t\n\r]*/y
/** As many as Python itself reads: a longer row of digits is no seed, and making a bigint of it takes for ever. */
const maxDigits = 4_300
/** Python stops near 1,000 levels. Whatever walks a value that is much deeper overflows the call stack. */
const maxDepth = 1_000

/** The built-in parser itself reads any depth, and leaves the overflow to whoever walks what it read. */
function isTooDeep(text: string): boolean {
  // What is too short for so many brackets need not be looked through: nearly all there is.
  if (text.length <= 2 * maxDepth) return false
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const mark = text[at]
    if (mark === '"') {
      do at = text.indexOf('"', at + 1)
      while (at >= 0 && isEscaped(text, at))
      if (at < 0) return false
    } else if (mark === '[' || mark === '{') depth++
    else if (mark === ']' || mark === '}') depth--
    if (depth > maxDepth) return true
  }
  return false
}

function tooDeep(): SyntaxError {
  return new SyntaxError('JSON is nested too deeply')
}

type Cursor = { text: string; at: number }

function readDocument(text: string): JsonValue {
  const cursor = { text, at: 0 }
  const value = readValue(cursor, 0)
  skipSpace(cursor)
  if (cursor.at < text.length) throw unexpected(cursor)
  return value
}

function readValue(cursor: Cursor, depth: number): JsonValue {
  if (depth > maxDepth) throw tooDeep()
  skipSpace(cursor)
  switch (cursor.text[cursor.at]) {
    case '{':
      return readObject(cursor, depth)
    case '[':
      return readArray(cursor, depth)
    case '"':
      return readString(cursor)
    case 't':
      return readWord(cursor, 'true', true)
    case 'f':
      return readWord(cursor, 'false', false)
    case 'n':
      return readWord(cursor, 'null', null)
    default:
      return readNumber(cursor)
  }
}

function readObject(cursor: Cursor, depth: number): JsonValue {
  const members: Record<string, JsonValue> = {}
  cursor.at++
  if (takes(cursor, '}')) return members
  do {
    skipSpace(cursor)
    if (cursor.text[cursor.at] !== '"') throw unexpected(cursor)
    const key = readString(cursor)
    if (!takes(cursor, ':')) throw unexpected(cursor)
    const value = readValue(cursor, depth + 1)
    // An assignment would change the prototype instead, at the wish of whoever sent the text.
    if (key === '__proto__') Object.defineProperty(members, key, { value, enumerable: true, configurable: true })
    else members[key] = value
  } while (takes(cursor, ','))
  if (!takes(cursor, '}')) throw unexpected(cursor)
  return members
}

function readArray(cursor: Cursor, depth: number): JsonValue {
  const items: JsonValue[] = []
  cursor.at++
  if (takes(cursor, ']')) return items
  do items.push(readValue(cursor, depth + 1))
  while (takes(cursor, ','))
  if (!takes(cursor, ']')) throw unexpected(cursor)
  return items
}

function readString(cursor: Cursor): string {
  const { text, at: start } = cursor
  let end = start
  do {
    end = text.indexOf('"', end + 1)
    if (end < 0) throw unexpected(cursor)
  } while (isEscaped(text, end))
  cursor.at = end + 1
  return JSON.parse(text.slice(start, end + 1))
}

function isEscaped(text: string, quote: number): boolean {
  let at = quote
  while (text[at - 1] === '\\') at--
  return (quote - at) % 2 === 1
}

function readNumber(cursor: Cursor): number | bigint {
  numberPattern.lastIndex = cursor.at
  const token = numberPattern.exec(cursor.text)?.[0]
  if (token === undefined) throw unexpected(cursor)
  cursor.at += token.length
  const value = Number(token)
  const isExact = Number.isSafeInteger(value) || !integerPattern.test(token) || token.length > maxDigits
  return isExact ? value : BigInt(token)
}

function readWord<T>(cursor: Cursor, word: string, value: T): T {
  if (!cursor.text.startsWith(word, cursor.at)) throw unexpected(cursor)
  cursor.at += word.length
  return value
}

function takes(cursor: Cursor, mark: string): boolean {
  skipSpace(cursor)
  if (cursor.text[cursor.at] !== mark) return false
  cursor.at++
  return true
}

function skipSpace(cursor: Cursor): void {
  spacePattern.lastIndex = cursor.at
  spacePattern.test(cursor.text)
  cursor.at = spacePattern.lastIndex
}

function unexpected(cursor: Cursor): SyntaxError {
  return new SyntaxError(`JSON is not as expected at position ${cursor.at}`)
}

function write(value: unknown): string | undefined {
  switch (typeof value) {
    case 'bigint':
    case 'number':
      return String(value)
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? `[${value.map((item) => write(item) ?? 'null').join(',')}]` : writeObject(value)
    default:
      // What has no JSON, a function or undefined, is left out, as the built-in does.
      return JSON.stringify(value)
  }
}

function writeObject(value: object): string {
  const members: string[] = []
  for (const [key, item] of Object.entries(value)) {
    const written = write(item)
    if (written !== undefined) members.push(`${JSON.stringify(key)}:${written}`)
  }
  return `{${members.join(',')}}`
}
