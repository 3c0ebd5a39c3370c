/** Small readers for bodies that nobody promised anything about. */

import { isObject } from '#lib/workflow/graph.ts'
import { toSafeText } from './safe-text.ts'

export type Fields = Readonly<Record<string, unknown>>

export function isFields(value: unknown): value is Fields {
  return isObject(value)
}

export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {}
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** A name out of an answer, to be shown: of a node, a class, an input, a kind of problem. A server may put anything there. */
export function nameTextOf(value: unknown): string | undefined {
  return typeof value === 'string' ? toSafeText(value, 80) : undefined
}

export function textsOf(value: unknown): string[] {
  return listOf(value).filter((item) => typeof item === 'string')
}

/** A number to calculate with: a bigint loses digits here, NaN and Infinity are none. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'bigint') return Number(value)
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

/** A value as a person would write it, cut short: it may come from a server and be of any size. */
export function showValue(value: unknown): string {
  if (value === undefined) return 'nothing'
  return typeof value === 'object' && value !== null ? 'a list or object' : toSafeText(String(value), 80)
}
