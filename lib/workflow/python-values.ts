import { isObject } from './graph.ts'

/** A value as Python prints it inside a sentence: `None`, `True`, and text as it is. */
export function pythonText(value: unknown): string {
  return typeof value === 'string' ? value : pythonRepr(value)
}

/** A value as Python prints it in a list: text stands in quotes. */
export function pythonRepr(value: unknown): string {
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'string') return quote(value)
  if (typeof value === 'number') return numberText(value)
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`
  if (isObject(value)) {
    return `{${Object.entries(value)
      .map(([key, part]) => `${quote(key)}: ${pythonRepr(part)}`)
      .join(', ')}}`
  }
  return String(value)
}

/** A FLOAT always shows its point. */
export function pythonFloat(value: number | bigint): string {
  const text = typeof value === 'number' ? numberText(value) : String(value)
  return /^-?\d+$/.test(text) ? `${text}.0` : text
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  return String(value)
}

function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'"
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll(mark, mark === "'" ? "\\'" : '"')
  return `${mark}${escaped}${mark}`
}

export type Conversion = { value: string | number | bigint | boolean } | { complaint: string }

/** What `int(value)` makes of it: text is read, fractions are cut off. */
export function toPythonInt(value: unknown): Conversion {
  if (typeof value === 'boolean') return { value: value ? 1 : 0 }
  if (typeof value === 'bigint') return { value }
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return { complaint: 'cannot convert float NaN to integer' }
    if (!Number.isFinite(value)) return { complaint: 'cannot convert float infinity to integer' }
    return { value: Math.trunc(value) }
  }
  if (typeof value === 'string') {
    const digits = value.trim().replaceAll(/(?<=\d)_(?=\d)/g, '')
    if (!/^[+-]?\d+$/.test(digits) || digits.length > mostDigits) {
      return { complaint: `invalid literal for int() with base 10: ${pythonRepr(value)}` }
    }
    const exact = BigInt(digits.replace(/^\+/, ''))
    return { value: Number.isSafeInteger(Number(exact)) ? Number(exact) : exact }
  }
  return {
    complaint: `int() argument must be a string, a bytes-like object or a real number, not '${pythonType(value)}'`,
  }
}

/** Python itself refuses longer ones. */
const mostDigits = 4300

export function toPythonFloat(value: unknown): Conversion {
  if (typeof value === 'boolean') return { value: value ? 1 : 0 }
  if (typeof value === 'number' || typeof value === 'bigint') return { value: Number(value) }
  if (typeof value === 'string') {
    const trimmed = value.trim().replaceAll(/(?<=\d)_(?=\d)/g, '')
    if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) return { value: Number(trimmed) }
    if (/^[+-]?(inf|infinity)$/i.test(trimmed)) {
      return { value: trimmed.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY }
    }
    if (/^[+-]?nan$/i.test(trimmed)) return { value: Number.NaN }
    return { complaint: `could not convert string to float: ${pythonRepr(value)}` }
  }
  return { complaint: `float() argument must be a string or a real number, not '${pythonType(value)}'` }
}

/** What counts as true: "false" is text, and text is true. */
export function toPythonBool(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0
  if (isObject(value)) return Object.keys(value).length > 0
  return Boolean(value) || Number.isNaN(value)
}

function pythonType(value: unknown): string {
  if (value === null || value === undefined) return 'NoneType'
  if (Array.isArray(value)) return 'list'
  return isObject(value) ? 'dict' : typeof value
}

/** Python holds 1, 1.0 and True for the same. */
export function equalInPython(a: unknown, b: unknown): boolean {
  const plain = (value: unknown) =>
    typeof value === 'boolean' ? Number(value) : typeof value === 'bigint' ? Number(value) : value
  return plain(a) === plain(b)
}
