import { z } from 'zod'

export type UnknownKey = {
  /** Where it stands, as `sentences.0.txet`. */
  path: string
  /** What is known there. */
  known: string[]
}

/** The keys of a value that its schema says nothing of. Parsing would leave them out in silence, and with them what was meant. */
export function findUnknownKeys(schema: z.core.$ZodType, value: unknown, path: readonly string[] = []): UnknownKey[] {
  if (schema instanceof z.ZodObject) return findInObject(schema, value, path)
  if (schema instanceof z.ZodArray) {
    if (!Array.isArray(value)) return []
    return value.flatMap((item, index) => findUnknownKeys(schema.element, item, [...path, String(index)]))
  }
  if (schema instanceof z.ZodUnion) return findInUnion(schema.options, value, path)
  const inner = innerOf(schema)
  return inner ? findUnknownKeys(inner, value, path) : []
}

function findInObject(schema: z.ZodObject, value: unknown, path: readonly string[]): UnknownKey[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  // One that takes any key says so.
  if (schema.def.catchall && !(schema.def.catchall instanceof z.ZodNever)) return []
  const { shape } = schema
  return Object.entries(value).flatMap(([key, item]) => {
    const of = shape[key]
    if (!Object.hasOwn(shape, key) || !of) return [{ path: [...path, key].join('.'), known: Object.keys(shape) }]
    return findUnknownKeys(of, item, [...path, key])
  })
}

/** Good enough for one of them is good enough; otherwise the one that comes closest says what is wrong. */
function findInUnion(options: readonly z.core.$ZodType[], value: unknown, path: readonly string[]): UnknownKey[] {
  const found = options.map((option) => findUnknownKeys(option, value, path))
  return found.reduce((least, each) => (each.length < least.length ? each : least), found[0] ?? [])
}

function innerOf(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodReadonly) {
    return schema.def.innerType
  }
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodCatch) {
    return schema.def.innerType
  }
  if (!(schema instanceof z.ZodPipe)) return undefined
  // What is changed before it is looked at is described by what comes behind.
  return schema.def.in instanceof z.ZodTransform ? schema.def.out : schema.def.in
}
